"""The engine's account of what it injected."""

from __future__ import annotations

from agent.input.injected import Injected
from agent.input.memory import InputMemory


def test_counts_places_and_times_are_kept() -> None:
    """The desk reads from its own mapping what the engine counted."""
    memory = InputMemory.create()
    engine, desk = Injected(memory), Injected(memory)
    engine.pointer_goes(-5, 700, 1_000)
    engine.pointer_goes(6, 701, 2_000)
    engine.key_goes_down(9, 3_000)
    engine.key_goes_down(9, 4_000)
    engine.key_goes_down(255, 5_000)

    assert (desk.pointer_count, desk.place, desk.pointer_time) == (2, (6, 701), 2_000)
    assert (desk.press_count, desk.press_time) == (3, 5_000)
    assert (desk.presses(9), desk.presses(255), desk.presses(10)) == (2, 1, 0)
    memory.close()
