"""What a report's ids mean, for pages that show and compare reports: titles, units and rules of the register."""

from __future__ import annotations

from typing import Any

from protocol.report.register.entry import Band, Fact
from protocol.report.register.everything import FACTS, IDENTITY, SECTIONS, TABLES


def report_titles() -> dict[str, dict[str, Any]]:
    """
    Give the register by id.

    sections: title. facts: title, unit, the sort of thing they are told of, how they are compared. tables: title, and
    title, unit, id and comparison of each column; how they are compared. identity: what names each sort for good.
    """
    return {
        "sections": {each.id: each.title for each in SECTIONS.values()},
        "facts": {each.id: [each.title, each.unit, each.about, _compare(each)] for each in FACTS.values()},
        "tables": {
            each.id: [
                each.title,
                [[column.title, column.unit, column.id, _compare(column)] for column in each.columns],
                each.compare,
            ]
            for each in TABLES.values()
        },
        "identity": {sort: list(witnesses) for sort, witnesses in IDENTITY.items()},
    }


def _compare(entry: Fact) -> str | dict[str, int]:
    how = entry.compare
    return {"least": how.least, "percent": how.percent} if isinstance(how, Band) else how
