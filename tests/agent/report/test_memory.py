"""1.2 How much memory there is."""

from __future__ import annotations

from agent.report.memory import amounts
from tests.support.recorded_machine import RecordedMachine, hear


def test_zero_swap_is_a_fact() -> None:
    """None is not: what psutil does not name is not known."""
    twin = RecordedMachine(counters={
        "virtual_memory": {"total": 8 * 2**30, "available": 2**30, "cached": 5},
        "swap_memory": {"total": 0, "used": 0},
    })  # fmt: skip
    heard = hear(amounts, twin)
    assert heard.facts["swap.total"] == 0
    assert heard.facts["memory.available"] == 2**30
    assert heard.gaps == {}


def test_what_is_not_counted_is_not_known() -> None:
    """A Windows without a cache to name, a number that is none."""
    twin = RecordedMachine(counters={
        "virtual_memory": {"total": 8 * 2**30, "available": "much"}, "swap_memory": {"total": 2**30},
    })  # fmt: skip
    heard = hear(amounts, twin)
    assert heard.facts == {"memory.total": 8 * 2**30, "swap.total": 2**30}
    assert set(heard.gaps) == {"memory.available", "memory.cached", "swap.used"}
