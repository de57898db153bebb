"""Protection that is off, and tools that somebody else may have put there."""

from __future__ import annotations

from datetime import date

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict, listed

_OLD_SIGNATURES = 7
_CERTIFICATES_END = date(2026, 6, 30)  # Microsoft: the certificates of 2011 ended in June and October 2026
_PORTABLE = frozenset({"laptop", "convertible", "detachable", "tablet", "handheld"})


def antivirus(facts: Facts, _: str) -> Verdict:
    """Find a Windows computer on which no antivirus is on, or whose list is a week old."""
    products = facts.things("antivirus")
    if facts.platform != "windows" or not products:
        return NOT_KNOWN
    on = [each for each in products if facts.flag("antivirus.on", each)]
    if not on:
        return Found(ACT, "No antivirus is switched on.")
    ages = [age for each in on if (age := facts.number("antivirus.signature-age", each)) is not None]
    old = ages and min(ages) > _OLD_SIGNATURES
    return Found(SOON, f"The antivirus has not learned anything new for {min(ages)} days.") if old else None


def firewall(facts: Facts, profile: str) -> Verdict:
    """Find the firewall off for the network in use."""
    on, active = facts.flag("firewall.on", profile), facts.flag("firewall.active", profile)
    if on is None or active is None:
        return NOT_KNOWN
    severity = WORTH if facts.platform == "linux" else SOON
    return Found(severity, "The firewall is off for the network in use.") if active and not on else None


def encryption(facts: Facts, volume: str) -> Verdict:
    """Find a laptop whose system volume is not encrypted, or whose encryption is suspended."""
    state, system = facts.text("encryption.state", volume), facts.flag("encryption.system", volume)
    chassis = facts.text("machine.chassis")
    if state is None or not system:
        return NOT_KNOWN
    if state == "suspended":
        return Found(SOON, "The encryption of the disk is suspended.")
    if chassis is None:
        return NOT_KNOWN
    plain = state == "off" and chassis in _PORTABLE
    return Found(WORTH, "The disk of this laptop is not encrypted.") if plain else None


def secure_boot(facts: Facts, _: str) -> Verdict:
    """Find Secure Boot without the certificates of 2023, after those of 2011 began to end."""
    on, state = facts.flag("secureboot.on"), facts.text("secureboot.certificates")
    if on is None or state is None:
        return NOT_KNOWN
    old = on and state != "updated" and facts.today > _CERTIFICATES_END
    return Found(SOON, "The certificates that protect starting up are old. The computer still starts.") if old else None


def remote_tools(facts: Facts, _: str) -> Verdict:
    """Find other remote-access programs: running ones are urgent, for the customer may not know them."""
    if not facts.knows("security.remote-tools"):
        return NOT_KNOWN
    lines = facts.rows("security.remote-tools", lambda _line: True)
    running = any(line["remote.running"] for line in lines)
    names = [str(line["remote.name"]) for line in lines if isinstance(line["remote.name"], str)]
    words = f"Another remote-access program is {'running' if running else 'installed'}: {listed(names)}."
    return Found(SOON if running else WORTH, words) if lines else None


def sign_in(facts: Facts, _: str) -> Verdict:
    """Find a computer that signs in by itself."""
    by_itself = facts.flag("accounts.auto-sign-in")
    if by_itself is None:
        return NOT_KNOWN
    return Found(WORTH, "This computer signs in by itself, without a password.") if by_itself else None


def lockdown(facts: Facts, protection: str) -> Verdict:
    """Find a protection of the system that is off (UAC, SIP, Gatekeeper)."""
    on = facts.flag("lockdown.on", protection)
    if on is None:
        return NOT_KNOWN
    severity = WORTH if facts.platform == "linux" else SOON
    return None if on else Found(severity, f"The protection {protection} is off.")


def hosts(facts: Facts, _: str) -> Verdict:
    """Find names of update or antivirus makers that the hosts file overrides."""
    count = facts.number("hosts.overrides-updates")
    if count is None:
        return NOT_KNOWN
    return (
        Found(SOON, f"The way to {count} update or antivirus servers was changed on this computer.") if count else None
    )


RULES = (
    Rule("antivirus.off", "", antivirus, "Switch the antivirus on and let it update."),
    Rule("firewall.off", "profile", firewall, "Switch the firewall on."),
    Rule("encryption.off", "volume", encryption, "Encryption protects your files if the computer is stolen."),
    Rule("secureboot.old", "", secure_boot, "Install the firmware's and the system's updates."),
    Rule("remote.tools", "", remote_tools, "Did somebody ask you on the phone to install this?"),
    Rule("signin.open", "", sign_in, "Anyone who switches it on can read your files. This is a setting."),
    Rule("lockdown.off", "protection", lockdown, "Switch it on again, unless you know why it is off."),
    Rule("hosts.changed", "", hosts, "This is often left by malware. A technician can undo it."),
)
"""The rules about security."""
