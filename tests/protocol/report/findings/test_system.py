"""Rules about the system (the reports are of 2026-11-22)."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, demand_all_three, says

CASES = [
    Case("os.unsupported", ACT, {"os.id": "debian", "os.version": "11.9"}),
    Case("os.unsupported", WORTH, {"os.id": "debian", "os.version": "12"}),
    Case("os.unsupported", SOON, {"os.id": "fedora", "os.version": "43"}),
    Case("os.unsupported", NOTHING, {"os.id": "debian", "os.version": "13.1"}),
    Case("os.unsupported", ACT, {"os.id": "arch", "os.version": "x", "updates.last-success": "2026-01-01T00:00:00Z"}),
    Case("os.unsupported", NOTHING, {"os.id": "arch", "updates.last-success": "2026-11-01T00:00:00Z"}),
    Case("os.unsupported", UNKNOWN, {"os.id": "arch"}),
    Case("os.unsupported", UNKNOWN, {"os.id": "debian", "os.version": "99"}),
    Case("updates.security", SOON, {"updates.security": 1}),
    Case("updates.security", WORTH, {"updates.security": 0, "updates.list-age": 15}),
    Case("updates.security", NOTHING, {"updates.security": 0, "updates.list-age": 1}),
    Case("updates.security", UNKNOWN, {"updates.list-age": 1}),
    Case("updates.failing", SOON, {"updates.failures@KB1": 3, "updates.failure-code@KB1": "0x80070005"}),
    Case("updates.failing", NOTHING, {"updates.failures@KB1": 2}),
    Case("updates.failing", UNKNOWN, {}),
    Case("updates.off", WORTH, {"updates.automatic": False}),
    Case("updates.off", NOTHING, {"updates.automatic": True}),
    Case("updates.off", UNKNOWN, {}),
    Case("restart.pending", WORTH, {"restart.pending": True, "restart.reason@a": "kernel"}),
    Case("restart.pending", SOON, {"restart.pending": True, "restart.days": 8}),
    Case("restart.pending", NOTHING, {"restart.pending": True, "restart.reason@a": "pending file renames"}),
    Case("restart.pending", NOTHING, {"restart.pending": False}),
    Case("restart.pending", UNKNOWN, {}),
    Case("service.failed", SOON, {"software.services": [("nginx", None, "failed", None, True, 1)]}),
    Case("service.failed", NOTHING, {"software.services": [("nginx", None, "running", None, False, 0)]}),
    Case("service.failed", UNKNOWN, {}),
    Case("packages.broken", SOON, {"packages.broken": 1}),
    Case("packages.broken", NOTHING, {"packages.broken": 0}),
    Case("packages.broken", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "system")
