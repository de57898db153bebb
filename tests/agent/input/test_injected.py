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


def test_the_last_places_are_kept() -> None:
    """As many as show late, and none that was never there."""
    memory = InputMemory.create()
    account = Injected(memory)
    assert account.places == frozenset()
    for step in range(3):
        account.pointer_goes(step, -step, 1)
    assert account.places == {(0, 0), (1, -1), (2, -2)}
    for step in range(40):
        account.pointer_goes(100 + step, 5, 1)
    assert len(account.places) == 32
    assert (139, 5) in account.places
    assert (107, 5) not in account.places
    memory.close()
