"""1.1 The Mac: what its firmware says, whether it is virtual, how old it may be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import numbers, profile
from agent.report.told import Collector, Said, gap, known
from agent.report.values import word

_SETUP_DONE = "/var/db/.AppleSetupDone"
_CHASSIS = {"macbook": "laptop", "imac": "all-in-one", "mac mini": "mini PC", "mac studio": "mini PC",
            "mac pro": "tower"}  # fmt: skip


def maker(machine: Machine) -> Iterator[Said]:
    """Tell what it is, and its firmware."""
    found = next(iter(profile(machine, "SPHardwareDataType")), {})
    name, model = word(found, "machine_name"), word(found, "machine_model")
    yield known("machine.maker", "Apple" if model else None, "system_profiler")
    yield known("machine.model", model, "system_profiler")
    yield known("machine.family", name, "system_profiler")
    yield known("machine.sku", word(found, "model_number"), "system_profiler")
    kind = next((kind for sign, kind in _CHASSIS.items() if sign in (name or "").lower()), None)
    yield known("machine.chassis", kind, "system_profiler")
    yield known("machine.serial", word(found, "serial_number"), "system_profiler")
    yield known("machine.uuid", word(found, "platform_UUID"), "system_profiler")
    yield known("firmware.vendor", "Apple" if model else None, "system_profiler")
    yield known("firmware.version", word(found, "boot_rom_version"), "system_profiler")
    yield known("firmware.kind", "Apple" if "chip_type" in found else "UEFI" if model else None, "system_profiler")
    words = "A Mac does not tell this; its parts come from one maker."
    yield gap("not-supported", "machine.version", "machine.board-maker", "machine.board-model", "machine.board-version",
              "machine.board-serial", "machine.asset-tag", "firmware.date", words=words)  # fmt: skip
    yield gap("not-supported", "firmware.update", words="Firmware comes with the updates of macOS.")


def virtual(machine: Machine) -> Iterator[Said]:
    """Tell whether it is virtual, with each witness."""
    found = numbers(machine)
    below = {"1": True, "0": False}.get(found.get("kern.hv_vmm_present", ""))
    model = found.get("hw.model", "")
    named = next((name for sign, name in {"VirtualMac": "apple", "VMware": "vmware", "Parallels": "parallels"}.items()
                  if model.startswith(sign)), None)  # fmt: skip
    if below is not None:
        words = "runs under a hypervisor" if below else "no hypervisor"
        yield known("machine.virtual-evidence", words, "sysctl", of="processor")
    if named:
        yield known("machine.virtual-evidence", "model", "sysctl", of="model")
    told = None if below is None else "another" if below else "none"
    yield known("machine.virtual", named or told, "sysctl")


def age(machine: Machine) -> Iterator[Said]:
    """Tell since when it has been in use at least: when it was first set up."""
    at: str | None = None
    with suppress(Unread):
        at = moment(machine.changed(_SETUP_DONE), machine.now())
    yield known("machine.since", at, "first set-up" if at else "none")
    if at:
        yield known("machine.witness", at, "first set-up", of="system")


COLLECTORS = (
    Collector("machine", "maker", maker, seconds=8.0, lane="commands"),
    Collector("machine", "virtual", virtual, lane="commands"),
    Collector("machine", "age", age),
)
"""The collectors of this section."""
