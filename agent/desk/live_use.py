"""
What live use may tell once a report was sent: what that report tells of, and nothing that was crossed out of it.

A part goes on with what its lines began: who crosses out how busy the processor is hears no more of it either.
"""

from __future__ import annotations

from agent.pipe.messages import ShowVitals
from protocol import limits
from protocol.report.document import Report

_PROGRAMS = frozenset({
    "activity.programs", "software.programs", "software.changes", "software.services", "software.start-up",
    "software.tasks", "security.remote-tools", "security.listening", "faults.crashes",
})  # fmt: skip
"""Tables whose rows name programs: one row crossed out of any of them, and no program is named any more."""
_DISKS = ("activity.disk-read", "activity.disk-write")
_NETWORKS = ("activity.net-in", "activity.net-out")


def left_to_tell(collected: Report, sent: Report) -> ShowVitals | None:
    """
    Say what of live use the sent report leaves, None for nothing at all.

    `collected` is the report before anything was crossed out.
    """
    facts = {(told.id, told.of) for part in sent.sections for told in part.facts}
    rows = _rows(sent)
    uncrossed = all(rows.get(name) == lines for name, lines in _rows(collected).items() if name in _PROGRAMS)
    left = ShowVitals(
        processor=("activity.cpu", "") in facts,
        memory=("memory.total", "") in facts,
        programs=uncrossed and "activity.programs" in rows,
        disks=_names(facts, "disk.", _DISKS),
        networks=_names(facts, "interface.", _NETWORKS),
    )
    return left if any(left.model_dump().values()) else None


def _names(facts: set[tuple[str, str]], about: str, needed: tuple[str, str]) -> list[str]:
    """Name the things that the report tells of, if it tells what all of them move."""
    if not all((each, "") in facts for each in needed):
        return []
    named = sorted({of for name, of in facts if name.startswith(about) and of})
    return [of for of in named if len(of) <= limits.VITALS_NAME]


def _rows(report: Report) -> dict[str, int]:
    return {table.id: len(table.rows) for part in report.sections for table in part.tables}
