"""Programs for remote access by others, by what Windows lists them as and by their processes."""

from __future__ import annotations

from agent.report.products import Product

REMOTE: tuple[Product, ...] = (
    Product("AnyDesk", ("anydesk",), ("anydesk.exe",)),
    Product("TeamViewer", ("teamviewer",), ("teamviewer.exe", "teamviewer_service.exe")),
    Product("RustDesk", ("rustdesk",), ("rustdesk.exe",)),
    Product("NoMachine", ("nomachine",), ("nxserver.exe", "nxd.exe")),
    Product("MeshCentral agent", ("mesh agent", "meshcentral"), ("meshagent.exe",)),
    Product("DWService", ("dwagent",), ("dwagsvc.exe", "dwagent.exe")),
    Product("Chrome Remote Desktop", ("chrome remote desktop",), ("remoting_host.exe",)),
    Product("TightVNC", ("tightvnc",), ("tvnserver.exe",)),
    Product("UltraVNC", ("ultravnc",), ("winvnc.exe",)),
    Product("RealVNC", ("vnc server", "realvnc"), ("vncserver.exe",)),
    Product("TigerVNC", ("tigervnc",), ("winvnc4.exe",)),
    Product("Splashtop", ("splashtop",), ("srserver.exe", "srservice.exe", "strwinclt.exe")),
    Product("ScreenConnect", ("screenconnect", "connectwise control"), ("screenconnect.clientservice.exe",)),
    Product("Zoho Assist", ("zoho assist",), ("zohomeeting.exe", "zaservice.exe")),
    Product("Remotely", ("remotely",), ("remotely_agent.exe",)),
    Product("RemotePC", ("remotepc",), ("remotepcservice.exe",)),
    Product("LogMeIn", ("logmein",), ("logmein.exe", "lmiguardiansvc.exe")),
    Product("GoToAssist", ("gotoassist",), ("g2ax_service.exe",)),
    Product("BeyondTrust", ("bomgar", "beyondtrust remote"), ("bomgar-scc.exe", "sra-scc.exe")),
    Product("ToDesk", ("todesk",), ("todesk.exe", "todesk_service.exe")),
    Product("HopToDesk", ("hoptodesk",), ("hoptodesk.exe",)),
    Product("Supremo", ("supremo",), ("supremo.exe", "supremoservice.exe")),
    Product("AweSun", ("awesun", "sunlogin"), ("awesun.exe", "sunloginclient.exe")),
    Product("AeroAdmin", ("aeroadmin",), ("aeroadmin.exe",)),
    Product("Ammyy Admin", ("ammyy",), ("aa_v3.exe", "ammyyadmin.exe")),
    Product("Atera", ("ateraagent",), ("ateraagent.exe",)),
    Product("NinjaOne", ("ninjarmmagent",), ("ninjarmmagent.exe",)),
    Product("FixMe.IT", ("fixme.it",), ("fixmeit.exe", "tiexpertcore.exe")),
    Product("ISL Light", ("isl light", "isl alwayson"), ("isllight.exe", "islalwaysonmonitor.exe")),
    Product("pcvisit", ("pcvisit",), ("pcvisit_service_client.exe",)),
    Product("Netviewer", ("netviewer",), ("netviewer.exe",)),
    Product("Parsec", ("parsec",), ("parsecd.exe", "pservice.exe")),
    Product("Sunshine", ("sunshine",), ("sunshine.exe", "sunshinesvc.exe")),
    Product("Quick Assist", (), ("quickassist.exe",)),
)
"""Remote access by other means than ours."""
