"""From what was said to the document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.report.assemble import assemble
from agent.report.machine import Machine
from agent.report.own import Own, Person
from agent.report.redact import Redactor
from agent.report.told import Known, Said, gap, row
from protocol.errors import ReportMalformed
from protocol.report.document import Masked, Report
from protocol.report.parse import read_report, report_bytes
from protocol.report.pseudonyms import Pseudonym
from tests.support.recorded_machine import RecordedMachine, a_run

OWN = Own(people=(Person("akrueger"),))


def made(*said: Said) -> tuple[Report, dict[Pseudonym, str]]:
    """Assemble what one collector of the machine section said."""

    def collect(_: Machine) -> Iterator[Said]:
        yield from said

    machine = RecordedMachine()
    heard = a_run(machine, collect).collect()
    return assemble(machine, heard, Redactor(OWN), took=1.5, agent="0.1.0", grant=None)


def test_a_masked_fact_never_stands_in_clear() -> None:
    """Nor does it in a text that came before it; the customer's table knows what it stands for."""
    report, table = made(
        Known("machine.virtual-evidence", "dmi PF1ABCDE of akrueger", "dmi", "dmi"),
        Known("machine.serial", "PF1ABCDE", "dmi"),
    )
    data = report_bytes(report)
    assert read_report(data) == report
    assert b"PF1ABCDE" not in data
    assert b"akrueger" not in data
    assert report.sections[0].facts[0].value == "dmi ‹serial 1› of ‹user 1›"
    assert report.sections[0].facts[1].value == Masked(masked="serial", n=1)
    assert table["serial", 1] == "PF1ABCDE"


def test_gaps_of_one_reason_are_one_line() -> None:
    """With all their facts; a section that knows nothing says why."""
    report, _ = made(gap("no-rights", "machine.serial"), gap("no-rights", "machine.uuid"))
    assert [each.facts for each in report.omissions] == [("machine.serial", "machine.uuid")]
    assert report.sections[0].status == "no-rights"


@pytest.mark.parametrize(
    "said",
    [
        Known("machine.owner", "x", "y"),
        Known("disk.model", "x", "y", "sda"),
        Known("machine.maker", "x", "y", "sda"),
        Known("machine.maker", 5, "y"),
    ],
)
def test_what_the_register_does_not_know_is_our_fault(said: Said) -> None:
    """Unknown, in another section, of a thing, or of another kind."""
    with pytest.raises(ReportMalformed):
        made(said)


def test_a_thing_is_told_once() -> None:
    """The first word counts; empty is not known."""
    report, _ = made(Known("machine.maker", "A", "x"), Known("machine.maker", "B", "x"), Known("machine.sku", "", "x"))
    assert [each.value for each in report.sections[0].facts] == ["A"]


def test_rows_are_cut_and_counted() -> None:
    """What does not fit is told."""

    def collect(_: Machine) -> Iterator[Said]:
        for at in range(305):
            yield row("software.services", "x", f"s{at}", None, None, None, None, None)

    machine = RecordedMachine()
    run = a_run(machine, collect)
    heard = run.collect()
    object.__setattr__(heard[0].collector, "section", "software")
    report, _ = assemble(machine, heard, Redactor(OWN), took=0, agent="x", grant=None)
    assert len(report.sections[0].tables[0].rows) == 300
    assert report.truncated[0].left_out == 5


def test_the_words_of_a_gap_are_redacted_too() -> None:
    """The name of a thing may stand in them."""
    report, _ = made(gap("timed-out", "machine.maker", words="luks-6f3c1d2e-8a47-4b0e-9d51-2c7f0a9b1e44 of akrueger."))
    assert [each.words for each in report.omissions] == ["luks-‹id 1› of ‹user 1›."]
    assert read_report(report_bytes(report)) == report
