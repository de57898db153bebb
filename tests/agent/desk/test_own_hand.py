from collections.abc import Iterator

import pytest

from agent.desk.own_hand import OwnHand, PanicKey
from agent.input.injected import Injected
from agent.input.memory import InputMemory

ESCAPE = 9
MS = 1_000_000


@pytest.fixture
def injected() -> Iterator[Injected]:
    """Give the engine's account of what it injected."""
    memory = InputMemory.create()
    yield Injected(memory)
    memory.close()


def test_a_press_the_engine_made_does_not_count(injected: Injected) -> None:
    """Each injected press covers one that shows, no more (acceptance 29)."""
    own = OwnHand(injected)
    injected.key_goes_down(ESCAPE, 5_000 * MS)
    assert not own.key(ESCAPE, 5_001)
    assert own.key(ESCAPE, 5_002)


def test_a_press_that_never_showed_hides_nothing_later(injected: Injected) -> None:
    """An injected press of a key that was down already cannot swallow the customer's Esc."""
    own = OwnHand(injected)
    injected.key_goes_down(ESCAPE, 5_000 * MS)
    assert own.key(ESCAPE, 7_000)


def test_moves_shortly_after_an_injected_one_are_the_engines(injected: Injected) -> None:
    """Later ones are the customer's; so is every one before anything was injected."""
    own = OwnHand(injected)
    assert own.pointer(1)
    injected.pointer_goes(1, 1, 5_000 * MS)
    assert not own.pointer(4_990)
    assert not own.pointer(5_100)
    assert own.pointer(5_200)


def test_the_customers_hand_counts_while_the_technician_moves_too(injected: Injected) -> None:
    """However busy the technician is: theirs is a way or a place that the engine never noted (acceptance 30)."""
    own = OwnHand(injected)
    for step in range(50):
        injected.pointer_goes(step, 700, (5_000 + step) * MS)
    assert not own.pointer(5_050, (49, 700))
    assert not own.pointer(5_050, (30, 700))  # one that shows late
    assert own.pointer(5_050, (-3, 2))
    assert own.pointer(5_050, (3, 700))
    assert not own.pointer(5_050)  # a button, or the wheel


def test_three_escapes_within_two_seconds_stop() -> None:
    """Not two, and not three in a longer time."""
    panic = PanicKey()
    assert [panic.pressed(at) for at in (0.0, 0.5, 1.0)] == [2, 1, 0]
    assert [panic.pressed(at) for at in (5.0, 6.5, 8.0, 8.1, 8.2)] == [2, 1, 1, 0, 2]
