"""1.8 Security on macOS: antivirus, firewall, FileVault, starting up, SIP and Gatekeeper, hosts file, certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.hosts_file import overridden
from agent.report.listening import listening
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import answered, profile
from agent.report.macos.programs_known import ANTIVIRUS, REMOTE
from agent.report.macos.software import applications
from agent.report.products import Product, recognised
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import flag, rows

_BUNDLE = "/Library/Apple/System/Library/CoreServices/XProtect.bundle/Contents/Info.plist"
_OWN_FIREWALL = "macOS"
_WALLS = {"spfirewall_globalstate_allow_all": False, "spfirewall_globalstate_limit_connections": True,
          "spfirewall_globalstate_block_all": True}  # fmt: skip
_STATE = re.compile(r"State = (\d)")
# Apple's words for how strictly it starts; the last two start what nobody signed.
_STARTS = {"full security": True, "reduced security": True, "medium security": True, "permissive security": False,
           "no security": False}  # fmt: skip
_LOCKS = (("FileVault is On", "on"), ("FileVault is Off", "off"), ("Encryption in progress", "being encrypted"),
          ("Decryption in progress", "being decrypted"))  # fmt: skip
_TRUSTED = re.compile(r"Number of trusted certs = (\d{1,5})")
_NONE_TRUSTED = "No Trust Settings were found"
_DEVICE = re.compile(r"disk\d{1,3}s\d{1,3}")


def antivirus(machine: Machine) -> Iterator[Said]:
    """Tell which antivirus is there: macOS brings one along; others by their programs and processes."""
    with suppress(Unread):
        machine.changed(_BUNDLE)
        yield known("antivirus.product", "XProtect", "macOS", of="XProtect")
        yield known("antivirus.on", True, "macOS", of="XProtect")
    for product, _, running in _found(machine, ANTIVIRUS):
        yield known("antivirus.product", product.name, "programs, processes", of=product.name)
        yield known("antivirus.on", running, "processes", of=product.name)
    yield gap("not-supported", "antivirus.signature-age", words="The lists do not tell their age to others.")


def remote(machine: Machine) -> Iterator[Said]:
    """Tell which other remote-access programs are installed or run."""
    for product, installed, running in _found(machine, REMOTE):
        yield row("security.remote-tools", "programs, processes", product.name, installed, running)


def _found(machine: Machine, products: tuple[Product, ...]) -> Iterator[tuple[Product, bool | None, bool]]:
    names: list[str] | None = None
    with suppress(Unread):
        names = [each.lower() for each in applications(machine)]

    def is_installed(product: Product) -> bool | None:
        return None if names is None else any(name.startswith(product.packages) for name in names)

    return recognised(machine, products, is_installed)


def firewall(machine: Machine) -> Iterator[Said]:
    """Tell whether the firewall is on."""
    yield known("firewall.kind", _OWN_FIREWALL, "macOS")
    on: bool | None = None
    with suppress(Unread):
        found = next(iter(profile(machine, "SPFirewallDataType")), {})
        on = _WALLS.get(str(found.get("spfirewall_globalstate")))
    if on is None:
        state = _STATE.search(machine.run("firewall").text)
        on = state[1] != "0" if state else None
    yield known("firewall.on", on, "system_profiler", of=_OWN_FIREWALL)
    yield known("firewall.active", True, "macOS", of=_OWN_FIREWALL)


def encryption(machine: Machine) -> Iterator[Said]:
    """Tell whether the volume with the system and its data is encrypted, and of others what they say."""
    said = machine.run("encryption").text
    yield known("encryption.state", next((word for words, word in _LOCKS if words in said), None), "fdesetup", of="/")
    yield known("encryption.system", True, "fdesetup", of="/")
    with suppress(Unread):
        for container in rows(answered(machine, "containers").get("Containers")):
            for each in rows(container.get("Volumes")):
                of, locked = str(each.get("DeviceIdentifier")), flag(each, "FileVault")
                if not each.get("Roles") and locked is not None and _DEVICE.fullmatch(of):
                    yield known("encryption.state", "on" if locked else "off", "diskutil", of=of)
                    yield known("encryption.system", False, "diskutil", of=of)


def starting(machine: Machine) -> Iterator[Said]:
    """Tell whether only signed systems start; other languages have other words, which are not guessed at."""
    found = next(iter(profile(machine, "SPiBridgeDataType")), {})
    on = _STARTS.get(str(found.get("ibridge_secure_boot")).lower())
    yield known("secureboot.on", on, "system_profiler")
    yield gap("not-supported", "secureboot.certificates", words="Macs start by Apple's own certificates.")
    yield gap("not-supported", "tpm.version", words="Macs have a chip of Apple's in its place.")


def lockdown(machine: Machine) -> Iterator[Said]:
    """Tell whether the system protects itself (SIP), and whether unknown programs are stopped (Gatekeeper)."""
    for of, command, on, off in (
        ("SIP", "integrity", "status: enabled", "status: disabled"),
        ("Gatekeeper", "gatekeeper", "assessments enabled", "assessments disabled"),
    ):
        try:
            said = machine.run(command).text
        except Unread as reason:
            yield gap(reason.status, "lockdown.on")
            continue
        yield known("lockdown.on", True if on in said else False if off in said else None, command, of=of)
    yield gap("not-supported", "lockdown.kind")


def hosts(machine: Machine) -> Iterator[Said]:
    """Tell how many names the hosts file overrides."""
    yield from overridden(machine, "/etc/hosts")


def certificates(machine: Machine) -> Iterator[Said]:
    """Tell how many certificates an administrator made trusted: a number, never whose."""
    said = machine.run("trust").text
    found = _TRUSTED.search(said)
    number = int(found[1]) if found else 0 if _NONE_TRUSTED in said else None
    yield known("certificates.added", number, "security")


COLLECTORS = (
    Collector("security", "antivirus", antivirus, seconds=5.0),
    Collector("security", "firewall", firewall, seconds=8.0, lane="commands"),
    Collector("security", "encryption", encryption, seconds=8.0, lane="commands"),
    Collector("security", "secure-boot", starting, seconds=8.0, lane="commands"),
    Collector("security", "lockdown", lockdown, seconds=8.0, lane="commands"),
    Collector("security", "hosts", hosts),
    Collector("security", "certificates", certificates, seconds=5.0, lane="commands"),
    Collector("security", "remote-tools", remote, seconds=5.0),
    Collector("security", "listening", listening, seconds=4.0),
)
"""The collectors of this section."""
