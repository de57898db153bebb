"""The keyboard's way to the banner and back on X11: the banner stands outside the window manager, so we give it."""

from __future__ import annotations

from Xlib import X
from Xlib.display import Display
from Xlib.error import CatchError, ConnectionClosedError


class XFocus:
    """Gives the keyboard to a window of ours when the customer asks for it, and back to whom it was taken from."""

    def __init__(self) -> None:
        """Connect."""
        self._display = Display()
        self._former: int | None = None
        self._given: set[int] = set()

    def take(self, window: int) -> None:
        """Give it to a window of ours; remember who had it, unless it was given to one of ours already."""
        try:
            has_it = self._has_it()
            if has_it not in self._given:
                self._former = has_it
            self._given.add(window)
            self._give(window)
        except (ConnectionClosedError, OSError):
            return  # a display that is gone has no keyboard to give

    def holds(self) -> bool:
        """Say whether a window that it was given to still has it: one that comes up, such as a question, takes it."""
        try:
            return self._has_it() in self._given
        except (ConnectionClosedError, OSError):
            return False

    def give_back(self) -> None:
        """
        Give it back, unless another window has taken it meanwhile.

        A window that has gone meanwhile is passed over: the window manager then chooses.
        """
        former, self._former = self._former, None
        given, self._given = self._given, set()
        if former is None:
            return
        try:
            if self._has_it() in given | {X.NONE, X.PointerRoot}:
                self._give(former)
        except (ConnectionClosedError, OSError):
            return

    def _has_it(self) -> int:
        return _number(self._display.get_input_focus().focus)

    def close(self) -> None:
        """Let go of the display."""
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return

    def _give(self, window: int) -> None:
        refused = CatchError()
        self._display.set_input_focus(window, X.RevertToPointerRoot, X.CurrentTime, onerror=refused)
        self._display.sync()
        if refused.get_error():
            self._display.set_input_focus(X.PointerRoot, X.RevertToPointerRoot, X.CurrentTime)
            self._display.sync()


def _number(focus: object) -> int:
    return focus if isinstance(focus, int) else int(getattr(focus, "id", X.PointerRoot))
