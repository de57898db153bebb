"""1.2 The processor on Linux: /proc/cpuinfo, psutil, the kernel's own list of flaws, and how often heat slowed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from agent.report.believe import believed, whole
from agent.report.machine import Machine, Unread, names_or_none, text, text_or_none
from agent.report.told import Collector, Said, gap, known

_CPUS = "/sys/devices/system/cpu"
_FLAWS = f"{_CPUS}/vulnerabilities"
_SAMPLE_SECONDS = 1.0


def cpu(machine: Machine) -> Iterator[Said]:
    """Tell what it is, and how fast it runs."""
    words = _words(text_or_none(machine, "/proc/cpuinfo") or "")
    model = believed(words.get("model name") or words.get("cpu model") or words.get("cpu"))
    yield known("cpu.model", model, "/proc/cpuinfo")
    yield known("cpu.microcode", believed(words.get("microcode")), "/proc/cpuinfo")
    packages = {package for package, _ in _places(machine).values() if package is not None}
    yield known("cpu.sockets", len(packages) or None, "sysfs")
    yield known("cpu.cores", _number(machine, "cpu_count_physical"), "psutil")
    yield known("cpu.threads", _number(machine, "cpu_count"), "psutil")
    try:
        speed = machine.count("cpu_freq") or {}
    except Unread as reason:
        yield gap(reason.status, "cpu.speed-now", "cpu.speed-max")
        return
    yield known("cpu.speed-now", whole(speed.get("current"), least=1), "psutil")
    yield known("cpu.speed-max", whole(speed.get("max"), least=1), "psutil")


def flaws(machine: Machine) -> Iterator[Said]:
    """Tell of each flaw that the kernel knows whether it is there and what is done about it."""
    names = machine.names(_FLAWS)
    for name in names:
        try:
            yield known("cpu.flaw", text(machine, f"{_FLAWS}/{name}") or None, "kernel", of=name)
        except Unread as reason:
            yield gap(reason.status, "cpu.flaw")


def throttled(machine: Machine) -> Iterator[Said]:
    """Tell how often and how long heat slowed it since it started, and whether it does so now: two looks."""
    before = _throttles(machine)
    if before is None:
        words = "This processor does not count how often heat slowed it down."
        yield gap("not-present", "cpu.throttled", "cpu.throttled-rising", "cpu.throttled-for", words=words)
        return
    machine.wait(_SAMPLE_SECONDS)
    times, lasted = _throttles(machine) or before
    yield known("cpu.throttled", times, "kernel")
    yield known("cpu.throttled-for", lasted, "kernel")
    yield known("cpu.throttled-rising", times > before[0], "kernel")


def _throttles(machine: Machine) -> tuple[int, int | None] | None:
    """Add up times and milliseconds: threads of a core share its counter, cores of a package share the package's."""
    times: dict[tuple[str, ...], int] = {}
    lasted: dict[tuple[str, ...], int] = {}
    for name, (package, core) in _places(machine).items():
        folder = f"{_CPUS}/{name}/thermal_throttle"
        for kind, place in (("core", (package or "", core or name)), ("package", (package or "",))):
            count = whole(text_or_none(machine, f"{folder}/{kind}_throttle_count"))
            if count is not None:
                times[place] = max(count, times.get(place, 0))
            took = whole(text_or_none(machine, f"{folder}/{kind}_throttle_total_time_ms"))
            if took is not None:
                lasted[place] = max(took, lasted.get(place, 0))
    return (sum(times.values()), sum(lasted.values()) if lasted else None) if times else None


def _places(machine: Machine) -> dict[str, tuple[str | None, str | None]]:
    """Give the package and the core of each thread that is switched on."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for name in names_or_none(machine, _CPUS):
        if not name.removeprefix("cpu").isdigit():
            continue
        topology = f"{_CPUS}/{name}/topology"
        package = text_or_none(machine, f"{topology}/physical_package_id")
        found[name] = package, text_or_none(machine, f"{topology}/core_id")
    return found


def _words(info: str) -> dict[str, str]:
    """Read the lines of the first processor; ARM writes its board's lines after an empty one."""
    found: dict[str, str] = {}
    for line in info.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _number(machine: Machine, what: Literal["cpu_count", "cpu_count_physical"]) -> int | None:
    try:
        return whole(machine.count(what), least=1)
    except Unread:
        return None


COLLECTORS = (
    Collector("processor", "throttled", throttled, seconds=3.0, lane="sample"),
    Collector("processor", "cpu", cpu),
    Collector("processor", "flaws", flaws),
)
"""The collectors of the processor."""
