"""
Write tests/vectors/report-compare.json: pairs of reports, and the list of changes that people read, for both languages.

    python -m tests.support.make_report_vectors
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from protocol.report.changes import changes
from protocol.report.compare import compare
from protocol.report.document import Masked, Omission, Report, Value
from protocol.report.page import SEVERITY
from protocol.report.parse import report_bytes
from protocol.report.pseudonyms import counted
from relay.report_titles import report_titles
from tests.support.sample_report import finding, part, report, rows, sample, told
from tests.support.vectors import FOLDER

PATH = FOLDER / "report-compare.json"


def _uptime(kills: int, hours: int, boot: str) -> Report:
    return report(
        part("processor", told("memory.oom-kills", kills)),
        part("system", told("boot.time", boot), told("boot.uptime", hours * 3600)),
    )


def _disk(name: str, serial: int, size: int) -> Report:
    disk = part("storage", told("disk.serial", Masked(masked="serial", n=serial), name), told("disk.size", size, name))
    return _counted(report(disk))


def _two_disks(one: int, two: int) -> Report:
    facts = [
        fact
        for name, serial in (("sda", one), ("sdb", two))
        for fact in (told("disk.serial", Masked(masked="serial", n=serial), name), told("disk.size", serial, name))
    ]
    return _counted(report(part("storage", *facts)))


def _programs(*lines: tuple[Value | None, ...]) -> Report:
    return report(part("software", tables=(rows("software.programs", *lines),)))


def _space(free: int, *, finds: bool) -> Report:
    found = finding("space.low", ("volume.available", "vda1"), about="vda1")
    return report(
        part("storage", told("volume.available", free, "vda1"), told("volume.mount", "/home/‹user 1›", "vda1")),
        findings=(found,) if finds else (),
    )


def _counted(made: Report) -> Report:
    return made.model_copy(update={"pseudonyms": counted(made)})


def _unread(made: Report, *facts: str) -> Report:
    gap = Omission(section="storage", collector="smart", status="timed-out", words="Took too long.", facts=facts)
    return made.model_copy(update={"omissions": (gap,)})


MENDED = report(
    part("machine", told("machine.maker", "LENOVO")),
    part(
        "storage",
        told("disk.size", 512_110_190_592, "vda"),
        told("disk.serial", Masked(masked="serial", n=1), "vdb"),
        told("disk.pending", 0, "vdb"),
    ),
)
CASES: tuple[tuple[str, Report, Report, bool], ...] = (
    ("nothing", sample(), sample(), True),
    ("a disk was mended, and lines are missing", sample(), _counted(MENDED), True),
    ("without a shared table", sample(), _counted(MENDED), False),
    ("free space within its band", _space(100 * 10**9, finds=False), _space(100 * 10**9 + 10**8, finds=False), True),
    ("room was made", _space(2 * 10**9, finds=True), _space(60 * 10**9, finds=False), True),
    ("room ran out", _space(60 * 10**9, finds=False), _space(2 * 10**9, finds=True), True),
    ("a finding was crossed out", _space(2 * 10**9, finds=True), _space(2 * 10**9, finds=False), True),
    ("texts with marks and no table", _space(2 * 10**9, finds=True), _space(60 * 10**9, finds=False), False),
    ("the disk has another name", _disk("sda", 1, 5), _disk("sdb", 1, 5), True),
    ("another disk has its name", _disk("sda", 1, 5), _disk("sda", 2, 7), True),
    ("one disk went, one came, and the names moved on", _two_disks(1, 2), _two_disks(2, 3), True),
    ("kills by the hour", _uptime(30, 100, "2026-11-01T00:00:00Z"), _uptime(30, 10, "2026-11-20T00:00:00Z"), True),
    ("fewer kills by the hour", _uptime(30, 100, "2026-11-01T00:00:00Z"), _uptime(3, 10, "2026-11-20T00:00:00Z"), True),
    (
        "programs",
        _programs(("b", "1", None, None, None), ("é", "1", None, None, None), ("toolbar", "6", None, None, None)),
        _programs(("\U0001d4b7", "1", None, None, None), ("é", "2", None, None, None), ("b", "1", None, None, None)),
        True,
    ),
    (
        "two rows of one name",
        _programs(("a", "1", None, None, None), ("a", "2", None, None, None)),
        _programs(("a", "2", None, None, None), ("a", "3", None, None, None), ("a", "4", None, None, None)),
        True,
    ),
    (
        "what could not be read",
        report(part("storage", told("disk.size", 1, "vda"), told("disk.hours", 7, "vda"))),
        _unread(report(part("storage", told("disk.size", 1, "vda"))), "disk.hours"),
        True,
    ),
    (
        "a collector that told nothing",
        report(
            part("storage", told("disk.size", 1, "vda"), told("disk.bus", "virtio", "vda")),
            part("machine", told("machine.maker", "A")),
        ),
        _unread(report(part("storage", told("disk.bus", "virtio", "vda")))),
        True,
    ),
    (
        "a collector that told nothing both times",
        _unread(report(part("storage", told("disk.size", 1, "vda"), told("disk.bus", "virtio", "vda")))),
        _unread(report(part("storage", told("disk.bus", "virtio", "vda")))),
        True,
    ),
    (
        "one line of a disk is missing",
        report(part("storage", told("disk.size", 1, "vda"), told("disk.model", "QEMU", "vda"))),
        report(part("storage", told("disk.size", 1, "vda"))),
        True,
    ),
)


def _register() -> dict[str, Any]:
    """Give what the relay serves of what the cases mention: a new fact elsewhere is no news for them."""
    served = report_titles()
    parts = [part for _, before, after, _ in CASES for made in (before, after) for part in made.sections]
    facts = {told.id for part in parts for told in part.facts}
    tables = {table.id for part in parts for table in part.tables}
    return {
        "sections": served["sections"],
        "facts": {name: entry for name, entry in served["facts"].items() if name in facts},
        "tables": {name: entry for name, entry in served["tables"].items() if name in tables},
        "identity": served["identity"],
    }


def all_cases() -> dict[str, Any]:
    """Gather the file."""
    return {
        "about": "Two reports, and what people read of their difference; of the register, what they mention.",
        "register": _register(),
        "severity": SEVERITY,
        "cases": [
            {
                "name": name,
                "before": json.loads(report_bytes(before)),
                "after": json.loads(report_bytes(after)),
                "same_table": same,
                "said": [asdict(each) for each in changes(compare(before, after, same_table=same))],
            }
            for name, before, after, same in CASES
        ],
    }


def written() -> str:
    """Write the file's text."""
    return json.dumps(all_cases(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(written(), encoding="utf-8")
