"""Whose hand it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.input.hand import PANIC_PRESSES, REST, Hand
from agent.input.held import HeldKeys
from agent.input.injected import Injected
from agent.input.memory import InputMemory

ESCAPE, A, CONTROL, ALT, END = 9, 38, 37, 64, 115


@pytest.fixture
def memory() -> Iterator[InputMemory]:
    """Give a shared page."""
    memory = InputMemory.create()
    yield memory
    memory.close()


def at(seconds: float) -> int:
    """Give a time of the account, in ns."""
    return int(seconds * 1e9)


def test_what_was_injected_is_not_the_customers(memory: InputMemory) -> None:
    """Each injected movement and press covers one report of it."""
    hand, injected = Hand(memory), Injected(memory)
    for turn in range(5):
        injected.pointer_goes(turn, 0, at(10))
        assert not hand.moved(10.01)
    injected.key_goes_down(A, at(10))
    assert not hand.pressed(A, 10.01)

    assert not hand.holds(10.02)


def test_what_was_not_injected_is_the_customers(memory: InputMemory) -> None:
    """A movement or press more than was injected is theirs, also in the middle of ours."""
    hand, injected = Hand(memory), Injected(memory)
    injected.pointer_goes(5, 5, at(10))
    assert not hand.moved(10.0)
    assert hand.moved(10.001)
    injected.key_goes_down(A, at(11))
    assert not hand.pressed(A, 11.0)
    assert hand.pressed(A, 11.1)


def test_an_injection_without_echo_hides_nothing_for_long(memory: InputMemory) -> None:
    """A move to where the pointer is already is reported by nobody; the customer's next move is theirs all the same."""
    hand, injected = Hand(memory), Injected(memory)
    for _ in range(50):
        injected.pointer_goes(5, 5, at(10))

    assert hand.moved(10.5)


def test_a_key_that_we_hold_repeats_as_ours(memory: InputMemory) -> None:
    """Auto-repeat of an injected key is not the customer."""
    hand, injected, held = Hand(memory), Injected(memory), HeldKeys(memory)
    held.press(A)
    injected.key_goes_down(A, at(10))

    assert not any(hand.pressed(A, 10 + turn / 30) for turn in range(30))


def test_the_customers_hand_goes_first_for_a_second(memory: InputMemory) -> None:
    """It holds from the move until a second after the last one."""
    hand = Hand(memory)
    hand.moved(10.0)
    hand.moved(10.4)

    assert hand.holds(10.4)
    assert hand.rests_at == 10.4 + REST
    assert not hand.holds(10.4 + REST)


def test_escape_three_times_within_two_seconds_is_panic(memory: InputMemory) -> None:
    """Only the customer's presses count, and only recent ones."""
    hand, injected = Hand(memory), Injected(memory)
    for _ in range(5):
        injected.key_goes_down(ESCAPE, at(1))
        hand.pressed(ESCAPE, 1.0)
    assert hand.panic(1.0) == 0
    counts = []
    for now in (2.0, 3.9, 4.1, 4.2):
        hand.pressed(ESCAPE, now)
        counts.append(hand.panic(now))

    assert counts == [1, 2, 2, 3]


def test_control_alt_end_is_panic_when_all_three_are_the_customers(memory: InputMemory) -> None:
    """An injected Control does not make it one."""
    hand, injected = Hand(memory), Injected(memory)
    injected.key_goes_down(CONTROL, at(1))
    for key in (CONTROL, ALT, END):
        hand.pressed(key, 1.0)
    assert hand.panic(1.0) == 0
    for key in (CONTROL, ALT, END):
        hand.released(key)
    for key in (CONTROL, ALT, END):
        hand.pressed(key, 2.0)

    assert hand.panic(2.0) == PANIC_PRESSES
