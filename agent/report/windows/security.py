"""1.8 Security on Windows: the security centre, firewall, encryption, starting up, protection, hosts file, roots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.hosts_file import overridden
from agent.report.listening import listening
from agent.report.machine import Machine, Unread
from agent.report.products import Product, recognised
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import listed, number, word
from agent.report.windows.answers import ask, first, parsed, seconds
from agent.report.windows.keys import AUTHROOTS, CONTROL, FIREWALL, MY_WINDOWS, ROOTS, WINDOWS, WINDOWS_32
from agent.report.windows.programs_known import REMOTE

_DAY = 86_400
_HOSTS = "/Windows/System32/drivers/etc/hosts"
_PROFILES = {"DomainProfile": "domain", "StandardProfile": "private", "PublicProfile": "public"}
# MSFT_NetConnectionProfile.NetworkCategory.
_CATEGORIES = {0: "public", 1: "private", 2: "domain"}
# System.Volume.BitLockerProtection, as the shell shows it (Windows property system).
_LOCKS = {1: "on", 2: "off", 3: "being encrypted", 4: "being decrypted", 5: "suspended", 6: "locked"}
# UEFICA2023Status, as Microsoft explains it.
_CERTIFICATES = {"updated": "updated", "inprogress": "in progress", "notstarted": "old"}
_INTEGRITY = 2  # Win32_DeviceGuard.SecurityServicesRunning
_CHIPS = {"MSFT0101": "2.0", "PNP0C31": "1.2"}


def antivirus(machine: Machine) -> Iterator[Said]:
    """Tell each product that reports to the security centre: on, and its list fresh. Servers have no such centre."""
    for each in ask(machine, "AntiVirusProduct"):
        name, state = word(each, "displayName"), number(each, "productState")
        if name is None:
            continue
        yield known("antivirus.product", name, "security centre", of=name)
        # Six hex digits: the middle pair begins with 1 when it is on; the last pair is 00 when its list is fresh.
        on = None if state is None else (state >> 12 & 0xF) == 1
        yield known("antivirus.on", on, "security centre", of=name)
        at = seconds(each.get("timestamp"))
        stale = state is not None and state & 0xFF != 0
        age = int((machine.now() - at) // _DAY) if stale and at is not None and at <= machine.now() else None
        yield known(
            "antivirus.signature-age", 0 if state is not None and not stale else age, "security centre", of=name
        )


def firewall(machine: Machine) -> Iterator[Said]:
    """Tell of each profile whether the firewall is on, and which profile is in use."""
    yield known("firewall.kind", "Windows", "registry")
    active: set[str] | None = None
    with suppress(Unread):
        found = [number(each, "NetworkCategory") for each in ask(machine, "MSFT_NetConnectionProfile")]
        active = {_CATEGORIES[each] for each in found if each in _CATEGORIES}
    for key, profile in _PROFILES.items():
        try:
            on = machine.registry(rf"{FIREWALL}\{key}", ("EnableFirewall",)).get("EnableFirewall")
        except Unread as reason:
            yield gap(reason.status, "firewall.on")
            continue
        yield known("firewall.on", on == 1 if isinstance(on, int) else None, "registry", of=profile)
        yield known("firewall.active", None if active is None else profile in active, "CIM", of=profile)


def encryption(machine: Machine) -> Iterator[Said]:
    """Tell of each drive what the shell shows as its lock; recovery keys are nowhere near this."""
    found = parsed(machine.run("encryption").out)
    drives = {name: state for name, state in found.items() if len(name) == 2} if isinstance(found, dict) else {}  # noqa: PLR2004
    if not drives:
        raise Unread("not-supported", "encryption")
    for name, state in sorted(drives.items()):
        plain = state if isinstance(state, int) and not isinstance(state, bool) else None
        yield known("encryption.state", None if plain is None else _LOCKS.get(plain), "shell", of=name)
        yield known("encryption.system", name.upper() == "C:", "shell", of=name)


def secure_boot(machine: Machine) -> Iterator[Said]:
    """Tell whether only signed systems start, and whether the certificates that end in 2026 have followers."""
    try:
        on = machine.registry(rf"{CONTROL}\SecureBoot\State", ("UEFISecureBootEnabled",)).get("UEFISecureBootEnabled")
        yield known("secureboot.on", on == 1 if isinstance(on, int) else None, "registry")
    except Unread as reason:
        yield gap(reason.status, "secureboot.on", words="It does not start by UEFI.")
    try:
        names = ("UEFICA2023Status", "WindowsUEFICA2023Capable")
        found = machine.registry(rf"{CONTROL}\SecureBoot\Servicing", names)
    except Unread as reason:
        yield gap(reason.status, "secureboot.certificates")
        return
    state = _CERTIFICATES.get(str(found.get("UEFICA2023Status", "")).lower().replace(" ", ""))
    capable = found.get("WindowsUEFICA2023Capable")
    started = "updated" if capable == 2 else "old" if capable == 0 else None  # noqa: PLR2004 - starts by the new one
    yield known("secureboot.certificates", state or started, "registry")


def chip(machine: Machine) -> Iterator[Said]:
    """Tell the version of the security chip by the name that firmware gives it; its own class asks for more rights."""
    places = [str(each.get("PNPDeviceID")).upper() for each in ask(machine, "Win32_PnPEntity")]
    found = next((version for sign, version in _CHIPS.items() if any(sign in place for place in places)), None)
    yield known("tpm.version", found, "CIM")


def lockdown(machine: Machine) -> Iterator[Said]:
    """Tell whether Windows asks before somebody administers, and whether it guards the memory of its kernel."""
    try:
        asks = machine.registry(rf"{WINDOWS}\Policies\System", ("EnableLUA",)).get("EnableLUA")
        yield known("lockdown.on", asks == 1 if isinstance(asks, int) else None, "registry", of="UAC")
    except Unread as reason:
        yield gap(reason.status, "lockdown.on")
    with suppress(Unread):
        running = listed(first(machine, "Win32_DeviceGuard"), "SecurityServicesRunning")
        # Off is how many computers come: told as a word, and so no reason for a finding.
        yield known("lockdown.kind", "on" if _INTEGRITY in running else "off", "CIM", of="memory integrity")


def hosts(machine: Machine) -> Iterator[Said]:
    """Tell how many names the hosts file overrides."""
    yield from overridden(machine, _HOSTS)


def certificates(machine: Machine) -> Iterator[Said]:
    """Tell how many root certificates stand apart from those that Windows keeps up to date: a number, never whose."""
    roots = set(machine.branch(ROOTS).keys)
    with suppress(Unread):
        roots -= set(machine.branch(AUTHROOTS).keys)
    yield known("certificates.added", len(roots), "registry")


def remote(machine: Machine) -> Iterator[Said]:
    """Tell which other remote-access programs are installed or run."""
    names = {name.lower() for root in (WINDOWS, WINDOWS_32, MY_WINDOWS) for name in _installed(machine, root)}

    def is_installed(product: Product) -> bool:
        return any(name.startswith(product.packages) for name in names)

    for product, installed, running in recognised(machine, REMOTE, is_installed):
        yield row("security.remote-tools", "registry, processes", product.name, installed, running)


def _installed(machine: Machine, root: str) -> Iterator[str]:
    with suppress(Unread):
        for each in machine.branch(rf"{root}\Uninstall").keys:
            with suppress(Unread):
                name = machine.registry(rf"{root}\Uninstall\{each}", ("DisplayName",)).get("DisplayName")
                if isinstance(name, str):
                    yield name


COLLECTORS = (
    Collector("security", "antivirus", antivirus, seconds=8.0, lane="commands"),
    Collector("security", "firewall", firewall, seconds=8.0, lane="commands"),
    Collector("security", "encryption", encryption, seconds=8.0, lane="slow"),
    Collector("security", "secure-boot", secure_boot),
    Collector("security", "security-chip", chip, seconds=8.0, lane="commands"),
    Collector("security", "lockdown", lockdown, seconds=8.0, lane="commands"),
    Collector("security", "hosts", hosts),
    Collector("security", "certificates", certificates),
    Collector("security", "remote-tools", remote, seconds=5.0),
    Collector("security", "listening", listening, seconds=4.0),
)
"""The collectors of this section."""
