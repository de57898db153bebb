"""The lines of a collected report by their place, which neither striking nor showing changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from protocol.report.document import Part, Report

FINDINGS, GAPS = "findings", "gaps"
Key = tuple[Literal["fact", "row", "finding", "gap"], str, int]
"""What sort of line, in which section or table, and its place there."""


def every_key(report: Report) -> Iterator[Key]:
    """Name every line there is."""
    for part in report.sections:
        yield from keys_of(part)
    yield from (("finding", FINDINGS, at) for at in range(len(report.findings)))
    yield from (("gap", GAPS, at) for at in range(len(report.omissions)))


def keys_of(part: Part) -> Iterator[Key]:
    """Name the lines of a section."""
    yield from (("fact", part.id, at) for at in range(len(part.facts)))
    yield from (("row", table.id, at) for table in part.tables for at in range(len(table.rows)))
