"""Keys by their place."""

from __future__ import annotations

from agent.input.keyboard import CHARACTERS, LINUX, NAMED, x_keycode


def test_every_key_has_a_number_of_its_own() -> None:
    """No two codes share a number, and all fit X's keycodes."""
    assert len(set(LINUX.values())) == len(LINUX)
    assert all(8 < number + 8 < 256 for number in LINUX.values())


def test_well_known_keys_have_their_well_known_numbers() -> None:
    """Spot checks against a PC keyboard on Linux."""
    known = {
        "KeyA": 38,
        "Escape": 9,
        "Enter": 36,
        "Space": 65,
        "ArrowUp": 111,
        "F12": 96,
        "MetaLeft": 133,
        "Delete": 119,
    }

    assert {code: x_keycode(code) for code in known} == known
    assert x_keycode("Power") is None


def test_every_named_or_printing_key_is_a_key() -> None:
    """The tables for systems without places name only keys of the list."""
    assert set(NAMED) | set(CHARACTERS) <= set(LINUX)
    assert not set(NAMED) & set(CHARACTERS)
