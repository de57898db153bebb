"""Pseudonyms: numbered by first mention, revealed one by one."""

from __future__ import annotations

from protocol.report.document import Masked
from protocol.report.parse import check_report, report_bytes
from protocol.report.pseudonyms import in_order, renumbered, reveal
from tests.support.sample_report import part, report, sample, told


def test_numbers_follow_first_mention_without_gaps() -> None:
    """Whatever numbers collecting gave, the document counts from one."""
    wild = report(
        part("machine", told("machine.serial", Masked(masked="serial", n=9)),
             told("machine.virtual-evidence", "‹serial 4› and ‹serial 9›", "dmi")),
    )  # fmt: skip
    assert not in_order(wild)
    calm, became = renumbered(wild)
    assert in_order(calm)
    assert became == {("serial", 9): ("serial", 1), ("serial", 4): ("serial", 2)}
    assert calm.sections[0].facts[1].value == "‹serial 2› and ‹serial 1›"


def test_revealing_shows_one_thing_everywhere_and_nothing_else() -> None:
    """The value stands in facts, tables and findings; it is recorded as revealed; the rest stays masked."""
    shown = reveal(sample(), ("user", 1), "akrueger")
    check_report(shown)
    text = report_bytes(shown).decode()
    assert "/media/akrueger/‹volume 1›" in text
    assert "for akrueger" in text
    assert "‹user" not in text
    assert [each.value for each in shown.consent.revealed] == ["akrueger"]
    assert shown.sections[0].facts[1].seen == "masked"


def test_a_revealed_fact_says_so() -> None:
    """Its class is "revealed", and the other serial numbers close the gap."""
    shown = reveal(sample(), ("serial", 1), "PF1ABCDE")
    check_report(shown)
    serial = shown.sections[0].facts[1]
    assert (serial.value, serial.seen) == ("PF1ABCDE", "revealed")
    assert shown.sections[1].facts[1].value == Masked(masked="serial", n=1)


def test_a_longer_number_at_the_end_of_a_text_leaves_no_gap() -> None:
    """A mark is never cut in two, and what it pushed out is not counted: the report stays one that can be read."""
    full = "x" * 292 + "‹user 9›"
    first = [told("machine.virtual-evidence", " ".join(f"‹user {number}›" for number in range(10, 20)), "dmi")]
    wild = report(part("machine", *first, told("machine.maker", full)))
    calm, became = renumbered(wild)
    check_report(calm)
    assert calm.sections[0].facts[1].value == "x" * 292 + "…"
    assert became == {("user", number): ("user", number - 9) for number in range(10, 20)}
