"""
Every fact of the register, and how it stands on Linux: compared with a tool of this machine, recorded, or not told.

    python -m tests.support.print_report      writes the table of docs/report-linux.md
"""

from __future__ import annotations

from collections.abc import Iterator

from protocol.report.register.entry import Fact
from protocol.report.register.everything import SECTIONS
from tests.support.linux_tools import hardware, network, system
from tests.support.linux_tools.asking import Tool

SCREENS = Tool("`xrandr`", ("xrandr",), network.SCREEN_FACTS, dict)
"""Asked of a display of the test's own."""
TOOLS: tuple[Tool, ...] = (*hardware.TOOLS, *system.TOOLS, *network.TOOLS)
"""Every tool that the collectors are held to on the machine that runs the tests."""
COMPARED: dict[str, str] = {fact: tool.name for tool in (*TOOLS, SCREENS) for fact in tool.facts}
"""The tool of each fact that is compared."""

_WINDOWS = "a question of Windows"
_MACOS = "a question of macOS"
NOT_TOLD: dict[str, str] = {
    "firmware.update": "fwupd looks at all hardware when it is started, and a report starts no such service",
    "cpu.limit": "a limit is a setting on Linux, not heat; what heat did is in the throttle counters",
    "memory.commit-percent": "Linux promises more than it has by design; the pressure says what it means",
    "pressure.paging": "the kernel's pressure says it better",
    "pressure.level": _MACOS,
    "disk.queue": "the pressure of input and output says who waits",
    "disk.flush-latency-max": "no counter of Linux holds it",
    "volume.dirty": "file systems of Linux count their errors instead",
    "graphics.driver-date": "drivers of Linux come with the kernel and have its version",
    "device.trouble": "a code of Windows; on Linux the kind and the words tell it",
    "printer.driver": "its file may be read by the printing service alone",
    "updates.last-failure": "apt's log is text in the system's language; broken packages are counted",
    "updates.failures": "as the last failed update",
    "updates.failure-code": "as the last failed update",
    "os.activated": _WINDOWS,
    "lockdown.kind": "its name stands as the thing that it is told of",
    "hosts.name": "privacy: which names somebody blocks is theirs, a number is enough",
    "crash.system-code": "privacy: what a crash left behind holds pieces of memory, so it is counted and not opened",
    "stability.index": _WINDOWS,
    "interface.speed-max": "it takes a request to the driver, which is no file",
    "interface.mac-maker": "the list of makers would be larger than the agent's collectors together",
    "wifi.standard": "it takes a request to the driver; band, channel and rate say as much",
    "start.publisher": "unit files and desktop files name none; the package does",
    "driver.date": "modules have none",
    "event.code": "a number of Windows' events",
    "crash.version": "neither list of crashes names it; the program's version stands in the list of programs",
    "crash.module": "privacy: it takes opening the dump",
}
"""Facts that a report of Linux does not hold, with the reason."""


def all_facts() -> Iterator[tuple[str, Fact]]:
    """Give every fact and every column, with its section."""
    for section in SECTIONS.values():
        yield from ((section.id, fact) for fact in section.facts)
        yield from ((section.id, column) for table in section.tables for column in table.columns)


def recorded() -> set[str]:
    """Name the facts that are checked with recorded answers alone."""
    return {fact.id for _, fact in all_facts()} - set(COMPARED) - set(NOT_TOLD)


def facts_page() -> str:
    """Write the page of docs."""
    compared, told = len(COMPARED), len(recorded())
    lines = [
        "# The facts of Linux",
        "",
        "Printed from the register by `python -m tests.support.print_report`. Every fact that a health report of Linux",
        "can hold, and how it is known to be right:",
        "",
        f"- **a tool** ({compared} facts): `tests/agent/report/linux/test_compared.py` collects a report of the",
        "  machine that runs the tests, asks this tool of the system for the same, and fails where one knows what the",
        "  other does not, or says it otherwise;",
        f"- **recorded** ({told}): the virtual machine of the tests lacks the thing, or nothing on it tells the same;",
        "  what real computers said stands in for it behind the `machine` port (`test_recorded.py`, and each",
        "  collector's own tests);",
        f"- **not told** ({len(NOT_TOLD)}): why a report of Linux does not hold it.",
        "",
        "Class M is masked by default; the customer can show each value by itself.",
    ]
    for section in SECTIONS.values():
        lines += [
            "",
            f"## {section.title}",
            "",
            "| fact | what | unit | class | on Linux |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_line(fact) for where, fact in all_facts() if where == section.id]
    return "\n".join(lines) + "\n"


def _line(fact: Fact) -> str:
    how = COMPARED.get(fact.id) or (f"not told: {NOT_TOLD[fact.id]}" if fact.id in NOT_TOLD else "recorded")
    return f"| `{fact.id}` | {fact.title} | {fact.unit or ''} | {'M' if fact.reading == 'masked' else 'O'} | {how} |"
