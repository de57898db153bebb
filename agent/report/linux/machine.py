"""1.1 The machine on Linux: DMI below /sys, the device tree on ARM, what tells of a virtual machine, its age."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.report.believe import believed, day, moment
from agent.report.machine import Machine, Unread, names_or_none, text, text_or_none
from agent.report.smbios import CHASSIS
from agent.report.told import Collector, Raw, Said, gap, known

DMI = "/sys/class/dmi/id"
_TREE = "/proc/device-tree"

_OPEN = {
    "machine.maker": "sys_vendor",
    "machine.model": "product_name",
    "machine.version": "product_version",
    "machine.family": "product_family",
    "machine.sku": "product_sku",
    "machine.board-maker": "board_vendor",
    "machine.board-model": "board_name",
    "machine.board-version": "board_version",
    "firmware.vendor": "bios_vendor",
    "firmware.version": "bios_version",
}
_MASKED = {
    "machine.serial": "product_serial",
    "machine.board-serial": "board_serial",
    "machine.asset-tag": "chassis_asset_tag",
    "machine.uuid": "product_uuid",
}


def maker(machine: Machine) -> Iterator[Said]:
    """Tell who made it, its numbers, its firmware."""
    if not names_or_none(machine, DMI):
        yield from _tree(machine)
        words = "This computer has no table of its maker (DMI), as many virtual machines have none."
        yield gap("not-present", *_OPEN, *_MASKED, "machine.chassis", "firmware.date", words=words)
        return
    for fact, file in (*_OPEN.items(), *_MASKED.items()):
        yield read_fact(machine, fact, f"{DMI}/{file}", "dmi", believed)
    yield read_fact(machine, "machine.chassis", f"{DMI}/chassis_type", "dmi", _chassis)
    yield read_fact(
        machine, "firmware.date", f"{DMI}/bios_date", "dmi", lambda raw: day(raw, "%m/%d/%Y", machine.now())
    )


def _tree(machine: Machine) -> Iterator[Said]:
    """Tell what an ARM board's device tree says; most of them have no DMI."""
    model = believed(text_or_none(machine, f"{_TREE}/model"))
    if model:
        yield known("machine.model", model, "device tree")
    serial = believed(text_or_none(machine, f"{_TREE}/serial-number"))
    if serial:
        yield known("machine.serial", serial, "device tree")


def firmware(machine: Machine) -> Iterator[Said]:
    """Tell how it starts: UEFI leaves its folder, a BIOS leaves none; without DMI neither is certain."""
    if names_or_none(machine, "/sys/firmware/efi"):
        yield known("firmware.kind", "UEFI", "sysfs")
    elif names_or_none(machine, DMI):
        yield known("firmware.kind", "BIOS", "sysfs")
    else:
        yield gap("not-present", "firmware.kind")


def virtual(machine: Machine) -> Iterator[Said]:
    """Tell whether it is virtual, and list every witness: they disagree."""
    witnesses = dict(_witnesses(machine))
    named = [name for name in (witnesses.get("systemd"), witnesses.get("container")) if name and name != "none"]
    seen = [value for name, value in witnesses.items() if name not in {"systemd", "container"}]
    yield known(
        "machine.virtual", " in ".join(reversed(named)) or ("yes" if seen else "none"), "systemd-detect-virt, sysfs"
    )
    for name, value in witnesses.items():
        yield known("machine.virtual-evidence", value, name, of=name)


def _witnesses(machine: Machine) -> Iterator[tuple[str, str]]:
    for name, command in (("systemd", "virtual"), ("container", "container")):
        try:
            yield name, machine.run(command).text.strip() or "none"
        except Unread:
            continue
    if " hypervisor" in (text_or_none(machine, "/proc/cpuinfo") or ""):
        yield "processor", "flag hypervisor"
    if names_or_none(machine, "/sys/bus/virtio/devices"):
        yield "virtio", "devices on the virtio bus"
    for path in ("/.dockerenv", "/run/.containerenv"):
        if _is_there(machine, path):
            yield path.rpartition("/")[2].strip("."), "file of a container"


def age(machine: Machine) -> Iterator[Said]:
    """Tell every dated witness, and the oldest believable one."""
    witnesses: list[tuple[str, str]] = []
    dates = {
        "firmware": day(text_or_none(machine, f"{DMI}/bios_date"), "%m/%d/%Y", machine.now()),
        "system": _born(machine),
    }
    for name, at in dates.items():
        if at is not None:
            witnesses.append((at, name))
            yield known("machine.witness", at, name, of=name)
    oldest = min(witnesses, default=(None, ""))
    yield known("machine.since", oldest[0], oldest[1] or "none")


def _born(machine: Machine) -> str | None:
    """Give the day the root file system was made: about when the system was installed."""
    try:
        born = machine.run("root-birth").text.strip()
    except Unread:
        return None
    return moment(float(born), machine.now()) if born.isdigit() else None


def _is_there(machine: Machine, path: str) -> bool:
    try:
        machine.changed(path)
    except Unread:
        return False
    return True


def _chassis(raw: str) -> str | None:
    return CHASSIS.get(int(raw)) if raw.isdigit() else None


def read_fact(machine: Machine, fact: str, path: str, source: str, read: Callable[[str], Raw]) -> Said:
    """Say a fact from one small file; a missing or forbidden file is a gap with its reason."""
    try:
        return known(fact, read(text(machine, path)), source)
    except Unread as reason:
        return gap(reason.status, fact)


COLLECTORS = (
    Collector("machine", "maker", maker),
    Collector("machine", "firmware", firmware),
    Collector("machine", "virtual", virtual, seconds=3.0, lane="commands"),
    Collector("machine", "age", age, lane="commands"),
)
"""The collectors of this section."""
