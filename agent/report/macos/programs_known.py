"""Programs that a report knows by name on macOS: remote access by others, antivirus. By program and process."""

from __future__ import annotations

from agent.report.products import Product

REMOTE: tuple[Product, ...] = (
    Product("AnyDesk", ("anydesk",), ("anydesk",)),
    Product("TeamViewer", ("teamviewer",), ("teamviewer", "teamviewer_service", "teamviewerd")),
    Product("RustDesk", ("rustdesk",), ("rustdesk",)),
    Product("NoMachine", ("nomachine",), ("nxserver.bin", "nxnode.bin", "nxd")),
    Product("MeshCentral agent", ("meshagent",), ("meshagent",)),
    Product("DWService", ("dwagent",), ("dwagent", "dwagsvc")),
    Product("Chrome Remote Desktop", ("chrome remote desktop",), ("remoting_me2me_host",)),
    Product("RealVNC", ("vnc server", "realvnc"), ("vncserver", "vncagent")),
    Product("Splashtop", ("splashtop",), ("srstreamer", "srstreamerdaemon")),
    Product("ScreenConnect", ("screenconnect", "connectwise control"), ("screenconnect",)),
    Product("Zoho Assist", ("zoho assist", "zohoassist"), ("zohoassist", "zohomeeting")),
    Product("RemotePC", ("remotepc",), ("remotepc", "remotepcservice")),
    Product("LogMeIn", ("logmein",), ("logmeinserver", "logmein")),
    Product("GoToAssist", ("gotoassist", "gotoresolve"), ("gotoassist",)),
    Product("BeyondTrust", ("bomgar", "beyondtrust remote"), ("sdcust", "bomgar-scc")),
    Product("ToDesk", ("todesk",), ("todesk", "todesk_service")),
    Product("HopToDesk", ("hoptodesk",), ("hoptodesk",)),
    Product("Supremo", ("supremo",), ("supremo",)),
    Product("AweSun", ("awesun", "sunlogin"), ("awesun", "sunloginclient")),
    Product("Jump Desktop", ("jump desktop connect",), ("jumpconnect",)),
    Product("ISL Light", ("isl light", "isl alwayson"), ("isl light", "isl_alwayson")),
    Product("pcvisit", ("pcvisit",), ("pcvisit",)),
    Product("Parsec", ("parsec",), ("parsecd",)),
    Product("Screen Sharing", (), ("screensharingd",)),
    Product("Apple Remote Desktop", (), ("ardagent",)),
)
"""Remote access by other means than ours; the last two are macOS's own, told when somebody uses them."""

ANTIVIRUS: tuple[Product, ...] = (
    Product("Avast", ("avast",), ("com.avast.daemon",)),
    Product("AVG", ("avgantivirus", "avg"), ("com.avg.daemon",)),
    Product("Avira", ("avira",), ("avira",)),
    Product("Bitdefender", ("bitdefender",), ("bddaemon", "bdldaemon")),
    Product("CrowdStrike Falcon", ("falcon",), ("falcond",)),
    Product("ESET", ("eset",), ("esets_daemon", "scand")),
    Product("Intego VirusBarrier", ("intego",), ("virusbarrier",)),
    Product("Kaspersky", ("kaspersky",), ("kav",)),
    Product("Malwarebytes", ("malwarebytes",), ("rtprotectiondaemon",)),
    Product("Microsoft Defender", ("microsoft defender",), ("wdavdaemon",)),
    Product("Norton", ("norton",), ("nortonsecurity",)),
    Product("SentinelOne", ("sentinelone",), ("sentineld",)),
    Product("Sophos", ("sophos",), ("sophosscand", "sophosantivirus")),
    Product("Trend Micro", ("trend micro",), ("icorservice",)),
)
"""Antivirus for macOS, beside the one it brings along."""
