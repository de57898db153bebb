"""All rules over one report."""

from __future__ import annotations

from protocol.report.findings.judge import RULES, judged
from protocol.report.parse import check_report
from protocol.report.register.everything import FACTS
from tests.support.sample_report import part, report, told


def test_every_rule_of_the_table_is_there_once() -> None:
    """Ids are unique, and each rule is about a sort of thing that the register knows."""
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 60
    assert {rule.about for rule in RULES} - {""} <= {fact.about for fact in FACTS.values()}


def test_a_report_without_facts_has_no_findings() -> None:
    """What is not known is not judged, and never called good."""
    assert judged(report()) == ()


def test_findings_stand_in_the_order_of_their_cost_and_pass_the_check() -> None:
    """With evidence that is in the document."""
    bare = report(
        part("storage", told("disk.wear", 85, "vda"), told("disk.pending", 9, "vda")),
        part("system", told("updates.automatic", False), told("updates.security", 4)),
    )
    whole = bare.model_copy(update={"findings": judged(bare)})
    check_report(whole)
    assert [finding.severity for finding in whole.findings] == ["act-now", "soon", "worth-knowing", "worth-knowing"]


def test_a_healthy_machine_has_no_findings() -> None:
    """The right ones show and no others."""
    healthy = report(
        part("storage", told("disk.health", "ok", "vda"), told("volume.system", True, "vda1"),
             told("volume.total", 10**12, "vda1"), told("volume.available", 5 * 10**11, "vda1")),
        part("system", told("updates.security", 0), told("clock.synchronised", True)),
    )  # fmt: skip
    assert judged(healthy) == ()
