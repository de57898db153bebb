"""1.1 The machine on Windows: what its firmware told the registry and CIM, what tells of a virtual machine, its age."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import believed, day
from agent.report.machine import Machine, Unread
from agent.report.smbios import CHASSIS
from agent.report.told import Collector, Said, gap, known
from agent.report.values import flag, listed, word
from agent.report.windows.answers import date, first
from agent.report.windows.keys import CONTROL, SYSTEM

_BIOS = rf"{SYSTEM}\BIOS"
_OPEN = {
    "machine.maker": "SystemManufacturer", "machine.model": "SystemProductName", "machine.version": "SystemVersion",
    "machine.family": "SystemFamily", "machine.sku": "SystemSKU", "machine.board-maker": "BaseBoardManufacturer",
    "machine.board-model": "BaseBoardProduct", "machine.board-version": "BaseBoardVersion",
    "firmware.vendor": "BIOSVendor", "firmware.version": "BIOSVersion",
}  # fmt: skip
_MASKED = {
    "machine.serial": ("Win32_BIOS", "SerialNumber"), "machine.board-serial": ("Win32_BaseBoard", "SerialNumber"),
    "machine.asset-tag": ("Win32_SystemEnclosure", "SMBIOSAssetTag"),
    "machine.uuid": ("Win32_ComputerSystemProduct", "UUID"),
}  # fmt: skip
_KINDS = {1: "BIOS", 2: "UEFI"}

# What makers of virtual machines write as the maker or the model.
_VIRTUAL = {
    "vmware": "vmware", "virtualbox": "oracle", "innotek": "oracle", "qemu": "qemu", "kvm": "kvm", "xen": "xen",
    "virtual machine": "microsoft", "parallels": "parallels", "bochs": "bochs", "google compute": "google",
    "amazon ec2": "amazon",
}  # fmt: skip


def maker(machine: Machine) -> Iterator[Said]:
    """Tell who made it and its firmware: the registry keeps what the firmware said when it started."""
    found = machine.registry(_BIOS, (*_OPEN.values(), "BIOSReleaseDate"))
    for fact, name in _OPEN.items():
        value = found.get(name)
        yield known(fact, believed(value) if isinstance(value, str) else None, "registry")
    made = found.get("BIOSReleaseDate")
    yield known("firmware.date", day(str(made), "%m/%d/%Y", machine.now()) if made else None, "registry")
    kind = machine.registry(CONTROL, ("PEFirmwareType",)).get("PEFirmwareType")
    yield known("firmware.kind", _KINDS.get(kind) if isinstance(kind, int) else None, "registry")
    words = "Windows does not know of newer firmware before it installs it."
    yield gap("not-supported", "firmware.update", words=words)


def numbers(machine: Machine) -> Iterator[Said]:
    """Tell the numbers by which it is known to its maker, all masked, and what kind of computer it is."""
    for fact, (kind, name) in _MASKED.items():
        try:
            yield known(fact, word(first(machine, kind), name), "CIM")
        except Unread as reason:
            yield gap(reason.status, fact)
    types = [CHASSIS.get(each) for each in listed(first(machine, "Win32_SystemEnclosure"), "ChassisTypes")
             if isinstance(each, int)]  # fmt: skip
    yield known("machine.chassis", next((each for each in types if each), None), "CIM")


def virtual(machine: Machine) -> Iterator[Said]:
    """Tell whether it is virtual, with each witness; a hypervisor may be Windows' own, on bare metal too."""
    system = first(machine, "Win32_ComputerSystem")
    maker_words = f"{word(system, 'Manufacturer') or ''} {word(system, 'Model') or ''}".lower()
    named = next((name for sign, name in _VIRTUAL.items() if sign in maker_words), None)
    below = flag(system, "HypervisorPresent")
    yield known("machine.virtual", named or ("none" if system else None), "CIM")
    if named:
        yield known("machine.virtual-evidence", "maker and model", "CIM", of="model")
    if below is not None:
        words = "a hypervisor is present" if below else "no hypervisor"
        yield known("machine.virtual-evidence", words, "CIM", of="processor")


def age(machine: Machine) -> Iterator[Said]:
    """Tell every dated witness, and the oldest believable one."""
    dates: dict[str, str | None] = {}
    with suppress(Unread):
        made = machine.registry(_BIOS, ("BIOSReleaseDate",)).get("BIOSReleaseDate")
        dates["firmware"] = day(str(made), "%m/%d/%Y", machine.now())
    with suppress(Unread):
        dates["system"] = date(machine, first(machine, "Win32_OperatingSystem"), "InstallDate")
    witnesses = [(at, name) for name, at in dates.items() if at is not None]
    for at, name in witnesses:
        yield known("machine.witness", at, name, of=name)
    oldest = min(witnesses, default=(None, "none"))
    yield known("machine.since", oldest[0], oldest[1])


COLLECTORS = (
    Collector("machine", "maker", maker),
    Collector("machine", "numbers", numbers, seconds=8.0, lane="commands"),
    Collector("machine", "virtual", virtual, seconds=8.0, lane="commands"),
    Collector("machine", "age", age, seconds=8.0, lane="commands"),
)
"""The collectors of this section."""
