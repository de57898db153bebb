"""What stands on top of what on X11: whether windows of ours are covered, without touching them."""

from __future__ import annotations

import struct
from collections.abc import Collection
from typing import Any, Final

from Xlib import X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, XError

from agent.screen.capture.x11_wire import Refused, Wire

_QUERY_TREE: Final = 15
_QUERY: Final = struct.Struct("=BxHL")
_CHILDREN: Final = struct.Struct("=16xH")
_HEAD: Final = 32
"""Bytes of the answer before the windows, lowest first. (X protocol, encoding of QueryTree.)"""


class XStack:
    """Asks the X server each time."""

    def __init__(self) -> None:
        """Connect."""
        self._display = Display()
        # It is asked each second while something is live, and python-xlib would make an object of every window.
        self._wire = Wire(Display())
        self._tree = _QUERY.pack(_QUERY_TREE, 2, self._display.screen().root.id)

    def on_top(self, windows: Collection[int]) -> bool:
        """
        Say whether nothing stands above any of these windows but others of them (and so nothing covers one).

        Only for windows outside the window manager, which are the root's own. A display that is gone says no.
        """
        try:
            answer = self._wire.answer(self._wire.send(self._tree))
        except (Refused, OSError):
            return False
        (above,) = _CHILDREN.unpack_from(answer)
        # Fewer than ours are never all of ours.
        stacked = struct.unpack_from(f"={above}L", answer, _HEAD)
        return not windows or set(stacked[-len(windows) :]) == set(windows)

    def is_covered(self, window: int, ours: Collection[int]) -> bool:
        """
        Say whether anything but `ours` lies above a part of a window, which the window manager may have framed.

        Whether one can see through it does not count: what is drawn over a question could change what it says. A
        display that is gone says yes, and so does a window that is.
        """
        try:
            root = self._display.screen().root
            stacked = root.query_tree().children
            place = next(i for i, each in enumerate(stacked) if each.id == self._outermost(window))
            known = {self._outermost(each) for each in ours}
            whole = _rect(stacked[place])
            above = [each for each in stacked[place + 1 :] if each.id not in known]
        except (ConnectionClosedError, OSError, XError, StopIteration):
            return True
        return any(_lies_over(each, whole) for each in above)

    def close(self) -> None:
        """Let go of the display."""
        self._wire.close()
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return

    def _outermost(self, window: int) -> int:
        """Give the root's own window that holds this one: itself, or the window manager's frame around it."""
        root, inner = self._display.screen().root.id, window
        while True:
            try:
                outer = self._display.create_resource_object("window", inner).query_tree().parent
            except XError:
                return inner  # it went away while we asked
            if outer == X.NONE or outer.id == root:
                return inner
            inner = outer.id


_Rect = tuple[int, int, int, int]


def _rect(window: Any) -> _Rect:  # noqa: ANN401 - python-xlib's windows have no types
    at = window.get_geometry()
    return at.x, at.y, at.x + at.width + 2 * at.border_width, at.y + at.height + 2 * at.border_width


def _lies_over(window: Any, place: _Rect) -> bool:  # noqa: ANN401 - as above
    try:
        looks = window.get_attributes()
        left, top, right, bottom = _rect(window)
    except XError:
        return False  # it is gone since
    except (ConnectionClosedError, OSError):
        return True
    is_seen = looks.map_state == X.IsViewable and looks.win_class == X.InputOutput
    return is_seen and left < place[2] and place[0] < right and top < place[3] and place[1] < bottom
