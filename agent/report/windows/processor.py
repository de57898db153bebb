"""1.2 Processor and memory on Windows: registry, psutil, CIM's modules, its performance counters, the event log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import believed, whole
from agent.report.machine import Machine, Unread
from agent.report.memory import amounts
from agent.report.smbios import TYPES
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, flag, number, word
from agent.report.windows.answers import ask, first
from agent.report.windows.faults import counted
from agent.report.windows.keys import SYSTEM

_CPUS = rf"{SYSTEM}\CentralProcessor"
_SIGNS = re.compile(r"(\w+) Family (\d{1,4}) Model (\d{1,4}) Stepping (\d{1,4})")
_MEBI, _KIBI = 2**20, 2**10
_SYSTEM_MEMORY = 3  # SMBIOS 7.17.2


def cpu(machine: Machine) -> Iterator[Said]:
    """Tell what it is, and how fast it runs: the registry, then psutil."""
    found = machine.registry(rf"{_CPUS}\0", ("ProcessorNameString", "~MHz", "Update Revision"))
    name = found.get("ProcessorNameString")
    yield known("cpu.model", believed(name) if isinstance(name, str) else None, "registry")
    revision = found.get("Update Revision")
    yield known("cpu.microcode", _revision(revision) if isinstance(revision, bytes) else None, "registry")
    speed = found.get("~MHz")
    yield known("cpu.speed-max", whole(speed, least=1) if isinstance(speed, int) else None, "registry")
    yield known("cpu.cores", whole(machine.count("cpu_count_physical"), least=1), "psutil")
    yield known("cpu.threads", whole(machine.count("cpu_count"), least=1), "psutil")
    now = machine.count("cpu_freq") or {}
    yield known("cpu.speed-now", whole(now.get("current"), least=1), "psutil")
    words = "Windows tells this to administrators' own tools only."
    yield gap("not-supported", "cpu.flaw", "cpu.level", "cpu.governor", words=words)


def kinds(machine: Machine) -> Iterator[Said]:
    """Tell sockets, family, caches and whether it can run virtual machines, of CIM."""
    found = ask(machine, "Win32_Processor")
    yield known("cpu.sockets", len(found) or None, "CIM")
    one: Row = found[0] if found else {}
    signs = _SIGNS.search(word(one, "Caption") or "")
    yield known("cpu.stepping", f"family {signs[2]} model {signs[3]} stepping {signs[4]}" if signs else None, "CIM")
    yield known("cpu.virtualisation", flag(one, "VirtualizationFirmwareEnabled"), "CIM")
    for name, level in (("L2CacheSize", "L2"), ("L3CacheSize", "L3")):
        sizes = [size for each in found if (size := number(each, name, least=1)) is not None]
        if sizes:
            yield known("cpu.cache", sum(sizes) * _KIBI, "CIM", of=level)


def _revision(raw: bytes) -> str | None:
    """Read the number of the microcode: the upper half of eight bytes, the whole of four (AMD)."""
    read = int.from_bytes(raw[4:8] if len(raw) >= 8 else raw[:4], "little")  # noqa: PLR2004 - eight bytes
    return f"0x{read:x}" if read else None


def modules(machine: Machine) -> Iterator[Said]:
    """Tell of each memory module what the firmware says of it, and how many places there are."""
    seen: set[str] = set()
    for at, each in enumerate(ask(machine, "Win32_PhysicalMemory"), start=1):
        named = word(each, "DeviceLocator") or f"slot {at}"
        slot = named if named not in seen else f"{word(each, 'BankLabel') or named} {named} {at}"
        seen.add(slot)
        yield known("memory.module-size", number(each, "Capacity", least=1), "CIM", slot)
        yield known("memory.module-type", TYPES.get(number(each, "SMBIOSMemoryType") or 0), "CIM", slot)
        yield known("memory.module-rated", number(each, "Speed", least=1), "CIM", slot)
        yield known("memory.module-running", number(each, "ConfiguredClockSpeed", least=1), "CIM", slot)
        yield known("memory.module-maker", word(each, "Manufacturer"), "CIM", slot)
        yield known("memory.module-part", word(each, "PartNumber"), "CIM", slot)
        yield known("memory.module-serial", word(each, "SerialNumber"), "CIM", slot)
    arrays = [each for each in ask(machine, "Win32_PhysicalMemoryArray") if number(each, "Use") == _SYSTEM_MEMORY]
    places = sum(number(each, "MemoryDevices") or 0 for each in arrays)
    yield known("memory.slots", places or None, "CIM")
    yield known("memory.slots-free", max(places - len(seen), 0) if places else None, "CIM")
    most = sum(number(each, "MaxCapacityEx", least=1) or 0 for each in arrays)
    yield known("memory.capacity", most * _KIBI or None, "CIM")


def pressure(machine: Machine) -> Iterator[Said]:
    """Tell how much memory is promised, how much is paged, and whether heat or power limits the processor."""
    memory = first(machine, "Win32_PerfFormattedData_PerfOS_Memory")
    promised, limit = number(memory, "CommittedBytes"), number(memory, "CommitLimit", least=1)
    percent = round(promised * 100 / limit) if promised is not None and limit else None
    yield known("memory.commit-percent", percent, "performance counters")
    yield known("pressure.paging", number(memory, "PagesPersec"), "performance counters")
    yield known("memory.cached", number(memory, "CacheBytes"), "performance counters")
    every = ask(machine, "Win32_PerfFormattedData_Counters_ProcessorInformation")
    total = next((each for each in every if each.get("Name") == "_Total"), {})
    yield known("cpu.limit", number(total, "PercentPerformanceLimit", least=1), "performance counters")
    words = "Windows counts what programs wait for in another way."
    yield gap("not-supported", "pressure.memory-some", "pressure.memory-full", "pressure.cpu-some", "pressure.io-some",
              "pressure.io-full", "pressure.level", words=words)  # fmt: skip


def swap(machine: Machine) -> Iterator[Said]:
    """Tell that Windows swaps to files, if it does; never where they lie."""
    for at, each in enumerate(ask(machine, "Win32_PageFileUsage"), start=1):
        if number(each, "AllocatedBaseSize", least=1) is not None:
            yield known("swap.kind", "file", "CIM", of=f"swap {at}")


def logged(machine: Machine) -> Iterator[Said]:
    """Tell from the log of seven days: memory errors, programs ended for want of memory, slowing by firmware."""
    facts = ("memory.errors-corrected", "memory.errors-uncorrected", "memory.oom-kills", "cpu.throttled")
    try:
        times = counted(machine)
    except Unread as reason:
        yield gap(reason.status, *facts)
        return
    whea = "Microsoft-Windows-WHEA-Logger"
    yield known("memory.errors-corrected", times(whea, 47), "event log")
    yield gap("not-supported", "memory.errors-uncorrected", words="Such an error stops Windows; it is told as a crash.")
    yield known("memory.oom-kills", times("Microsoft-Windows-Resource-Exhaustion-Detector", 2004), "event log")
    yield known("cpu.throttled", times("Microsoft-Windows-Kernel-Processor-Power", 37), "event log")
    yield gap("not-supported", "cpu.throttled-rising", "cpu.throttled-for")


COLLECTORS = (
    Collector("processor", "cpu", cpu),
    Collector("processor", "kind", kinds, seconds=8.0, lane="commands"),
    Collector("processor", "memory", amounts),
    Collector("processor", "memory-modules", modules, seconds=8.0, lane="commands"),
    Collector("processor", "pressure", pressure, seconds=8.0, lane="commands"),
    Collector("processor", "swap", swap, seconds=8.0, lane="commands"),
    Collector("processor", "log", logged, seconds=8.0, lane="slow"),
)
"""The collectors of processor and memory."""
