"""1.8 Security."""

from __future__ import annotations

from protocol.report.register.entry import Section, Table, fact

SECTION = Section(
    "security",
    "Security",
    "Looking at security",
    (
        fact("antivirus.product", "Antivirus", "model", about="antivirus"),
        fact("antivirus.on", "Antivirus on", "flag", about="antivirus"),
        fact(
            "antivirus.signature-age",
            "Antivirus, age of its list",
            "number",
            "days",
            about="antivirus",
            compare="ignore",
        ),
        fact("firewall.kind", "Firewall", "enum"),
        fact("firewall.on", "Firewall on", "flag", about="profile"),
        fact("firewall.active", "Firewall profile in use", "flag", about="profile"),
        fact("encryption.state", "Disk encryption", "enum", about="volume"),
        fact("encryption.system", "Holds the system", "flag", about="volume"),
        fact("secureboot.on", "Secure Boot", "flag"),
        fact("secureboot.certificates", "Secure Boot certificates of 2023", "enum"),
        fact("tpm.version", "Security chip (TPM)", "version"),
        fact("lockdown.kind", "Protection of the system", "enum", about="protection"),
        fact("lockdown.on", "Protection of the system on", "flag", about="protection"),
        fact("hosts.overrides", "Names overridden in the hosts file", "number"),
        fact("hosts.overrides-updates", "Names of update or antivirus makers overridden", "number"),
        fact("hosts.name", "Name overridden", "host", about="override", masked=True),
        fact("certificates.added", "Root certificates added", "number"),
    ),
    (
        Table(
            "security.remote-tools",
            "Other remote-access programs",
            (
                fact("remote.name", "Name", "model"),
                fact("remote.installed", "Installed", "flag"),
                fact("remote.running", "Running", "flag"),
            ),
        ),
        Table(
            "security.listening",
            "Open to the network",
            (
                fact("listening.port", "Port", "code"),
                fact("listening.program", "Program", "text"),
                fact("listening.reach", "Reachable from", "enum"),
            ),
        ),
    ),
)
