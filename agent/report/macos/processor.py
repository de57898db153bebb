"""1.2 Processor and memory on macOS: `sysctl`, psutil, the modules, the pressure, what limits its speed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import believed, whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import amount, below, digits, numbers, pairs, profile
from agent.report.macos.faults import report_names
from agent.report.memory import amounts as measured
from agent.report.told import Collector, Said, gap, known
from agent.report.values import word

_MEGA = 1_000_000
_LEVELS = frozenset({1, 2, 4})  # kVMPressureNormal, Warning, Critical (sys/event.h)
_LIMITS = ("CPU_Speed_Limit", "CPU_Scheduler_Limit")
_SLOT = re.compile(r"[\w /#().-]{1,40}")


def cpu(machine: Machine) -> Iterator[Said]:
    """Tell what it is, its cores and caches, and how fast it runs."""
    found = numbers(machine)
    yield known("cpu.model", believed(found.get("machdep.cpu.brand_string")), "sysctl")
    yield known("cpu.sockets", whole(found.get("hw.packages", ""), least=1), "sysctl")
    yield known("cpu.cores", whole(found.get("hw.physicalcpu", ""), least=1) or _counted(machine), "sysctl")
    yield known("cpu.threads", whole(found.get("hw.logicalcpu", ""), least=1) or _threads(machine), "sysctl")
    hertz = whole(found.get("hw.cpufrequency_max", ""), least=_MEGA)
    yield known("cpu.speed-max", hertz // _MEGA if hertz else None, "sysctl")
    signs = [whole(found.get(f"machdep.cpu.{each}", "")) for each in ("family", "model", "stepping")]
    plain = "family {} model {} stepping {}".format(*signs) if None not in signs else None
    yield known("cpu.stepping", plain, "sysctl")
    microcode = whole(found.get("machdep.cpu.microcode_version", ""), least=1)
    yield known("cpu.microcode", f"0x{microcode:x}" if microcode else None, "sysctl")
    yield known("cpu.virtualisation", {"1": True, "0": False}.get(found.get("kern.hv_support", "")), "sysctl")
    for name, level in (("hw.l2cachesize", "L2"), ("hw.l3cachesize", "L3"),
                        ("hw.perflevel0.l2cachesize", "L2 of the fastest cores"),
                        ("hw.perflevel1.l2cachesize", "L2 of the others")):  # fmt: skip
        size = whole(found.get(name, ""), least=1)
        if size is not None:
            yield known("cpu.cache", size, "sysctl", of=level)
    words = "macOS does not tell this."
    yield gap("not-supported", "cpu.speed-now", "cpu.level", "cpu.governor", "cpu.flaw", "cpu.throttled",
              "cpu.throttled-rising", "cpu.throttled-for", words=words)  # fmt: skip


def _counted(machine: Machine) -> int | None:
    with suppress(Unread):
        return whole(machine.count("cpu_count_physical"), least=1)
    return None


def _threads(machine: Machine) -> int | None:
    with suppress(Unread):
        return whole(machine.count("cpu_count"), least=1)
    return None


def limit(machine: Machine) -> Iterator[Said]:
    """Tell the limit that heat sets now; a Mac with a chip of Apple's says only that nothing was noted."""
    said = machine.run("heat").text
    found = pairs(said, "=")
    limits = [value for name in _LIMITS if (value := whole(found.get(name, ""), least=1)) is not None]
    if not limits:
        words = "macOS has noted no limit." if "No CPU power status" in said else ""
        yield gap("not-present", "cpu.limit", words=words)
        return
    yield known("cpu.limit", min(limits), "pmset")


def amounts(machine: Machine) -> Iterator[Said]:
    """Tell how much memory and swap there is and is in use."""
    yield from measured(machine)
    if whole(machine.count("swap_memory").get("total"), least=1) is not None:
        yield known("swap.kind", "file", "macOS", of="swap 1")
    yield gap("not-supported", "memory.commit-percent", words="macOS lends memory without such a limit.")


def modules(machine: Machine) -> Iterator[Said]:
    """Tell of each memory module what the firmware says; memory that is part of the chip has no modules."""
    found = profile(machine, "SPMemoryDataType")
    soldered = next((each for each in found if "SPMemoryDataType" in each), None)
    if soldered is not None:
        of = "built in"
        yield known("memory.module-size", amount(soldered.get("SPMemoryDataType")), "system_profiler", of)
        yield known("memory.module-type", word(soldered, "dimm_type"), "system_profiler", of)
        yield known("memory.module-maker", word(soldered, "dimm_manufacturer"), "system_profiler", of)
        words = "The memory is part of the processor; nothing can be put in."
        yield gap("not-supported", "memory.slots", "memory.slots-free", "memory.module-rated", "memory.module-running",
                  "memory.module-part", "memory.module-serial", "memory.capacity", words=words)  # fmt: skip
        return
    places = [each for each in below(found) if "dimm_size" in each]
    free = [each for each in places if str(each.get("dimm_status")) == "empty" or each.get("dimm_size") == "empty"]
    for at, each in enumerate(places, start=1):
        if each in free:
            continue
        named = word(each, "_name") or ""
        of = named if _SLOT.fullmatch(named) else f"slot {at}"
        yield known("memory.module-size", amount(each.get("dimm_size")), "system_profiler", of)
        yield known("memory.module-type", word(each, "dimm_type"), "system_profiler", of)
        yield known("memory.module-running", digits(each.get("dimm_speed")), "system_profiler", of)
        yield known("memory.module-maker", word(each, "dimm_manufacturer"), "system_profiler", of)
        yield known("memory.module-part", word(each, "dimm_part_number"), "system_profiler", of)
        yield known("memory.module-serial", word(each, "dimm_serial_number"), "system_profiler", of)
    yield known("memory.slots", len(places) or None, "system_profiler")
    yield known("memory.slots-free", len(free) if places else None, "system_profiler")
    yield gap("not-supported", "memory.module-rated", "memory.capacity")


def pressure(machine: Machine) -> Iterator[Said]:
    """Tell the kernel's own verdict about memory: 1 is well, 2 a warning, 4 critical."""
    level = whole(numbers(machine).get("kern.memorystatus_vm_pressure_level", ""))
    yield known("pressure.level", level if level in _LEVELS else None, "sysctl")
    words = "macOS tells one level instead."
    facts = [f"pressure.{each}" for each in ("memory-some", "memory-full", "cpu-some", "io-some", "io-full")]
    yield gap("not-supported", *facts, *(f"{each}-300" for each in facts), "pressure.paging", words=words)


def ended(machine: Machine) -> Iterator[Said]:
    """Tell how often programs were ended for want of memory in the last seven days, by the reports about it."""
    yield known("memory.oom-kills", len(report_names(machine, "JetsamEvent-")), "reports of crashes")
    yield gap("not-supported", "memory.errors-corrected", "memory.errors-uncorrected")


COLLECTORS = (
    Collector("processor", "cpu", cpu, lane="commands"),
    Collector("processor", "limit", limit, lane="commands"),
    Collector("processor", "memory", amounts),
    Collector("processor", "memory-modules", modules, seconds=8.0, lane="commands"),
    Collector("processor", "pressure", pressure, lane="commands"),
    Collector("processor", "memory-ended", ended),
)
"""The collectors of processor and memory."""
