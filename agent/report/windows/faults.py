"""1.9 Faults of the last seven days on Windows: the event log by numbers and fields, never by its translated words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath
from typing import Protocol

from agent.report.believe import moment, whole
from agent.report.grouped import Group, Groups
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known, row
from agent.report.windows.answers import ask, when
from agent.report.windows.events import Event, events
from agent.report.windows.scripts import APPLICATION_EVENTS, DISK_EVENTS, SERVICE_EVENTS, SYSTEM_EVENTS
from protocol.report.kinds import Status

_WEEK = 7 * 86_400
_SCM, _WER, _MANAGED_BY = "Service Control Manager", "Application Error", ".NET Runtime"
_STOP = re.compile(r"(0x[0-9a-fA-F]{8})\b")
_PROGRAM = re.compile(r"[\w .+()-]{1,100}")
_VERSION = re.compile(r"[\w.+-]{1,60}")
_CODE = re.compile(r"(?:0x)?([0-9a-fA-F]{8})")
_MANAGED = re.compile(r"Application: ([\w .+()-]{1,100})")
_NO_CODE = frozenset({"", "0", "0x0"})
_VOLUME_STATE = 98
_INSTALLED = 7045

# What class of the kernel's messages an event belongs to, as on Linux.
_CLASSES: dict[tuple[str, int], str] = {
    **{(provider, each): "disk" for provider in ("disk", "storahci", "stornvme") for each in DISK_EVENTS[provider]},
    **{(provider, each): "file system" for provider in ("Ntfs", "Microsoft-Windows-Ntfs") for each in (55,)},
    **{("volmgr", each): "hang" for each in (46, 161)},
    **{("Microsoft-Windows-WHEA-Logger", each): "hardware error" for each in (17, 18, 19, 20)},
    ("Microsoft-Windows-WHEA-Logger", 47): "memory", ("Display", 4101): "gpu",
    ("Microsoft-Windows-Kernel-PnP", 219): "firmware", ("Microsoft-Windows-Kernel-Processor-Power", 37): "heat",
    ("Microsoft-Windows-Resource-Exhaustion-Detector", 2004): "memory",
}  # fmt: skip
# What an event says, in our words: the log's own words are in the language of the system, and longer.
_WORDS: dict[tuple[str, int], str] = {
    ("disk", 7): "A block is bad", ("disk", 11): "The controller reported an error",
    ("disk", 51): "Paging met an error", ("disk", 153): "A request was tried again",
    ("disk", 157): "A disk was taken away", ("storahci", 129): "A disk was reset",
    ("stornvme", 129): "A disk was reset",
    ("Ntfs", 55): "The file system is damaged", ("Microsoft-Windows-Ntfs", 55): "The file system is damaged",
    ("volmgr", 46): "No dump could be made ready", ("volmgr", 161): "A dump could not be written",
    ("Display", 4101): "The graphics driver stopped and was started again",
    ("Microsoft-Windows-Kernel-PnP", 219): "A driver could not be loaded",
    ("Microsoft-Windows-Kernel-Processor-Power", 37): "Firmware limits the processor's speed",
    ("Microsoft-Windows-Resource-Exhaustion-Detector", 2004): "Memory was almost used up",
    (_SCM, 7000): "A service could not start", (_SCM, 7009): "A service did not connect in time",
    (_SCM, 7023): "A service ended with an error", (_SCM, 7031): "A service ended unexpectedly",
    (_SCM, 7034): "A service ended unexpectedly", ("Application Hang", 1002): "A program did not answer",
    (_WER, 1000): "A program crashed", (".NET Runtime", 1026): "A program crashed",
    ("Microsoft-Windows-WindowsUpdateClient", 20): "An update failed",
}  # fmt: skip


class Times(Protocol):
    """How often an event was written, of those whose fields pass."""

    def __call__(self, provider: str, number: int, **fields: Callable[[str], bool]) -> int:
        """Count them."""


def logged(machine: Machine, command: str, wanted: dict[str, tuple[int, ...]]) -> list[Event]:
    """
    Read the events of the last seven days that were asked for, the newest first.

    Raises:
        Unread: The log cannot be read.
    """
    ran = machine.run(command)
    if ran.code != 0 and not ran.out.strip():
        raise Unread("no-rights" if ran.code == 5 else "failed", "wevtutil")  # noqa: PLR2004 - ERROR_ACCESS_DENIED
    since = machine.now() - _WEEK
    return [
        each
        for each in events(ran.out)
        if each.number in wanted.get(each.provider, ())
        and each.at is not None
        and since < each.at <= machine.now() + 60
    ]


def counted(machine: Machine) -> Times:
    """
    Give a way to count events of the machine's own log.

    Raises:
        Unread: The log cannot be read.
    """
    found = logged(machine, "events-system", SYSTEM_EVENTS)

    def times(provider: str, number: int, **fields: Callable[[str], bool]) -> int:
        """Count."""
        return sum(
            each.provider == provider and each.number == number
            and all(test(each.value(name)) for name, test in fields.items())
            for each in found
        )  # fmt: skip

    return times


def kernel(machine: Machine) -> Iterator[Said]:
    """Tell what disks, memory, graphics and the like reported, by class."""
    found = logged(machine, "events-disks", DISK_EVENTS) + logged(machine, "events-system", SYSTEM_EVENTS)
    times = [each.at for each in found if each.at is not None]
    yield known("log.kind", "event log", "event log")
    oldest = min(times, default=machine.now() - _WEEK)
    yield known("log.from", moment(oldest, machine.now()), "event log")
    groups = Groups()
    for each in reversed(found):
        name = _class(each)
        if name is not None:
            groups.add(name, each.at, _sample(each))
    for name, group in groups.rows():
        yield row("faults.kernel", "event log", name, group.times, *_span(machine, group), group.sample)


def _class(event: Event) -> str | None:
    """Name the class of an event; number 98 of a file system tells of a healthy one too, by an action of 0."""
    if event.number == _VOLUME_STATE and event.value("CorruptionActionState") not in {"", "0"}:
        return "file system"
    return _CLASSES.get((event.provider, event.number))


def _span(machine: Machine, group: Group) -> tuple[str | None, str | None]:
    return moment(group.first, machine.now()), moment(group.last, machine.now())


def _sample(event: Event) -> str:
    """Say an event in our words, with the first thing that it names: a device, or a service."""
    words = _WORDS.get((event.provider, event.number), "An event")
    about = event.value("param1", "FailureName", "DriverName", "DeviceName", "AppName", "updateTitle", "0")
    if event.provider == _MANAGED_BY:  # its one field is a page with the program's own words and the stack
        named = _MANAGED.match(about)
        about = named[1] if named else ""
    return (
        f"{words}: {about} ({event.provider} {event.number})" if about else f"{words} ({event.provider} {event.number})"
    )


def occurred(machine: Machine) -> Iterator[Said]:
    """Tell errors of services, updates and programs, grouped by who wrote them and which number."""
    found: list[Event] = []
    refused: list[Status] = []
    for command, wanted in (("events-services", SERVICE_EVENTS), ("events-application", APPLICATION_EVENTS)):
        try:
            found += logged(machine, command, wanted)
        except Unread as reason:
            refused.append(reason.status)
    groups, codes = Groups(), dict[str, str]()
    for each in reversed(found):
        if each.number != _INSTALLED and each.provider != "MsiInstaller":
            name = f"{each.provider} {each.number}"
            groups.add(name, each.at, _sample(each))
            codes[name] = str(each.number)
    for name, group in groups.rows():
        provider, code = (name.rpartition(" ")[0], codes[name]) if name in codes else (name, None)
        first, last = _span(machine, group)
        yield row("faults.events", "event log", provider, code, group.times, first, last, group.sample)
    for status in refused:
        yield gap(status, words="A part of the event log could not be read.")


def crashes(machine: Machine) -> Iterator[Said]:
    """Tell which programs crashed: name, version, code and module; no dump is opened, no path is kept."""
    found: dict[tuple[str, str | None, str | None, str | None], tuple[int, float]] = {}
    for each in logged(machine, "events-application", APPLICATION_EVENTS):
        key = _crash(each)
        if key is not None:
            times, last = found.get(key, (0, 0.0))
            found[key] = times + 1, max(last, each.at or 0.0)
    for (program, version, code, module), (times, last) in sorted(found.items(), key=lambda item: -item[1][0]):
        yield row(
            "faults.crashes", "event log", program, version, times, moment(last, machine.now()), code, module, None
        )


def _crash(event: Event) -> tuple[str, str | None, str | None, str | None] | None:
    """Read who crashed, version, code, module: newer systems name the fields, older ones only place them."""
    if (event.provider, event.number) == (_WER, 1000):
        found = _CODE.fullmatch(event.value("ExceptionCode", "6"))
        program, module = _program(event.value("AppName", "0")), _program(event.value("ModuleName", "3"))
        code = f"0x{found[1].lower()}" if found else None
        return None if program is None else (program, _version(event.value("AppVersion", "1")), code, module)
    if (event.provider, event.number) == (_MANAGED_BY, 1026):
        named = _MANAGED.match(event.value("0"))
        return (named[1].strip(), None, None, None) if named else None
    return None


def _program(said: str) -> str | None:
    name = PureWindowsPath(said).name
    return name if _PROGRAM.fullmatch(name) else None


def _version(said: str) -> str | None:
    return said if _VERSION.fullmatch(said) else None


def stops(machine: Machine) -> Iterator[Said]:
    """Tell crashes of the system with their codes, and stops without a shutdown."""
    found = logged(machine, "events-system", SYSTEM_EVENTS)
    power = [each for each in found if (each.provider, each.number) == ("Microsoft-Windows-Kernel-Power", 41)]
    crashed = [code for each in power if (code := _stop_code(each.value("BugcheckCode")))]
    checks = [each for each in found if each.number == 1001]  # noqa: PLR2004 - BugCheck
    named = [found_code[1].lower() for each in checks if (found_code := _STOP.match(each.value("param1", "0")))]
    codes = list(dict.fromkeys((*named, *crashed)))
    yield known("crash.system", max(len(checks), len(crashed)), "event log")
    for code in codes:
        yield known("crash.system-code", code, "event log", of=code)
    yield known("crash.unclean", len(power) - len(crashed), "event log")
    yield gap("not-supported", "kernel.taint", "kernel.taint-words")


def _stop_code(said: str) -> str | None:
    """Read a stop code, which Kernel-Power writes as a decimal number; zero is a loss of power."""
    code = whole(said) if said not in _NO_CODE else None
    return f"0x{code:08x}" if code else None


def stability(machine: Machine) -> Iterator[Said]:
    """Tell Windows' own index of stability, 1 to 10, of its newest day; not every Windows keeps it."""
    found = [(at, each) for each in ask(machine, "Win32_ReliabilityStabilityMetrics")
             if (at := when(each, "EndMeasurementDate")) is not None]  # fmt: skip
    newest = max(found, key=lambda pair: pair[0], default=(0.0, {}))[1]
    index = newest.get("SystemStabilityIndex")
    tenths = round(index * 10) if isinstance(index, int | float) and not isinstance(index, bool) else None
    yield known("stability.index", tenths if tenths is not None and 0 <= tenths <= 100 else None, "CIM")  # noqa: PLR2004


COLLECTORS = (
    Collector("faults", "kernel", kernel, seconds=8.0, lane="slow"),
    Collector("faults", "events", occurred, seconds=8.0, lane="slow"),
    Collector("faults", "crashes", crashes, seconds=8.0, lane="slow"),
    Collector("faults", "stops", stops, seconds=8.0, lane="slow"),
    Collector("faults", "stability", stability, seconds=8.0, lane="slow"),
)
"""The collectors of this section."""
