"""1.9 Faults of the last seven days on Linux: the journal, else the kernel's own buffer, grouped first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment, whole
from agent.report.grouped import Groups
from agent.report.linux.journal import entries, parsed, words
from agent.report.linux.kernel_log import kernel_class
from agent.report.linux.system import clean_boots, past_boots
from agent.report.machine import Machine, Unread, names_or_none, text
from agent.report.told import Collector, Said, gap, known, row

_WEEK = 7 * 86_400
_MICRO = 1e6
_TAINTS = (
    "proprietary module", "module forced in", "wrong kernel for processor", "module forced out", "machine check",
    "bad page", "requested by user", "kernel died", "ACPI table replaced", "warning issued", "staging driver",
    "firmware workaround", "module from elsewhere", "unsigned module", "soft lockup", "live patch", "auxiliary",
    "structure randomised", "test",
)  # fmt: skip
"""What each bit of the taint means (kernel documentation, tainted-kernels)."""
_PROGRAM = re.compile(r"/(?:[^/]{1,255}/){0,30}([\w.+-]{1,100})")
"""A program's path. Half of anything else must not be told: redaction knows a secret by all of it."""
_CRASH_FILE = re.compile(r"(\w[\w.+-]{0,120})\.\d{1,10}\.(?:crash|uploaded)")


_Line = tuple[float | None, str]


def kernel(machine: Machine) -> Iterator[Said]:
    """Tell the kernel's messages by class: from the journal, which remembers, else from the kernel's own buffer."""
    kind, lines = _kernel_lines(machine)
    times = [at for at, _ in lines if at is not None]
    yield known("log.kind", kind, kind)
    yield known("log.from", moment(min(times), machine.now()) if times else None, kind)
    groups = Groups()
    for at, message in lines:
        name = kernel_class(message)
        if name is not None and (at is None or at > machine.now() - _WEEK):
            groups.add(name, at, message)
    for name, each in groups.rows():
        first, last = _when(machine, each.first), _when(machine, each.last)
        yield row("faults.kernel", kind, name, each.times, first, last, each.sample)


def _kernel_lines(machine: Machine) -> tuple[str, list[_Line]]:
    with suppress(Unread):  # no journal: the buffer is the second way, and its reason is the one that is told
        lines = list(_journal(machine.run("kernel-journal").text))
        if lines:
            return "journal", lines
    ran = machine.run("kernel-ring")
    if ran.code != 0 and not ran.out:
        raise Unread("no-rights", "kernel log")
    found = parsed(ran.text)
    held = found.get("dmesg") if isinstance(found, dict) else None
    if not isinstance(held, list):
        raise Unread("failed", "kernel log")
    booted = float(machine.count("boot_time"))
    return "kernel buffer", [
        (booted + each["time"] if isinstance(each.get("time"), int | float) else None, words(each.get("msg")))
        for each in held[:20_000]
        if isinstance(each, dict)
    ]


def _journal(said: str) -> Iterator[_Line]:
    for each in entries(said):
        micro = whole(each.get("__REALTIME_TIMESTAMP"), least=1)
        yield (None if micro is None else micro / _MICRO), words(each.get("MESSAGE"))


def events(machine: Machine) -> Iterator[Said]:
    """Tell errors of services and programs, grouped by who wrote them."""
    ran = machine.run("error-journal")
    if ran.code != 0 and not ran.out:
        yield gap("not-present" if machine.elevated else "no-rights", words="No journal that this account may read.")
        return
    groups = Groups()
    for each in entries(ran.text):
        if each.get("_TRANSPORT") != "kernel":
            micro = whole(each.get("__REALTIME_TIMESTAMP"), least=1)
            name = words(each.get("_SYSTEMD_UNIT")) or words(each.get("SYSLOG_IDENTIFIER")) or "unnamed"
            groups.add(name, None if micro is None else micro / _MICRO, words(each.get("MESSAGE")))
    if not groups.held and not any(entries(machine.run("boots").text)):
        yield gap("not-present", words="This computer keeps no journal.")
    for name, group in groups.rows():
        first, last = _when(machine, group.first), _when(machine, group.last)
        yield row("faults.events", "journal", name, None, group.times, first, last, group.sample)


def crashes(machine: Machine) -> Iterator[Said]:
    """Tell which programs crashed: by name, signal and size; nobody opens a dump or reads how it was called."""
    told = False
    groups: _Crashes = {}
    with suppress(Unread):
        for each in entries(machine.run("dumps").text):
            told = True
            micro = whole(each.get("time"), least=1) or 0
            found = _PROGRAM.fullmatch(words(each.get("exe")))
            name = found[1] if found else "unnamed"
            signal = whole(each.get("sig"), least=1)
            size = whole(each.get("size"), least=1)
            _count(groups, name, f"signal {signal}" if signal else "", micro / _MICRO, size)
    for file in names_or_none(machine, "/var/crash"):
        found, at = _CRASH_FILE.fullmatch(file), 0.0
        with suppress(Unread):
            at = machine.changed(f"/var/crash/{file}")
        if found and at > machine.now() - _WEEK:
            told = True
            _count(groups, found[1].rpartition("_")[2], "", at, None)
    if not told:
        yield gap("not-present", words="Nothing on this computer keeps crashes, or nothing crashed.")
    for (name, code), (times, last, size) in sorted(groups.items(), key=lambda each: -each[1][0]):
        at_last = moment(last, machine.now())
        yield row("faults.crashes", "coredumpctl, crash folder", name, None, times, at_last, code or None, None, size)


_Crashes = dict[tuple[str, str], tuple[int, float, int | None]]


def _count(groups: _Crashes, name: str, code: str, at: float, size: int | None) -> None:
    times, last, most = groups.get((name, code), (0, 0.0, None))
    groups[name, code] = (times + 1, max(last, at), size if most is None else max(most, size or 0))


def stops(machine: Machine) -> Iterator[Said]:
    """Tell how often the computer crashed, or went off without a word, in the last seven days."""
    since = machine.now() - _WEEK
    try:
        kept = [name for name in machine.names("/sys/fs/pstore") if name.startswith("dmesg-")]
        late = [name for name in kept if machine.changed(f"/sys/fs/pstore/{name}") > since]
        yield known("crash.system", len(late), "pstore")
    except Unread as reason:
        yield gap(reason.status, "crash.system")
    boots = past_boots(machine)
    if not boots:
        yield gap("not-present", "crash.unclean", words="No journal remembers the starts before this one.")
        return
    clean = clean_boots(machine)
    yield known("crash.unclean", sum(at > since and boot not in clean for boot, at in boots), "journal")


def taint(machine: Machine) -> Iterator[Said]:
    """Tell what the kernel holds against itself, bit by bit."""
    bits = whole(text(machine, "/proc/sys/kernel/tainted"))
    yield known("kernel.taint", bits, "procfs")
    for at, meaning in enumerate(_TAINTS):
        if bits is not None and bits >> at & 1:
            yield known("kernel.taint-words", meaning, "procfs", of=meaning)


def _when(machine: Machine, at: float | None) -> str | None:
    return moment(at, machine.now())


COLLECTORS = (
    Collector("faults", "kernel", kernel, seconds=8.0, lane="slow"),
    Collector("faults", "events", events, seconds=8.0, lane="slow"),
    Collector("faults", "crashes", crashes, seconds=5.0, lane="commands"),
    Collector("faults", "stops", stops, seconds=8.0, lane="slow"),
    Collector("faults", "taint", taint),
)
"""The collectors of this section."""
