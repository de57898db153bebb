"""
What changed between two reports, as a short list that customer and technician both read.

A line that one of the two reports does not hold is named, and its value is not told: it may have been crossed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from protocol.report.compare import Change, Comparison
from protocol.report.document import Finding, Masked
from protocol.report.page import SEVERITY
from protocol.report.register.entry import Fact
from protocol.report.register.everything import FACTS, SECTIONS, TABLES
from protocol.report.words import shown

What = Literal["closed", "opened", "changed", "new", "gone"]
HEADINGS: dict[What, str] = {
    "closed": "No longer found",
    "opened": "Found now",
    "changed": "Changed",
    "new": "Only in the later report",
    "gone": "Only in the earlier report",
}
"""In the order in which they are told."""
NOTES = ("one value", "another", "replaced or cleared", "more often", "cannot compare")
"""What stands in place of values that say nothing to people, and what else is told of a change."""
UNSURE = "What only one report tells may have come, gone, or been crossed out."


@dataclass(frozen=True)
class Said:
    """One line: what sort of change, in which section, of what, and its words before and after, where they are told."""

    what: What
    section: str
    title: str
    of: str
    before: str = ""
    after: str = ""
    note: str = ""


def change_line(said: Said, heading: str = "") -> str:
    """Write a line by itself, as a list without headings needs it; `heading` in place of the English one."""
    of = f" · {said.of}" if said.of else ""
    if said.before and said.after:
        values = f": {said.before} → {said.after}"
    else:
        values = f": {said.before or said.after}" if said.before or said.after else ""
    note = f" ({said.note})" if said.note else ""
    return f"{heading or HEADINGS[said.what]}: {said.title}{of}{values}{note}"


_COLUMNS = {column.id: table for table in TABLES.values() for column in table.columns}
_ENTRIES: dict[str, Fact] = {column.id: column for table in TABLES.values() for column in table.columns} | FACTS


def changes(found: Comparison) -> tuple[Said, ...]:
    """Put a comparison into lines: what is mended first, then what is worse, then what else changed."""
    return (
        *(_finding("closed", each) for each in found.closed),
        *(_finding("opened", each) for each in found.opened),
        *(_changed(each) for each in found.changed),
        *dict.fromkeys(_one_sided("new", found.new)),
        *dict.fromkeys(_one_sided("gone", found.gone)),
    )


def _finding(what: What, finding: Finding) -> Said:
    words = finding.words
    return Said(
        what,
        "",
        SEVERITY[finding.severity],
        finding.about,
        before=words if what == "closed" else "",
        after=words if what == "opened" else "",
    )


def _changed(change: Change) -> Said:
    entry = _ENTRIES[change.fact]
    table = _COLUMNS.get(change.fact)
    title = f"{table.title}: {entry.title}" if table else entry.title
    before, after = shown(change.before, entry.unit), shown(change.after, entry.unit)
    masked = isinstance(change.before, Masked) or isinstance(change.after, Masked)
    if masked and change.note == "" and before != after:
        before, after = NOTES[:2]  # their numbers say nothing to anybody
    return Said("changed", SECTIONS[change.section].title, title, change.of, before, after, change.note)


def _one_sided(what: What, found: Iterable[Change]) -> Iterator[Said]:
    """Name things, not each of their facts: a disk that was taken out is one line."""
    for each in found:
        entry, table = _ENTRIES[each.fact], _COLUMNS.get(each.fact)
        title = table.title if table else _capital(entry.about) if each.is_alone else entry.title
        yield Said(what, SECTIONS[each.section].title, title, each.of)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
