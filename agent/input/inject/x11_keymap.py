"""Which key, with which modifiers, makes a character on this X display; and keycodes lent to those no key makes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final, NamedTuple

from agent.input.held import HeldKeys

SHIFT_MASK: Final = 1
LOCK_MASK: Final = 2
_GROUP_SHIFT: Final = 13  # XKB puts the group into these bits of the state
_GROUP_MASK: Final = 3
_SHIFTS: Final = (0xFFE1, 0xFFE2)  # Shift_L, Shift_R
_LEVEL3: Final = 0xFE03  # ISO_Level3_Shift: AltGr
_UNICODE: Final = 0x01000000  # keysyms of characters without one of their own (X11 protocol, appendix A)
_KEYPAD: Final = range(0xFF80, 0xFFBE)
_SPECIAL: Final = {"\n": 0xFF0D, "\r": 0xFF0D, "\t": 0xFF09, "\b": 0xFF08, "\x1b": 0xFF1B, "€": 0x20AC}
# XKB's four columns of a group among the core protocol's: the first group's two further levels come after the second.
_COLUMNS: Final = ((0, 1, 4, 5), (2, 3, 6, 7))
MOST_LENT: Final = 8
"""Keycodes lent at a time: a program looks a key up when it gets to it, and by then it must still mean the same."""


class Stroke(NamedTuple):
    """One key with what must be down, and must be up, for it to make the character."""

    keycode: int
    shift: bool
    level3: bool


class KeyMap:
    """The display's keyboard map, read anew whenever somebody changed it."""

    def __init__(self, display: Any, held: HeldKeys) -> None:  # noqa: ANN401 - python-xlib has no types
        """Read the map of a `Xlib.display.Display`."""
        self._display = display
        self._held = held
        self._lent: OrderedDict[int, int] = OrderedDict()
        self.read()

    def read(self) -> None:
        """Read the map and the modifiers."""
        info = self._display.display.info
        self._first = int(info.min_keycode)
        self._rows: list[list[int]] = [
            list(row) for row in self._display.get_keyboard_mapping(self._first, info.max_keycode - self._first + 1)
        ]
        modifiers = self._display.get_modifier_mapping()
        self.shifts = [keycode for keycode in modifiers[0] if keycode]
        self.level3s = self._keycodes_of(_LEVEL3)
        self.level3_mask = sum(
            1 << place for place, keycodes in enumerate(modifiers) if set(self.level3s) & set(keycodes)
        )

    def stroke(self, character: str, state: int) -> Stroke:
        """Give the key for a character under the display's present state, lending a keycode when none makes it."""
        keysyms = _keysyms(character)
        group = state >> _GROUP_SHIFT & _GROUP_MASK
        for wanted in (group, 0) if group else (0,):
            for keysym in keysyms:
                found = self._find(keysym, wanted)
                if found is not None:
                    return self._with_lock(found, character, state)
        return Stroke(self._lend(keysyms[0]), shift=False, level3=False)

    def _find(self, keysym: int, group: int) -> Stroke | None:
        columns = _COLUMNS[min(group, 1)]
        for level in range(4):
            if level > 1 and not self.level3_mask:
                break
            for keycode, row in enumerate(self._rows, self._first):
                if columns[level] < len(row) and row[columns[level]] == keysym and keycode not in self._lent.values():
                    return Stroke(keycode, shift=bool(level & 1), level3=level > 1)
        return None

    @staticmethod
    def _with_lock(stroke: Stroke, character: str, state: int) -> Stroke:
        """Turn Shift round for letters while Caps Lock is on."""
        is_letter = character.lower() != character.upper()
        return stroke._replace(shift=not stroke.shift) if is_letter and state & LOCK_MASK else stroke

    def _lend(self, keysym: int) -> int:
        if keysym in self._lent:
            self._lent.move_to_end(keysym)
            return self._lent[keysym]
        keycode = self._spare()
        self._held.borrow(keycode)
        # The same character at every level, so that no modifier changes it.
        self._display.change_keyboard_mapping(keycode, [[keysym] * len(self._rows[0])])
        self._display.sync()
        self._lent[keysym] = keycode
        return keycode

    def _spare(self) -> int:
        if len(self._lent) < MOST_LENT:
            for keycode in range(self._first + len(self._rows) - 1, self._first, -1):
                if not any(self._rows[keycode - self._first]) and keycode not in self._lent.values():
                    return keycode
        if not self._lent:
            # Every keycode has a meaning here; the last one is hardly ever a key.
            return self._first + len(self._rows) - 1
        return self._lent.popitem(last=False)[1]

    def give_back(self) -> None:
        """Take the lent characters away again."""
        for keycode in self._held.borrowed():
            self._display.change_keyboard_mapping(keycode, [[0] * len(self._rows[0])])
            self._display.sync()
            self._held.returned(keycode)
        self._lent.clear()

    def _keycodes_of(self, keysym: int) -> list[int]:
        return [keycode for keycode, row in enumerate(self._rows, self._first) if keysym in row]


def _keysyms(character: str) -> list[int]:
    """Give the keysyms that stand for a character, the most usual first."""
    if character in _SPECIAL:
        return [_SPECIAL[character]]
    point = ord(character)
    latin = [point] if 0x20 <= point <= 0x7E or 0xA0 <= point <= 0xFF else []  # noqa: PLR2004 - Latin-1's keysyms
    return [*latin, _UNICODE | point]
