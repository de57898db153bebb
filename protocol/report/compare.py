"""
Before and after: two reports of one machine, fact by fact, without the noise.

Things are matched by what names them for good (a serial number, an identifier), else by their natural name, never by
position. Each fact says in the register how it is compared. Whoever sends a report may have crossed lines out: what one
of the two does not hold is told as not held, and never with the value it had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from protocol.report.document import Finding, Masked, Report, Rows, Told, Value
from protocol.report.parse import row_name
from protocol.report.pseudonyms import MARK
from protocol.report.register.entry import Band, Compare, Fact
from protocol.report.register.everything import FACTS, IDENTITY, SECTION_OF, SECTIONS, TABLES

_OTHER = "\0"
"""Behind the name of a thing of the second report that is not the one which had this name in the first."""
Note = Literal["", "replaced or cleared", "more often", "cannot compare"]


@dataclass(frozen=True)
class Change:
    """One difference. `before` is None for what is new, `after` for what is gone."""

    section: str
    fact: str
    of: str
    before: Value | None
    after: Value | None
    note: Note = ""
    is_alone: bool = False
    """Whether this report alone tells anything of the thing."""


@dataclass(frozen=True)
class Comparison:
    """What changed between two reports."""

    changed: tuple[Change, ...]
    new: tuple[Change, ...]
    gone: tuple[Change, ...]
    opened: tuple[Finding, ...]
    closed: tuple[Finding, ...]
    """Those of which all evidence is still told, and has changed: one that was only crossed out is not among them."""
    unchanged: tuple[Finding, ...]


@dataclass(frozen=True)
class _Both:
    """What both reports say that the comparison itself needs."""

    same_table: bool
    rebooted: bool
    hours_before: float
    hours_after: float


def compare(before: Report, after: Report, *, same_table: bool = False) -> Comparison:
    """
    Compare two reports of one machine.

    `same_table`: both were made with one table of pseudonyms, so that equal ones mean equal things. Without it what
    is masked on either side cannot be compared, and is told so only where the other side shows it.
    """
    both = _both(before, after, same_table=same_table)
    pairs = [*_fact_pairs(before, after, both), *_row_pairs(before, after)]
    judged = [change for entry, one in pairs if (change := _judge(entry, one, both)) is not None]
    judged = [change for change in judged if not _is_unread(change, before, after)]
    old, now = _findings(before), _findings(after)
    was, became = _evidence(before), _evidence(after)
    return Comparison(
        tuple(each for each in judged if each.before is not None and each.after is not None),
        tuple(each for each in judged if each.before is None),
        tuple(each for each in judged if each.after is None),
        tuple(finding for key, finding in now.items() if key not in old),
        tuple(each for key, each in old.items() if key not in now and _is_settled(each, was, became)),
        tuple(finding for key, finding in now.items() if key in old),
    )


def _both(before: Report, after: Report, *, same_table: bool) -> _Both:
    def hours(report: Report) -> float:
        value = _facts(report).get(("boot.uptime", ""))
        return max(float(value.value), 1.0) / 3600 if value and isinstance(value.value, int) else 1.0

    boots = [_facts(each).get(("boot.time", "")) for each in (before, after)]
    rebooted = len({each.value for each in boots if each is not None and isinstance(each.value, str)}) > 1
    return _Both(same_table, rebooted, hours(before), hours(after))


def _facts(report: Report) -> dict[tuple[str, str], Told]:
    return {(told.id, told.of): told for part in report.sections for told in part.facts}


def _fact_pairs(before: Report, after: Report, both: _Both) -> Iterator[tuple[Fact, Change]]:
    old, now = _facts(before), _facts(after)
    names = _matched(old, now, both)
    renamed = {(told.id, names.get((FACTS[told.id].about, told.of), told.of)): told for told in now.values()}
    things, later = ({(FACTS[name].about, of) for name, of in side} for side in (old, renamed))
    for key in sorted(old.keys() | renamed.keys(), key=lambda one: (list(SECTIONS).index(SECTION_OF[one[0]]), one)):
        was, became = old.get(key), renamed.get(key)
        name, of = key[0], key[1].removesuffix(_OTHER)
        thing = (FACTS[name].about, key[1])
        alone = bool(thing[0]) and not (thing in things and thing in later)
        values = (was.value if was else None, became.value if became else None)
        yield FACTS[name], Change(SECTION_OF[name], name, of, *values, is_alone=alone)


def _matched(
    old: dict[tuple[str, str], Told], now: dict[tuple[str, str], Told], both: _Both
) -> dict[tuple[str, str], str]:
    """Find for each thing of the second report the name it had in the first, by what names it for good."""
    names: dict[tuple[str, str], str] = {}
    for sort, witnesses in IDENTITY.items():
        for witness in reversed(witnesses):  # the best witness speaks last
            was = {_known(told.value, both): told.of for told in old.values() if told.id == witness}
            for told in now.values():
                value = _known(told.value, both) if told.id == witness else None
                if value is not None and value in was:
                    names[sort, told.of] = was[value]
    taken = {(sort, of) for (sort, _), of in names.items()}
    things = {(FACTS[told.id].about, told.of) for told in now.values()}
    return names | {(sort, of): of + _OTHER for sort, of in things if (sort, of) in taken and (sort, of) not in names}


def _known(value: Value, both: _Both) -> str | None:
    """Give what a value can be recognised by in another report; None when it cannot be."""
    if isinstance(value, Masked):
        return f"‹{value.masked} {value.n}›" if both.same_table else None
    return str(value)


def _row_pairs(before: Report, after: Report) -> Iterator[tuple[Fact, Change]]:
    old, now = ({table.id: table for part in each.sections for table in part.tables} for each in (before, after))
    for name, entry in TABLES.items():
        if entry.compare == "ignore" or not (name in old and name in now):
            continue  # a table that one side has not is no change of the machine
        was, became = _by_name(old[name]), _by_name(now[name])
        for key in sorted(was.keys() | became.keys()):
            yield from _rows(name, key, was.get(key, []), became.get(key, []))


def _by_name(table: Rows) -> dict[str, list[tuple[Value | None, ...]]]:
    named: dict[str, list[tuple[Value | None, ...]]] = defaultdict(list)
    for row in table.rows:
        named[row_name(row)].append(row)
    return named


_Row = tuple[Value | None, ...]


def _rows(table: str, key: str, was: Sequence[_Row], became: Sequence[_Row]) -> Iterator[tuple[Fact, Change]]:
    """Pair rows of one name: equal ones first, the rest in their order; a row without partner is new or gone."""
    left = [row for row in was if row not in became]
    come = [row for row in became if row not in was]
    columns = TABLES[table].columns
    for old, now in zip(left, come, strict=False):
        for column, before, after in zip(columns[1:], old[1:], now[1:], strict=True):
            if before is not None and after is not None:
                yield column, Change(SECTION_OF[table], column.id, key, before, after)
    extra = columns[0]
    for row in left[len(come) :]:
        yield extra, Change(SECTION_OF[table], extra.id, key, row[0], None)
    for row in come[len(left) :]:
        yield extra, Change(SECTION_OF[table], extra.id, key, None, row[0])


def _judge(entry: Fact, change: Change, both: _Both) -> Change | None:
    """Give the change if it is one worth telling."""
    before, after = change.before, change.after
    if entry.compare == "ignore":
        return None
    if before is None or after is None:
        return change
    if isinstance(before, Masked) or isinstance(after, Masked):
        return _masked(change, before, after, both)
    # Without a shared table a mark in a text may stand for anything.
    is_unclear = not both.same_table and any(isinstance(each, str) and MARK.search(each) for each in (before, after))
    if is_unclear or (before == after and entry.compare != "since-boot"):
        return None
    if isinstance(before, int) and isinstance(after, int):
        return _numbers(entry.compare, change, before, after, both)
    return change


def _masked(change: Change, before: Value, after: Value, both: _Both) -> Change | None:
    if isinstance(before, Masked) and isinstance(after, Masked):
        return change if both.same_table and before != after else None
    return Change(change.section, change.fact, change.of, before, after, "cannot compare")


def _numbers(how: Compare, change: Change, before: int, after: int, both: _Both) -> Change | None:
    if isinstance(how, Band):
        far = abs(after - before)
        return change if far >= how.least and far * 100 >= how.percent * abs(before) else None
    if how == "since-boot" and both.rebooted:
        faster = after / both.hours_after > before / both.hours_before
        return _noted(change, "more often") if faster and after > 0 else None
    if how in ("upward", "since-boot"):
        if before == after:
            return None
        return change if after > before else _noted(change, "replaced or cleared")
    return change


def _is_unread(change: Change, before: Report, after: Report) -> bool:
    """Tell whether one side lacks it only because it could not be read there: that is no change of the machine."""
    if change.after is not None and change.before is not None:
        return False
    lacks, has = (after, before) if change.after is None else (before, after)
    # A gap without facts is a collector that told nothing at all, and which facts it would have told is not known.
    also = {(gap.section, gap.collector) for gap in has.omissions if not gap.facts}
    return any(
        change.fact in gap.facts
        or (not gap.facts and gap.section == change.section and (gap.section, gap.collector) not in also)
        for gap in lacks.omissions
    )


def _evidence(report: Report) -> dict[tuple[str, str], object]:
    """Give what findings can rest on: facts of things, and the rows of one name."""
    rows = ((table, _by_name(table)) for part in report.sections for table in part.tables)
    named = {(table.id, name): lines for table, by_name in rows for name, lines in by_name.items()}
    return named | {key: told.value for key, told in _facts(report).items()}


def _is_settled(finding: Finding, was: dict[tuple[str, str], object], became: dict[tuple[str, str], object]) -> bool:
    keys = [(each.fact, each.of) for each in finding.evidence]
    return all(key in became for key in keys) and any(was.get(key) != became[key] for key in keys)


def _noted(change: Change, note: Note) -> Change:
    return Change(change.section, change.fact, change.of, change.before, change.after, note)


def _findings(report: Report) -> dict[tuple[str, str], Finding]:
    return {(finding.id, finding.about): finding for finding in report.findings}
