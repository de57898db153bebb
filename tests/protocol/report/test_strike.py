"""Striking out leaves nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from protocol.report.document import Masked
from protocol.report.parse import check_report, report_bytes
from protocol.report.pseudonyms import reveal
from protocol.report.strike import Strikes, strike
from tests.support.sample_report import finding, part, report, sample, told


def test_a_struck_fact_leaves_no_trace() -> None:
    """Gone are the line, its id, the finding that rests on it; the bytes are those of a report that never had it."""
    left = strike(sample(), Strikes(facts=frozenset({("disk.pending", "vdb")})))
    text = report_bytes(left).decode()
    assert "disk.pending" not in text
    without = report(
        *(each.model_copy(update={"facts": tuple(f for f in each.facts if f.id != "disk.pending")})
          for each in sample().sections),
        findings=sample().findings[1:], omissions=sample().omissions, truncated=sample().truncated,
    )  # fmt: skip
    assert report_bytes(left) == report_bytes(without)


def test_no_gap_in_the_numbers_tells_of_a_struck_one() -> None:
    """The third serial number becomes the second when the second is struck."""
    left = strike(sample(), Strikes(facts=frozenset({("disk.serial", "vda")})))
    check_report(left)
    assert left.sections[1].facts[1].value == Masked(masked="serial", n=2)
    assert [each.count for each in left.pseudonyms if each.masked == "serial"] == [2]


def test_a_struck_section_takes_its_gaps_findings_and_counts() -> None:
    """Not even its name, nor what was left out of its tables, stays."""
    left = strike(sample(), Strikes(sections=frozenset({"storage", "software"})))
    text = report_bytes(left).decode()
    check_report(left)
    for word in ("storage", "software", "disk", "smart", "service", "vdb", "left_out"):
        assert word not in text


def test_striking_every_line_is_striking_the_section() -> None:
    """Nobody can tell which of the two it was."""
    facts = frozenset((each.id, each.of) for each in sample().sections[1].facts)
    assert strike(sample(), Strikes(facts=facts)) == strike(sample(), Strikes(sections=frozenset({"storage"})))


def test_a_struck_row_takes_its_finding() -> None:
    """A finding may rest on a table's row."""
    left = strike(sample(), Strikes(rows=frozenset({("software.services", 1)})))
    assert b"nginx" not in report_bytes(left)
    assert [each.id for each in left.findings] == ["disk.pending"]


def test_findings_and_gaps_can_be_struck_alone() -> None:
    """The facts stay."""
    left = strike(sample(), Strikes(findings=frozenset({("disk.pending", "vdb")}), omissions=frozenset({0})))
    assert [each.id for each in left.findings] == ["service.failed"]
    assert left.omissions == ()
    assert b'"disk.pending"' in report_bytes(left)


def test_what_was_revealed_and_then_struck_is_not_listed_as_revealed() -> None:
    """The list of reveals would say it otherwise."""
    shown = reveal(sample(), ("serial", 1), "PF1ABCDE")
    left = strike(shown, Strikes(facts=frozenset({("machine.serial", "")})))
    assert b"PF1ABCDE" not in report_bytes(left)
    assert strike(shown, Strikes()).consent.revealed == shown.consent.revealed


def test_striking_nothing_changes_nothing() -> None:
    """The bytes stay the same."""
    assert report_bytes(strike(sample(), Strikes())) == report_bytes(sample())


THINGS = [f"vd{letter}" for letter in "abcdefgh"]


@given(st.sets(st.sampled_from(THINGS)), st.sets(st.sampled_from(THINGS)))
def test_whatever_is_struck_the_rest_is_as_if_it_had_never_been(there: set[str], struck: set[str]) -> None:
    """A strike and a machine without those disks give the same bytes."""

    def machine(disks: list[str]) -> bytes:
        facts = [
            fact
            for disk in disks
            for fact in (
                told("disk.serial", Masked(masked="serial", n=disks.index(disk) + 1), disk),
                told("disk.pending", 1, disk),
            )
        ]
        found = tuple(finding("disk.pending", ("disk.pending", disk), about=disk) for disk in disks)
        whole = report(*([part("storage", *facts)] if facts else []), findings=found)
        lines = frozenset((name, disk) for disk in struck for name in ("disk.serial", "disk.pending"))
        return report_bytes(strike(whole, Strikes(facts=lines)))

    assert machine(sorted(there)) == machine(sorted(there - struck))
