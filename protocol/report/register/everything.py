"""The whole register: all sections in their order, and the ways to find a fact."""

from __future__ import annotations

from protocol.report.register import (
    activity,
    devices,
    faults,
    machine,
    network,
    power,
    processor,
    security,
    software,
    storage,
    system,
)
from protocol.report.register.entry import Fact, Section, Table

SECTIONS: dict[str, Section] = {
    each.SECTION.id: each.SECTION
    for each in (
        machine, processor, storage, power, devices, system, software, security, faults, network, activity,
    )
}  # fmt: skip
"""Every section by its id, in the order people read them."""

FACTS: dict[str, Fact] = {fact.id: fact for section in SECTIONS.values() for fact in section.facts}
"""Every fact that stands by itself, by its id."""

SECTION_OF: dict[str, str] = {fact.id: section.id for section in SECTIONS.values() for fact in section.facts} | {
    table.id: section.id for section in SECTIONS.values() for table in section.tables
}
"""The section of each fact and table."""

TABLES: dict[str, Table] = {table.id: table for section in SECTIONS.values() for table in section.tables}
"""Every table by its id."""

IDENTITY: dict[str, tuple[str, ...]] = {}
"""For each sort of thing, the facts by which it is the same thing in two reports; the best witness first."""
for _section in SECTIONS.values():
    for _sort, _fact in _section.identity:
        IDENTITY[_sort] = (*IDENTITY.get(_sort, ()), _fact)
