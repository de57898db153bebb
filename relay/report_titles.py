"""What a report's ids mean, for pages that show one: titles and units by id, as this version's register has them."""

from __future__ import annotations

from typing import Any

from protocol.report.register.everything import FACTS, SECTIONS, TABLES


def report_titles() -> dict[str, dict[str, Any]]:
    """Give titles of sections; title and unit of facts; title, and title and unit of each column, of tables."""
    return {
        "sections": {each.id: each.title for each in SECTIONS.values()},
        "facts": {each.id: [each.title, each.unit] for each in FACTS.values()},
        "tables": {
            each.id: [each.title, [[column.title, column.unit] for column in each.columns]] for each in TABLES.values()
        },
    }
