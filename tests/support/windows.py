"""What stands on an X display and when it changes: windows by title, and waiting that is woken by the display."""

import select
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import damage, xfixes

T = TypeVar("T")
LOOK_AGAIN = 0.5  # seconds; a condition may also hang on a file or a process, of which the display knows nothing


class NothingHappened(AssertionError):
    """What was waited for on the display did not come true in its time."""


class Window(NamedTuple):
    """A window as it stands on the screen: X's id, its title, and where it is, in pixels of the screen."""

    id: int
    title: str
    x: int
    y: int
    width: int
    height: int


class Watch:
    """A connection to a display that sees its windows and is told of every change. Close it with `close()`."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask | X.PropertyChangeMask)
        self._display.damage_query_version()
        self._damage = self._root.damage_create(damage.DamageReportNonEmpty)
        self._display.xfixes_query_version()
        clipboard = self._display.get_atom("CLIPBOARD")
        self._display.xfixes_select_selection_input(self._root, clipboard, xfixes.XFixesSetSelectionOwnerNotifyMask)
        self._display.sync()

    def close(self) -> None:
        """Leave the display."""
        self._display.close()

    def windows(self) -> list[Window]:
        """Give every visible window with a title, lowest first."""
        found: list[Window] = []
        self._collect(self._root, found)
        return found

    def until(self, condition: Callable[[], T], within: float, what: str) -> T:
        """
        Ask `condition` again at each change of the display until it gives something true, and give that.

        Raises:
            NothingHappened: It did not within `within` seconds; the message names `what`.
        """
        deadline = time.monotonic() + within
        while True:
            self._forget_changes()
            if held := condition():
                return held
            left = deadline - time.monotonic()
            if left <= 0:
                standing = ", ".join(repr(window.title) for window in self.windows()) or "no window"
                raise NothingHappened(f"waited {within} s for {what}; on the display: {standing}")
            self._await_change(min(left, LOOK_AGAIN))

    def _await_change(self, within: float) -> None:
        if not self._display.pending_events():
            select.select([self._display.fileno()], [], [], within)

    def _forget_changes(self) -> None:
        # Subtracting before the condition looks means that whatever changes while it looks wakes the next round.
        while self._display.pending_events():
            self._display.next_event()
        self._display.damage_subtract(self._damage, X.NONE, X.NONE)
        self._display.sync()

    def _collect(self, parent: Any, found: list[Window]) -> None:  # noqa: ANN401  python-xlib has no types
        for child in self._asked(lambda: parent.query_tree().children) or []:
            # First whether it stands, then where, in one question: a window manager places a window before it shows
            # it, and asked the other way round it would be seen where it never stood.
            look = self._asked(child.get_attributes)
            if look is None or look.map_state != X.IsViewable:
                continue
            shape = self._asked(child.get_geometry)
            place = self._asked(lambda: self._root.translate_coords(child, 0, 0))  # noqa: B023 - asked at once
            if shape is None or place is None:
                continue
            if title := self._title(child):
                found.append(Window(child.id, title, place.x, place.y, shape.width, shape.height))
            self._collect(child, found)

    def _title(self, window: Any) -> str:  # noqa: ANN401  python-xlib has no types
        for name in ("_NET_WM_NAME", "WM_NAME"):
            if held := self._property(window, name):
                return held.decode("utf-8", "replace") if isinstance(held, bytes) else str(held)
        return ""

    def _property(self, window: Any, name: str) -> Any:  # noqa: ANN401  python-xlib has no types
        atom = self._display.get_atom(name)
        held = self._asked(lambda: window.get_full_property(atom, X.AnyPropertyType))
        return None if held is None else held.value

    @staticmethod
    def _asked(question: Callable[[], T]) -> T | None:
        """Ask about a window that may be gone by now."""
        try:
            return question()
        except XError:
            return None
