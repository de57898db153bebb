"""Which key makes a character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from Xlib import display as xdisplay

from agent.input.held import HeldKeys
from agent.input.inject.x11_keymap import LOCK_MASK, MOST_LENT, KeyMap, Stroke
from agent.input.memory import InputMemory
from tests.support.display import VirtualDisplay


@pytest.fixture
def keymap() -> Iterator[KeyMap]:
    """Give the map of a display with a US keyboard."""
    memory = InputMemory.create()
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        yield KeyMap(connection, HeldKeys(memory))
        connection.close()
    memory.close()


def test_a_character_has_its_key_and_its_shift(keymap: KeyMap) -> None:
    """Small letters, capitals and signs of a US keyboard."""
    assert keymap.stroke("a", 0) == Stroke(38, shift=False, level3=False)
    assert keymap.stroke("A", 0) == Stroke(38, shift=True, level3=False)
    assert keymap.stroke("!", 0) == Stroke(10, shift=True, level3=False)
    assert keymap.stroke("\n", 0).keycode == 36


def test_caps_lock_turns_letters_round_and_nothing_else(keymap: KeyMap) -> None:
    """With Caps Lock on, a capital needs no Shift; a sign still does."""
    assert not keymap.stroke("A", LOCK_MASK).shift
    assert keymap.stroke("a", LOCK_MASK).shift
    assert keymap.stroke("!", LOCK_MASK).shift


def test_keycodes_are_lent_to_what_no_key_makes(keymap: KeyMap) -> None:
    """A few unused keycodes take turns; one character keeps its keycode as long as it can."""
    lent = [keymap.stroke(chr(0x4E00 + number), 0).keycode for number in range(MOST_LENT)]
    assert len(set(lent)) == MOST_LENT
    assert keymap.stroke(chr(0x4E00), 0).keycode == lent[0]
    assert keymap.stroke("ж", 0).keycode == lent[1]


def test_what_was_lent_is_given_back(keymap: KeyMap) -> None:
    """Afterwards the keycodes mean nothing again."""
    first = keymap.stroke("漢", 0).keycode
    keymap.give_back()
    keymap.read()

    assert keymap.stroke("字", 0).keycode == first
