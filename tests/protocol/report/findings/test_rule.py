"""What a rule sees."""

from __future__ import annotations

from protocol.report.document import Evidence, Masked
from protocol.report.findings.rule import Facts, listed
from tests.support.sample_report import part, report, sample, told


def test_whatever_was_read_is_evidence() -> None:
    """And nothing else: striking out any of it takes the finding along."""
    facts = Facts(sample())
    facts.number("disk.size", "vda")
    facts.began()
    facts.number("disk.pending", "vdb")
    facts.number("disk.pending", "vda")
    facts.rows("software.services", lambda line: line["service.failed"] is True)
    assert facts.evidence() == (
        Evidence(fact="disk.pending", of="vdb"),
        Evidence(fact="software.services", of="nginx.service"),
    )


def test_a_rule_never_sees_a_masked_value() -> None:
    """So no finding can quote one."""
    facts = Facts(report(part("machine", told("machine.serial", Masked(masked="serial", n=1)))))
    assert facts.text("machine.serial") is None
    assert facts.evidence() == ()


def test_a_truth_is_no_number() -> None:
    """Zero, false and not known are three answers."""
    facts = Facts(report(part("power", told("mains.connected", False))))
    assert facts.number("mains.connected") is None
    assert facts.flag("mains.connected") is False
    assert facts.flag("mains.adapter") is None


def test_long_lists_are_cut_in_words() -> None:
    """Three names and a number."""
    assert listed(["a", "b"]) == "a, b"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
