"""
Numbers that count rows: when some of these are crossed out, the number says what it would say without them.

Else "Programs installed: 927" above 926 rows would tell that one was crossed out, and "VPN 2" alone that there is a
first one.
"""

from __future__ import annotations

import re

from protocol.report.document import Part, Rows, Told
from protocol.report.parse import row_name
from protocol.report.register.entry import Counts
from protocol.report.register.everything import FACTS

_PLACE = re.compile(r"VPN [0-9]+")


def recounted(before: Part, after: Part) -> Part:
    """Give a section with its numbers as if the rows that are gone from `before` had never been there."""
    were, left = ({table.id: table for table in part.tables} for part in (before, after))
    facts = tuple(_recounted(told, were, left) for told in after.facts)
    return after.model_copy(update={"facts": _numbered_anew(facts)})


def _numbered_anew(facts: tuple[Told, ...]) -> tuple[Told, ...]:
    """Number anew what has no name but its place in a row of its kind; no finding rests on these."""
    names = dict.fromkeys(told.of for told in facts if _PLACE.fullmatch(told.of))
    became = {name: f"VPN {number}" for number, name in enumerate(names, start=1)}
    return tuple(told.model_copy(update={"of": became.get(told.of, told.of)}) for told in facts)


def _recounted(told: Told, were: dict[str, Rows], left: dict[str, Rows]) -> Told:
    counts = FACTS[told.id].counts if told.id in FACTS else None
    if counts is None or counts.rows not in were or not isinstance(told.value, int):
        return told
    gone = _count(were[counts.rows], counts) - (_count(left[counts.rows], counts) if counts.rows in left else 0)
    # With no row left, what did not fit into the table is not counted either.
    value = 0 if counts.rows not in left and not counts.only else max(0, told.value - gone)
    return told.model_copy(update={"value": value}) if gone else told


def _count(table: Rows, counts: Counts) -> int:
    if counts.names:
        return len({row_name(row) for row in table.rows})
    if counts.only:
        at = table.columns.index(counts.only)
        return sum(row[at] is True for row in table.rows)
    return len(table.rows)
