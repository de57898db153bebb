"""Rules about the clock."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, demand_all_three, says

CASES = [
    Case("clock.wrong", WORTH, {"clock.offset": -5_000}),
    Case("clock.wrong", SOON, {"clock.offset": 60_000}),
    Case("clock.wrong", ACT, {"clock.offset": 300_000}),
    Case("clock.wrong", WORTH, {"clock.synchronised": False}),
    Case("clock.wrong", NOTHING, {"clock.offset": 100, "clock.synchronised": True}),
    Case("clock.wrong", UNKNOWN, {}),
    Case("clock.absurd", ACT, {"clock.now": "2015-01-01T00:00:00Z"}),
    Case("clock.absurd", ACT, {"clock.now": "2026-11-22T00:00:00Z", "firmware.date": "2027-01-01T00:00:00Z"}),
    Case("clock.absurd", NOTHING, {"clock.now": "2026-11-22T00:00:00Z", "firmware.date": "2020-01-01T00:00:00Z"}),
    Case("clock.absurd", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "clock")
