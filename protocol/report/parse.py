"""
A report's bytes, and what they must be before anybody reads them.

The bytes that the customer previewed are the bytes that go out: `report_bytes` is the only spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from consent.canonical import canonical, parse_canonical
from consent.checks import refuse_unless
from consent.errors import AttendedError, DocumentTooLong
from protocol import limits
from protocol.errors import ReportMalformed, ReportTooLong
from protocol.report.document import Masked, Part, Report, Rows, Told, Value
from protocol.report.kinds import NUMBERS, WHOLE
from protocol.report.pseudonyms import in_order
from protocol.report.register.bounds import ROWS
from protocol.report.register.entry import Fact
from protocol.report.register.everything import FACTS, SECTION_OF, SECTIONS, TABLES


def report_bytes(report: Report) -> bytes:
    """
    Write a report as its exact bytes: canonical JSON.

    Raises:
        ReportTooLong: More than 2 MiB.
    """
    data = canonical(report.model_dump(mode="json"))
    refuse_unless(len(data) <= limits.REPORT_BYTES, ReportTooLong, f"{len(data)} bytes")
    return data


def read_report(data: bytes) -> Report:
    """
    Read a report that somebody sent, and hold it against the register and its own words.

    Raises:
        ReportTooLong: More than 2 MiB.
        ReportMalformed: Not of the format; an unknown fact; a masked fact in clear; a finding without its evidence.
    """
    try:
        value = parse_canonical(data, limits.REPORT_BYTES)  # 1 bounded, canonical
        report = Report.model_validate_json(canonical(value))  # 2 of the shape
    except DocumentTooLong as reason:
        raise ReportTooLong(reason.detail) from None
    except (AttendedError, ValidationError) as reason:
        raise ReportMalformed(type(reason).__name__) from None
    refuse_unless(report_bytes(report) == data, ReportMalformed, "spelling")  # 3 one spelling, field names too
    check_report(report)
    return report


def check_report(report: Report) -> None:
    """
    Hold a report against the register and against itself.

    Raises:
        ReportMalformed: The first thing that is wrong.
    """
    order = [part.id for part in report.sections]
    known = [each for each in SECTIONS if each in order]
    refuse_unless(order == known, ReportMalformed, "sections")  # 4 known sections, once, in their order
    for part in report.sections:
        _check_facts(part)  # 5 known facts, each once of a thing, with the kind, unit and class of the register
        _check_tables(part)  # 6 known tables with their columns and bounds
    refuse_unless(in_order(report), ReportMalformed, "pseudonyms")  # 7 numbered by first mention, without gaps
    held = set(references(report))
    for finding in report.findings:  # 8 no finding without all of its evidence
        refuse_unless(all((each.fact, each.of) in held for each in finding.evidence), ReportMalformed, finding.id)
    for omission in report.omissions:
        refuse_unless(omission.section in SECTIONS, ReportMalformed, omission.section)


def references(report: Report) -> Iterator[tuple[str, str]]:
    """Name everything that a finding can rest on: each fact of a thing, each row of a table by its first cell."""
    for part in report.sections:
        yield from ((told.id, told.of) for told in part.facts)
        yield from ((table.id, row_name(row)) for table in part.tables for row in table.rows)


def row_name(row: tuple[Value | None, ...]) -> str:
    """Name a row by its first cell, as text."""
    first = row[0]
    return f"‹{first.masked} {first.n}›" if isinstance(first, Masked) else "" if first is None else str(first)


def fits(value: Value, entry: Fact) -> bool:
    """Tell whether a value is of the sort that its registered kind holds."""
    if isinstance(value, Masked):
        return entry.kind in WHOLE or entry.kind == "path"
    if entry.kind == "flag":
        return isinstance(value, bool)
    if entry.kind in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)


def _check_facts(part: Part) -> None:
    seen: set[tuple[str, str]] = set()
    for told in part.facts:
        entry = FACTS.get(told.id)
        refuse_unless(entry is not None and SECTION_OF[told.id] == part.id, ReportMalformed, told.id)
        refuse_unless((told.id, told.of) not in seen, ReportMalformed, f"{told.id} twice")
        seen.add((told.id, told.of))
        assert entry is not None  # noqa: S101 - for the type checker; refused above
        _check_fact(told, entry)


def _check_fact(told: Told, entry: Fact) -> None:
    refuse_unless((told.kind, told.unit) == (entry.kind, entry.unit), ReportMalformed, told.id)
    refuse_unless(fits(told.value, entry), ReportMalformed, told.id)
    refuse_unless((told.of == "") == (entry.about == ""), ReportMalformed, f"{told.id} of")
    masked = isinstance(told.value, Masked)
    refuse_unless(masked == (told.seen == "masked"), ReportMalformed, f"{told.id} class")
    refuse_unless(entry.reading == "open" or told.seen != "open", ReportMalformed, f"{told.id} in clear")


def _check_tables(part: Part) -> None:
    seen: set[str] = set()
    for table in part.tables:
        entry = TABLES.get(table.id)
        refuse_unless(entry is not None and SECTION_OF[table.id] == part.id, ReportMalformed, table.id)
        assert entry is not None  # noqa: S101 - for the type checker; refused above
        columns = tuple(column.id for column in entry.columns)
        refuse_unless(table.columns == columns and table.id not in seen, ReportMalformed, table.id)
        refuse_unless(len(table.rows) <= ROWS[table.id], ReportMalformed, f"{table.id} rows")
        seen.add(table.id)
        _check_rows(table, entry.columns)


def _check_rows(table: Rows, columns: tuple[Fact, ...]) -> None:
    for row in table.rows:
        refuse_unless(len(row) == len(columns) and row[0] is not None, ReportMalformed, table.id)
        for cell, entry in zip(row, columns, strict=True):
            refuse_unless(cell is None or fits(cell, entry), ReportMalformed, entry.id)
