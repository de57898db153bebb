"""
Striking out: what the customer crossed out is absent, as if it had never been collected.

Absent is the line with its id, every finding that rests on it, and every trace that would count it: pseudonyms are
numbered anew, numbers that count rows follow, a section that is left empty goes with its gaps, and nothing says that
anything is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from protocol.report.document import Finding, Part, Report, Revealed, Rows
from protocol.report.parse import references, report_bytes, row_name
from protocol.report.pseudonyms import AFRESH, Numbering, Pseudonym, renumbered
from protocol.report.recount import recounted
from protocol.report.register.everything import SECTION_OF


@dataclass(frozen=True)
class Strikes:
    """What is crossed out. Facts by (id, of), rows by (table, position), findings by (id, about), gaps by position."""

    sections: frozenset[str] = frozenset()
    facts: frozenset[tuple[str, str]] = frozenset()
    rows: frozenset[tuple[str, int]] = frozenset()
    findings: frozenset[tuple[str, str]] = frozenset()
    omissions: frozenset[int] = frozenset()


def strike(report: Report, strikes: Strikes) -> Report:
    """Give the report as it would be without what is crossed out. Positions are those of `report`."""
    return strike_numbering(report, strikes, AFRESH)[0]


def strike_numbering(
    report: Report, strikes: Strikes, numbering: Numbering
) -> tuple[Report, dict[Pseudonym, Pseudonym]]:
    """Give the report without what is crossed out, and what number each pseudonym that stays was given."""
    parts = tuple(kept for part in report.sections if (kept := _part(part, strikes)) is not None)
    gone = {part.id for part in report.sections} - {part.id for part in parts}
    struck = struck_references(report, strikes)
    findings = tuple(
        each for each in report.findings if (each.id, each.about) not in strikes.findings and stands(each, struck)
    )
    omissions = tuple(
        each
        for at, each in enumerate(report.omissions)
        if at not in strikes.omissions and each.section not in gone | strikes.sections
    )
    held = {table.id for part in parts for table in part.tables} | {part.id for part in parts}
    truncated = tuple(each for each in report.truncated if each.what in held)
    left = report.model_copy(
        update={"sections": parts, "findings": findings, "omissions": omissions, "truncated": truncated}
    )
    numbered, became = renumbered(left, numbering)
    return _without_unused_reveals(numbered), became


def _part(part: Part, strikes: Strikes) -> Part | None:
    if part.id in strikes.sections:
        return None
    facts = tuple(told for told in part.facts if (told.id, told.of) not in strikes.facts)
    tables = tuple(left for table in part.tables if (left := _rows(table, strikes)).rows)
    emptied = not facts and not tables and (part.facts or part.tables)
    return None if emptied else recounted(part, part.model_copy(update={"facts": facts, "tables": tables}))


def _rows(table: Rows, strikes: Strikes) -> Rows:
    rows = tuple(row for at, row in enumerate(table.rows) if (table.id, at) not in strikes.rows)
    return table.model_copy(update={"rows": rows})


def struck_references(report: Report, strikes: Strikes) -> frozenset[tuple[str, str]]:
    """Name all that a finding can rest on and that is crossed out, or counts what is: as evidence names them."""
    struck = set(strikes.facts)
    struck |= {each for each in references(report) if SECTION_OF[each[0]] in strikes.sections}
    for part in report.sections:
        for table in part.tables:
            struck |= {(table.id, row_name(row)) for at, row in enumerate(table.rows) if (table.id, at) in strikes.rows}
        left = _part(part, strikes)
        kept = {(told.id, told.of): told.value for told in (left.facts if left is not None else ())}
        struck |= {name for each in part.facts if kept.get(name := (each.id, each.of)) != each.value}
    return frozenset(struck)


def stands(finding: Finding, struck: frozenset[tuple[str, str]]) -> bool:
    """Tell whether nothing that a finding rests on is among `struck_references`."""
    return all((each.fact, each.of) not in struck for each in finding.evidence)


def _without_unused_reveals(report: Report) -> Report:
    """Drop what was revealed and then struck: the list of reveals must not say what is no longer there."""
    if not report.consent.revealed:
        return report
    bare = report.model_copy(update={"consent": report.consent.model_copy(update={"revealed": ()})})
    text = report_bytes(bare).decode()

    def used(each: Revealed) -> bool:
        return _as_json(each.value) in text

    kept = tuple(each for each in report.consent.revealed if used(each))
    return report.model_copy(update={"consent": report.consent.model_copy(update={"revealed": kept})})


def _as_json(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
