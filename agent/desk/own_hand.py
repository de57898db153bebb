"""Whose hand it was: the customer's own, or the engine's. Judged by the engine's account, not by the input device."""

from __future__ import annotations

from collections import deque

from agent.input.injected import Injected

SETTLED_MILLISECONDS = 150
"""So long after an injected pointer event it may still show: what a move says of itself then tells whose it is."""
FRESH_MILLISECONDS = 1000
"""A press shows within this time after it was injected, or it never will."""
PRESSES = 3
WITHIN_SECONDS = 2.0
_WRAP = 2**32


class OwnHand:
    """Compares what the display reports with what the engine says it injected."""

    def __init__(self, injected: Injected) -> None:
        """Take the page in which the engine notes each event before it makes it."""
        self._injected = injected
        self._accounted: dict[int, int] = {}

    def key(self, keycode: int, at: int) -> bool:
        """Take one press of a key at the display's time (ms), and say whether the customer made it."""
        made, accounted = self._injected.presses(keycode), self._accounted.get(keycode, 0)
        is_fresh = self._since(self._injected.press_time, at) <= FRESH_MILLISECONDS
        if not is_fresh or accounted >= made:
            # What was injected long ago and never showed (a key that was down already) must not hide the customer's.
            self._accounted[keycode] = made
            return True
        self._accounted[keycode] = accounted + 1
        return False

    def pointer(self, at: int, moved: tuple[int, int] | None = None) -> bool:
        """
        Take one pointer event at the display's time (ms), and say whether the customer made it.

        `moved` is what a move says of itself, None for a button: a move of the engine's names the very place that the
        engine noted, the customer's hand a way or another place. So it counts while the engine moves without a pause.
        """
        if self._since(self._injected.pointer_time, at) > SETTLED_MILLISECONDS:
            return True
        return moved is not None and moved not in self._injected.places

    @staticmethod
    def _since(injected: int, at: int) -> int:
        """Give the milliseconds from an injected event (ns) to another; 0 for one that came before it."""
        if injected == 0:
            return _WRAP
        after = (at - injected // 1_000_000) % _WRAP  # the display's clock is the monotonic one, in 32 bits
        return after if after < _WRAP // 2 else 0


class PanicKey:
    """Esc three times within two seconds, from anywhere."""

    def __init__(self) -> None:
        """Begin with no press."""
        self._presses: deque[float] = deque(maxlen=PRESSES)

    def pressed(self, at: float) -> int:
        """Take one press at a moment in seconds, and say how many more are missing: 0 stops everything."""
        self._presses.append(at)
        recent = [press for press in self._presses if at - press <= WITHIN_SECONDS]
        if len(recent) == PRESSES:
            self._presses.clear()
        return PRESSES - len(recent)
