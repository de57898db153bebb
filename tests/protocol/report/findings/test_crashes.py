"""Rules about crashes."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, demand_all_three, says

CASES = [
    Case("crash.system", SOON, {"crash.system": 1, "crash.system-code@1": "0x9F"}),
    Case("crash.system", ACT, {"crash.system": 3}),
    Case("crash.system", NOTHING, {"crash.system": 0}),
    Case("crash.system", UNKNOWN, {}),
    Case("crash.power", SOON, {"crash.unclean": 2}),
    Case("crash.power", NOTHING, {"crash.unclean": 1}),
    Case("crash.power", UNKNOWN, {}),
    Case("crash.program", WORTH, {"faults.crashes": [("gimp", None, 3, None, None, None, None)]}),
    Case("crash.program", NOTHING, {"faults.crashes": [("gimp", None, 2, None, None, None, None)]}),
    Case("crash.program", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "crashes")
