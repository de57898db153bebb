"""The register as a whole."""

from __future__ import annotations

import re

import pytest

from protocol.report.kinds import NUMBERS, WHOLE
from protocol.report.register.bounds import ROWS
from protocol.report.register.entry import Fact
from protocol.report.register.everything import FACTS, IDENTITY, SECTION_OF, SECTIONS, TABLES

COLUMNS = [column for table in TABLES.values() for column in table.columns]
ALL = [*FACTS.values(), *COLUMNS]


def test_every_section_of_the_tables_is_there() -> None:
    """Eleven, in the order people read them."""
    assert " ".join(SECTIONS) == (
        "machine processor storage power devices system software security faults network activity"
    )


def test_no_id_is_given_twice() -> None:
    """Sections, facts, tables and columns share one space of names."""
    names = [*SECTIONS, *(fact.id for section in SECTIONS.values() for fact in section.facts), *TABLES]
    names += [column.id for column in COLUMNS]
    assert len(names) == len(set(names))
    assert len(FACTS) > 300


@pytest.mark.parametrize("fact", ALL, ids=lambda fact: fact.id)
def test_a_fact_is_whole(fact: Fact) -> None:
    """Its id is one, its title is for people, numbers count something, and what is masked whole is class masked."""
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", fact.id)
    assert fact.title[0].isupper()
    assert fact.unit is None or fact.kind in NUMBERS
    assert fact.kind != "size" or fact.unit is not None
    assert (fact.kind in WHOLE) == (fact.reading == "masked")


def test_what_names_a_thing_for_good_is_a_fact_of_that_thing() -> None:
    """And every table has its bound."""
    assert all(FACTS[name].about == sort for sort, names in IDENTITY.items() for name in names)
    assert set(ROWS) == set(TABLES)
    assert set(SECTION_OF) == set(FACTS) | set(TABLES)


NEVER = ("command line", "password", "product key", "recovery", "owner", "history", "clipboard", "window title")


@pytest.mark.parametrize("word", NEVER)
def test_what_is_never_read_is_not_registered(word: str) -> None:
    """No fact of class N has an entry, so no collector can tell it."""
    assert not [fact.id for fact in ALL if word in fact.title.lower() or word.replace(" ", "-") in fact.id]
