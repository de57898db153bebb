"""Rules about power and heat."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, Case, demand_all_three, says

CASES = [
    Case("battery.worn", SOON, {"battery.design@b": 100, "battery.full@b": 79}),
    Case("battery.worn", ACT, {"battery.design@b": 100, "battery.full@b": 49}),
    Case("battery.worn", SOON, {"battery.cycles@b": 1000}),
    Case("battery.worn", NOTHING, {"battery.design@b": 100, "battery.full@b": 80, "battery.cycles@b": 10}),
    Case("battery.worn", UNKNOWN, {"battery.charge@b": 5}),
    Case("heat.throttled", SOON, {"cpu.throttled-rising": True}),
    Case("heat.throttled", SOON, {"cpu.limit": 60}),
    Case("heat.throttled", SOON, {"log.kind": "journal", "faults.kernel": [("heat", 2, None, None, None)]}),
    Case("heat.throttled", NOTHING, {"cpu.throttled-rising": False}),
    Case("heat.throttled", UNKNOWN, {}),
    Case("heat.critical", ACT, {"heat.temperature@s": 95, "heat.critical@s": 100}),
    Case("heat.critical", NOTHING, {"heat.temperature@s": 94, "heat.critical@s": 100}),
    Case("heat.critical", UNKNOWN, {"heat.temperature@s": 40, "heat.critical@s": 0}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "power")
