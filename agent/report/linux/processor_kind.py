"""1.2 What kind of processor on Linux: family and stepping, what programs it can run, caches, who sets its speed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.machine import Machine, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known

_CPUS = "/sys/devices/system/cpu"
# System V ABI for AMD64, table 3.1: what each level of the instruction set asks for, by the kernel's names.
_LEVELS = (
    ("x86-64-v1", "cmov cx8 fpu fxsr mmx syscall sse sse2"),
    ("x86-64-v2", "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"),
    ("x86-64-v3", "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"),
    ("x86-64-v4", "avx512f avx512bw avx512cd avx512dq avx512vl"),
)
_SIZE = re.compile(r"(\d{1,9})K")
_WORD = re.compile(r"[a-z_]{1,30}")
_PLACES = {"Data": "d", "Instruction": "i", "Unified": ""}


def kind(machine: Machine) -> Iterator[Said]:
    """Tell family, model and stepping; the level of its instructions; whether it runs virtual machines."""
    words: dict[str, str] = {}
    for line in (text_or_none(machine, "/proc/cpuinfo") or "").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            words.setdefault(name.strip(), value.strip())
    numbers = [words.get(each, "") for each in ("cpu family", "model", "stepping")]
    yield known("cpu.stepping", "-".join(numbers) if all(each.isdigit() for each in numbers) else None, "/proc/cpuinfo")
    flags = frozenset(words.get("flags", "").split())
    if not flags:
        yield gap(
            "not-supported", "cpu.level", "cpu.virtualisation", words="This kind of processor has no such levels."
        )
        return
    reached = [name for at, (name, _) in enumerate(_LEVELS) if all(_has(flags, each) for _, each in _LEVELS[: at + 1])]
    yield known("cpu.level", reached[-1] if reached else None, "/proc/cpuinfo")
    yield known("cpu.virtualisation", bool(flags & {"vmx", "svm"}), "/proc/cpuinfo")


def _has(flags: frozenset[str], wanted: str) -> bool:
    return flags >= frozenset(wanted.split())


def caches(machine: Machine) -> Iterator[Said]:
    """Tell the caches by level; those that several threads share count once."""
    held: dict[str, dict[str, int]] = {}
    for thread in (each for each in names_or_none(machine, _CPUS) if re.fullmatch(r"cpu\d{1,4}", each)):
        for index in names_or_none(machine, f"{_CPUS}/{thread}/cache"):
            level, sort, size, shared = (
                text_or_none(machine, f"{_CPUS}/{thread}/cache/{index}/{file}") or ""
                for file in ("level", "type", "size", "shared_cpu_list")
            )
            found = _SIZE.fullmatch(size)
            if found and level.isdigit() and sort in _PLACES:
                held.setdefault(f"L{level}{_PLACES[sort]}", {})[shared or thread] = int(found[1]) * 1024
    for name, parts in sorted(held.items()):
        yield known("cpu.cache", sum(parts.values()), "sysfs", name)
    if not held:
        yield gap("not-present", "cpu.cache")


def governor(machine: Machine) -> Iterator[Said]:
    """Tell by which rule its speed is chosen; a virtual machine does not choose."""
    said = text_or_none(machine, f"{_CPUS}/cpu0/cpufreq/scaling_governor")
    if said is None or not _WORD.fullmatch(said):
        yield gap("not-present", "cpu.governor", words="This system does not choose the speed of its processor.")
        return
    yield known("cpu.governor", said, "sysfs")


COLLECTORS = (
    Collector("processor", "kind", kind),
    Collector("processor", "caches", caches),
    Collector("processor", "governor", governor),
)
"""The collectors of what the processor is."""
