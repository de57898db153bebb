"""
Programs that a report knows by name: remote access by others, and antivirus. By package and process.

A process has the fifteen characters of its name that Linux keeps (comm(5)).
"""

from __future__ import annotations

from agent.report.products import Product

REMOTE: tuple[Product, ...] = (
    Product("AnyDesk", ("anydesk",), ("anydesk",)),
    Product("TeamViewer", ("teamviewer",), ("teamviewerd", "TeamViewer", "TeamViewer_Desk")),
    Product("RustDesk", ("rustdesk",), ("rustdesk",)),
    Product("NoMachine", ("nomachine",), ("nxserver.bin", "nxnode.bin", "nxd")),
    Product("MeshCentral agent", ("meshagent",), ("meshagent",)),
    Product("DWService", ("dwagent",), ("dwagent", "dwagsvc")),
    Product("Chrome Remote Desktop", ("chrome-remote-desktop",), ("chrome-remote-d",)),
    Product("GNOME Remote Desktop", ("gnome-remote-desktop",), ("gnome-remote-de",)),
    Product("KDE desktop sharing", ("krfb",), ("krfb",)),
    Product("Vino", ("vino",), ("vino-server",)),
    Product("x11vnc", ("x11vnc",), ("x11vnc",)),
    Product(
        "TigerVNC", ("tigervnc-standalone-server", "tigervnc-scraping-server"), ("Xtigervnc", "x0tigervncserve", "Xvnc")
    ),
    Product("TightVNC", ("tightvncserver",), ("Xtightvnc",)),
    Product("RealVNC", ("realvnc-vnc-server",), ("vncserver-x11", "vncserver-x11-c")),
    Product("xrdp", ("xrdp",), ("xrdp", "xrdp-sesman")),
    Product("X2Go", ("x2goserver",), ("x2gocleansessio",)),
    Product("Splashtop", ("splashtop-streamer",), ("SRStreamer", "SRFeature")),
    Product("ScreenConnect", ("screenconnect", "connectwisecontrol"), ("ScreenConnect.C",)),
    Product("Zoho Assist", ("zohoassist",), ("ZohoMeeting", "zohoassist")),
    Product("Remotely", (), ("Remotely_Agent", "Remotely_Deskto")),
    Product("RemotePC", ("remotepc",), ("RemotePCDesktop", "remotepc")),
    Product("BeyondTrust", (), ("bomgar-scc", "sra-scc")),
    Product("ToDesk", ("todesk",), ("ToDesk", "ToDesk_Service")),
    Product("HopToDesk", ("hoptodesk",), ("hoptodesk",)),
    Product("Supremo", ("supremo",), ("supremo",)),
    Product("AweSun", ("awesun", "sunloginclient"), ("awesun_linux", "sunloginclient")),
    Product("Parsec", ("parsec",), ("parsecd",)),
    Product("Sunshine", ("sunshine",), ("sunshine",)),
)
"""Remote access by other means than ours."""

ANTIVIRUS: tuple[Product, ...] = (
    Product("ClamAV", ("clamav-daemon",), ("clamd", "clamonacc")),
    Product("Microsoft Defender for Endpoint", ("mdatp",), ("wdavdaemon",)),
    Product("ESET", ("eea", "efs", "esets"), ("oaeventd", "esets_daemon", "eraagent")),
    Product("Sophos", ("sophos",), ("savd", "sophos_threat_d", "av_scanner")),
    Product("CrowdStrike Falcon", ("falcon-sensor",), ("falcon-sensor",)),
    Product("SentinelOne", ("sentinelagent",), ("s1-agent", "s1-network")),
    Product("Bitdefender", ("bitdefender-security-tools",), ("bdsecd", "bdagentd")),
    Product("Kaspersky", ("kesl",), ("kesl", "klnagent")),
    Product("Trend Micro", ("ds-agent", "ds_agent"), ("ds_agent", "ds_am")),
    Product("Trellix", ("mcafeetp", "isectp"), ("mfetpd", "isectpd")),
    Product("F-Secure", ("fsecure-linuxsecurity",), ("fsaua", "fsavd", "fsicd")),
    Product("Dr.Web", ("drweb",), ("drweb-configd",)),
)
"""Antivirus for Linux."""
