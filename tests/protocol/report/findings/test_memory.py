"""Rules about memory and processor."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, demand_all_three, says

CASES = [
    Case("memory.short", WORTH, {"memory.total": 100, "memory.available": 9}),
    Case("memory.short", SOON, {"pressure.memory-full": 500}),
    Case("memory.short", ACT, {"pressure.memory-full": 2000}),
    Case("memory.short", ACT, {"pressure.level": 4}),
    Case("memory.short", SOON, {"memory.commit-percent": 90}),
    Case("memory.short", NOTHING, {"memory.total": 100, "memory.available": 10, "pressure.memory-full": 499}),
    Case("memory.short", UNKNOWN, {"memory.total": 100}),
    Case("memory.killed", SOON, {"memory.oom-kills": 1}),
    Case("memory.killed", NOTHING, {"memory.oom-kills": 0}),
    Case("memory.killed", UNKNOWN, {}),
    Case("memory.errors", ACT, {"memory.errors-uncorrected": 1}),
    Case("memory.errors", SOON, {"memory.errors-corrected": 1, "memory.errors-uncorrected": 0}),
    Case("memory.errors", NOTHING, {"memory.errors-corrected": 0}),
    Case("memory.errors", UNKNOWN, {}),
    Case("hardware.errors", ACT, {"log.kind": "journal", "faults.kernel": [("hardware error", 1, None, None, None)]}),
    Case("hardware.errors", NOTHING, {"log.kind": "journal", "faults.kernel": []}),
    Case("hardware.errors", UNKNOWN, {}),
    Case("memory.slow", WORTH, {"memory.module-rated@d": 3200, "memory.module-running@d": 2133}),
    Case("memory.slow", NOTHING, {"memory.module-rated@d": 3200, "memory.module-running@d": 2666}),
    Case("memory.slow", UNKNOWN, {"memory.module-rated@d": 3200}),
    Case("cpu.busy", WORTH, {"activity.programs": [("chromium", 9, 91, 5)]}),
    Case("cpu.busy", NOTHING, {"activity.programs": [("chromium", 9, 90, 5)]}),
    Case("cpu.busy", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "memory")
