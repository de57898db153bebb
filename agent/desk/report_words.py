"""
What a report names in English, as its customer reads it in the preview: sections, facts, columns, what changed.

The document that is sent keeps English, and so does the technician's page: only what stands before the customer is
said in their language. Values and what the findings say are the document's own, and stay as they will be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from agent.desk.language import say
from agent.desk.report_values import value_words
from protocol.report.changes import HEADINGS, NOTES, Said, change_line
from protocol.report.page import SEVERITY
from protocol.report.register.everything import SECTIONS

CONTEXT = "report"
_BETWEEN = ": "
"""What stands between a table and its column in the title of a change."""


def _named() -> Iterator[str]:
    for section in SECTIONS.values():
        yield section.title
        yield section.looking
        for fact in section.facts:
            yield fact.title
        for table in section.tables:
            yield table.title
            for column in table.columns:
                yield column.title
        # A thing that only one report tells of is named by its sort.
        yield from (sort[:1].upper() + sort[1:] for sort in (fact.about for fact in section.facts) if sort)
    yield from SEVERITY.values()
    yield from HEADINGS.values()
    yield from NOTES


NAMES: tuple[str, ...] = tuple(dict.fromkeys(_named()))
"""Everything that a report may name, for the catalogue."""
_NAMES = frozenset(NAMES)


def report_words(english: str) -> str:
    """Say what a report names in the language of now; what is none of its names stays as it is."""
    return say(CONTEXT, english) if english in _NAMES else english


def change_words(change: Said) -> str:
    """Say one change between two reports, as a line by itself."""
    shown = replace(
        change,
        title=_title(change.title),
        before=_value(change.before),
        after=_value(change.after),
        note=report_words(change.note),
    )
    return change_line(shown, report_words(HEADINGS[change.what]))


def _value(said: str) -> str:
    return report_words(said) if said in _NAMES else value_words(said)


def _title(english: str) -> str:
    table, between, column = english.partition(_BETWEEN)
    if english in _NAMES or not between:
        return report_words(english)
    return f"{report_words(table)}{_BETWEEN}{report_words(column)}"
