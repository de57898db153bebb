"""
Pseudonyms: `{"masked": "serial", "n": 2}` as a value, `‹serial 2›` inside a text.

They are numbered by first mention in the document and without gaps, so that a number says nothing about what is not
there: after a strike they are numbered anew. A session's later report goes on with the table of the first: what was
mentioned before keeps its number, what is new gets the next. Nothing is hashed, so there is no dictionary to try.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from protocol import limits
from protocol.report.document import Counted, Evidence, Masked, Report, Revealed, Rows, Told, Value
from protocol.report.kinds import NUMBERED, Mask

Pseudonym = tuple[Mask, int]
"""A kind and a number."""


@dataclass(frozen=True)
class Numbering:
    """How numbers are given: what was mentioned before keeps its name; what is new comes after the last of its kind."""

    kept: Mapping[Pseudonym, Pseudonym] = field(default_factory=dict)
    last: Mapping[Mask, int] = field(default_factory=dict)


AFRESH = Numbering()
"""The first report of a session: from 1, by first mention."""
MARK = re.compile("‹(" + "|".join(sorted(NUMBERED, key=len, reverse=True)) + ") ([1-9][0-9]{0,5})›")
"""A numbered mark in a text. Input cannot hold one: redaction turns its brackets into others first."""


def mark(pseudonym: Pseudonym) -> str:
    """Write a pseudonym as it stands in texts."""
    return f"‹{pseudonym[0]} {pseudonym[1]}›"


def mentions(report: Report) -> Iterator[Pseudonym]:
    """Name every mention, in the order of the document: sections first, then findings, then gaps."""
    for part in report.sections:
        for told in part.facts:
            yield from _in_text(told.of)
            yield from _in_value(told.value)
        for table in part.tables:
            for row in table.rows:
                for cell in row:
                    yield from _in_value(cell)
    for finding in report.findings:
        yield from _in_text(finding.about + finding.words + finding.advice)
    for omission in report.omissions:
        yield from _in_text(omission.words)


def counted(report: Report) -> tuple[Counted, ...]:
    """Count the different pseudonyms of each kind, as the document states them."""
    return _counts(set(mentions(report)))


def in_order(report: Report) -> bool:
    """
    Tell whether the numbers follow first mention without gaps, and the document counts them right.

    Of a report that follows another one only the count can be told: what that one mentioned, it does not hold.
    """
    if report.consent.follows is not None:
        return report.pseudonyms == counted(report)
    highest: dict[Mask, int] = {}
    every: set[Pseudonym] = set()
    for kind, number in mentions(report):
        if number > highest.get(kind, 0) + 1:
            return False
        highest[kind] = max(number, highest.get(kind, 0))
        every.add((kind, number))
    return report.pseudonyms == _counts(every)


def renumbered(report: Report, numbering: Numbering = AFRESH) -> tuple[Report, dict[Pseudonym, Pseudonym]]:
    """Number all pseudonyms, those that keep no number by first mention; give the report and what became of each."""
    became: dict[Pseudonym, Pseudonym] = {}
    numbers: dict[Mask, int] = dict(numbering.last)
    for each in mentions(report):
        if each in numbering.kept:
            became[each] = numbering.kept[each]
        elif each not in became:
            numbers[each[0]] = numbers.get(each[0], 0) + 1
            became[each] = (each[0], numbers[each[0]])
    new = exchanged(report, lambda each: became[each])
    left = set(mentions(new))
    if len(left) < len(became):  # a longer number pushed a mention over a text's end: close that gap as well
        again, then = renumbered(new)
        return again, {old: then[now] for old, now in became.items() if now in then}
    return new.model_copy(update={"pseudonyms": _counts(left)}), became


def reveal(report: Report, pseudonym: Pseudonym, value: str) -> Report:
    """
    Show one pseudonym everywhere it stands, because the customer pressed "show to the technician".

    The rest is numbered anew. `value` must be harmless and at most 300 characters.
    """
    shown = exchanged(report, lambda each: value if each == pseudonym else each)
    listed = (*shown.consent.revealed, Revealed(masked=pseudonym[0], value=value))
    consent = shown.consent.model_copy(update={"revealed": listed})
    return renumbered(shown.model_copy(update={"consent": consent}))[0]


def exchanged(report: Report, into: Callable[[Pseudonym], Pseudonym | str]) -> Report:
    """Exchange every mention for another pseudonym, or for a text."""

    def text(of: str) -> str:
        def one(found: re.Match[str]) -> str:
            became = into((found[1], int(found[2])))  # type: ignore[arg-type]  # the pattern knows only kinds
            return became if isinstance(became, str) else mark(became)

        return shortened(MARK.sub(one, of)) if "‹" in of else of

    def value(of: Value | None) -> Any:  # noqa: ANN401 - a value or none, as it came
        if isinstance(of, Masked):
            became = into((of.masked, of.n))
            return became if isinstance(became, str) else Masked(masked=became[0], n=became[1])
        return text(of) if isinstance(of, str) else of

    def told(of: Told) -> Told:
        new = value(of.value)
        seen = "revealed" if isinstance(of.value, Masked) and not isinstance(new, Masked) else of.seen
        return of.model_copy(update={"of": text(of.of), "value": new, "seen": seen})

    def rows(of: Rows) -> Rows:
        return of.model_copy(update={"rows": tuple(tuple(value(cell) for cell in row) for row in of.rows)})

    def evidence(of: Evidence) -> Evidence:
        return of.model_copy(update={"of": text(of.of)})

    parts = tuple(
        part.model_copy(
            update={"facts": tuple(told(each) for each in part.facts), "tables": tuple(map(rows, part.tables))}
        )
        for part in report.sections
    )
    findings = tuple(
        each.model_copy(
            update={
                "about": text(each.about),
                "words": text(each.words),
                "advice": text(each.advice),
                "evidence": tuple(evidence(one) for one in each.evidence),
            }
        )
        for each in report.findings
    )
    omissions = tuple(each.model_copy(update={"words": text(each.words)}) for each in report.omissions)
    return report.model_copy(update={"sections": parts, "findings": findings, "omissions": omissions})


def shortened(text: str) -> str:
    """Cut a text to what a report's text may have, and never a mark in two."""
    if len(text) <= limits.REPORT_TEXT:
        return text
    short = text[: limits.REPORT_TEXT - 1]
    opened = short.rfind("‹")
    whole = short[:opened] if opened > short.rfind("›") else short
    return f"{whole}…"


def _counts(every: set[Pseudonym]) -> tuple[Counted, ...]:
    count = Counter(kind for kind, _ in every)
    return tuple(Counted(masked=kind, count=count[kind]) for kind in sorted(count))


def _in_value(value: Value | None) -> Iterator[Pseudonym]:
    if isinstance(value, Masked):
        yield value.masked, value.n
    elif isinstance(value, str):
        yield from _in_text(value)


def _in_text(text: str) -> Iterator[Pseudonym]:
    if "‹" in text:
        for found in MARK.finditer(text):
            yield found[1], int(found[2])  # type: ignore[misc]  # the pattern knows only kinds
