"""1.8 Security on Linux: firewall, encryption, starting up, protection of the system, hosts file, certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from agent.report.hosts_file import overridden
from agent.report.linux.storage import by_path, devices, natural
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known

_VARIABLES = "/sys/firmware/efi/efivars"
_SECURE_BOOT = f"{_VARIABLES}/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
_ALLOWED = f"{_VARIABLES}/db-d719b2cb-3d3a-4596-a3bc-dad00e67656f"
_OF_2023 = (b"Windows UEFI CA 2023", b"Microsoft UEFI CA 2023", b"Microsoft Option ROM UEFI CA 2023")
_NAME_HEAD = 4  # bytes of attributes before an EFI variable's value
_FIREWALLD = ("org.fedoraproject.FirewallD1", "/org/fedoraproject/FirewallD1")
_ROOTS = ("/usr/local/share/ca-certificates", "/etc/pki/ca-trust/source/anchors")
_PARENTS_AT_MOST = 16


def firewall(machine: Machine) -> Iterator[Said]:
    """Tell which firewall is on: firewalld answers on the bus, ufw by its own setting."""
    with suppress(Unread):
        zone = machine.bus(*_FIREWALLD, "org.fedoraproject.FirewallD1", "getDefaultZone")
        yield known("firewall.kind", "firewalld", "firewalld")
        yield known("firewall.on", True, "firewalld", of=str(zone))
        yield known("firewall.active", True, "firewalld", of=str(zone))
        return
    found = re.search(r"^\s*ENABLED\s*=\s*[\"']?(\w+)", text_or_none(machine, "/etc/ufw/ufw.conf") or "", re.MULTILINE)
    if found is None:
        yield gap(
            "not-present", "firewall.kind", "firewall.on", words="No firewall program that can be asked was found."
        )
        return
    yield known("firewall.kind", "ufw", "ufw")
    yield known("firewall.on", found[1].lower() == "yes", "ufw", of="all networks")
    yield known("firewall.active", True, "ufw", of="all networks")


def encryption(machine: Machine) -> Iterator[Said]:
    """Tell of each mounted volume whether it lies on something encrypted: itself, or what it is made of."""
    listed = devices(machine)
    paths, by_name = by_path(listed), {natural(each): each for each in listed}
    seen: set[str] = set()
    for mounted in machine.count("disk_partitions"):
        device = paths.get(str(mounted["device"]))
        name = natural(device) if device else str(mounted["device"]).removeprefix("/dev/")
        if name in seen or not str(mounted["device"]).startswith("/dev/") or name.startswith("loop"):
            continue
        seen.add(name)
        state = None if device is None else "on" if _encrypted(device, by_name) else "off"
        yield known("encryption.state", state, "lsblk", of=name)
        yield known("encryption.system", mounted["mountpoint"] in {"/", "/home"}, "mounts", of=name)


def _encrypted(device: dict[str, Any], by_name: dict[str, dict[str, Any]]) -> bool:
    at: dict[str, Any] | None = device
    for _ in range(_PARENTS_AT_MOST):
        if at is None:
            return False
        if at.get("type") == "crypt":
            return True
        at = by_name.get(str(at.get("pkname")))
    return False


def secure_boot(machine: Machine) -> Iterator[Said]:
    """Tell whether only signed systems start, and whether the certificates that end in 2026 have followers."""
    if not names_or_none(machine, "/sys/firmware/efi"):
        yield gap("not-supported", "secureboot.on", words="It does not start by UEFI.")
        return
    try:
        value = machine.read(_SECURE_BOOT)
    except Unread as reason:
        yield gap(reason.status, "secureboot.on")
        return
    yield known("secureboot.on", value[_NAME_HEAD] == 1 if len(value) > _NAME_HEAD else None, "efivars")
    with suppress(Unread):
        held = machine.read(_ALLOWED)
        yield known(
            "secureboot.certificates", "updated" if any(each in held for each in _OF_2023) else "old", "efivars"
        )


def chip(machine: Machine) -> Iterator[Said]:
    """Tell the version of its security chip."""
    yield known("tpm.version", text_or_none(machine, "/sys/class/tpm/tpm0/tpm_version_major"), "sysfs")


def lockdown(machine: Machine) -> Iterator[Said]:
    """Tell whether AppArmor or SELinux holds programs to their rules."""
    armour = text_or_none(machine, "/sys/module/apparmor/parameters/enabled")
    linux = text_or_none(machine, "/sys/fs/selinux/enforce")
    if armour is None and linux is None:
        yield gap("not-present", "lockdown.on", words="This kernel has neither AppArmor nor SELinux.")
    if linux is not None:
        yield known("lockdown.on", linux == "1", "selinuxfs", of="SELinux")
    elif armour is not None:
        yield known("lockdown.on", armour == "Y", "sysfs", of="AppArmor")


def hosts(machine: Machine) -> Iterator[Said]:
    """Tell how many names the hosts file overrides."""
    yield from overridden(machine, "/etc/hosts")


def certificates(machine: Machine) -> Iterator[Said]:
    """Tell how many root certificates somebody added: a number, never whose."""
    folders = [each for each in _ROOTS if _there(machine, each)]
    files = [
        name for each in folders for name in names_or_none(machine, each) if name.endswith((".crt", ".pem", ".cer"))
    ]
    yield known("certificates.added", len(files) if folders else None, "folders")


def _there(machine: Machine, path: str) -> bool:
    try:
        machine.names(path)
    except Unread:
        return False
    return True


COLLECTORS = (
    Collector("security", "firewall", firewall, seconds=4.0),
    Collector("security", "encryption", encryption, lane="commands"),
    Collector("security", "secure-boot", secure_boot),
    Collector("security", "security-chip", chip),
    Collector("security", "lockdown", lockdown),
    Collector("security", "hosts", hosts),
    Collector("security", "certificates", certificates),
)
"""The collectors of this part of the section."""
