"""
What each frame asks of the X server, written and read by hand.

python-xlib describes a request field by field and looks the description up for each value; that costs more than the
request. It still carries the bytes, keeps count of them and hands out errors. Where an answer is awaited, others are
asked for with it: one way there and back for all. (X protocol, DAMAGE and X Fixes protocols, encodings.)
"""

from __future__ import annotations

import struct
from typing import Any, Final

from Xlib.protocol import rq

from agent.screen.rect import Rect

_QUERY_POINTER: Final = 38
_DAMAGE_SUBTRACT, _FETCH_REGION = 3, 19
_HEAD: Final = 32
"""Bytes before the rectangles of a region."""

_RECTANGLE: Final = struct.Struct("=hhHH")
_PLACE: Final = struct.Struct("=16xhh")
_SERIAL: Final = struct.Struct("=2xH")
_SENT: Final = 0x80
"""The bit of an event that another program sent."""


class Told:
    """An event of which nobody needs more than what kind it is."""

    __slots__ = ("sequence_number", "type")

    def __init__(self, display: Any, binarydata: Any) -> None:  # noqa: ANN401, ARG002 - as python-xlib calls it
        self.type = binarydata[0] & ~_SENT
        (self.sequence_number,) = _SERIAL.unpack_from(binarydata)


class Command(rq.Request):  # type: ignore[misc] # python-xlib has no types
    """A request without an answer; what the server has against it is kept in `errors`."""

    def __init__(self, core: Any, written: bytes) -> None:  # noqa: ANN401 - as above
        self.errors: list[Any] = []
        self._errorhandler = self._keep
        self._binary, self._serial = written, None
        core.send_request(self, wait_for_response=True)

    def _keep(self, error: Any, _request: Any) -> int:  # noqa: ANN401 - as above
        self.errors.append(error)
        return 1


class Question(rq.ReplyRequest):  # type: ignore[misc] # as above
    """A request whose answer is waited for with `answer`; several may be asked before that."""

    _reply = None  # that there is one tells python-xlib that an answer comes

    def __init__(self, core: Any, written: bytes) -> None:  # noqa: ANN401 - as above
        self._display, self._binary, self._serial = core, written, None
        self._data: dict[str, Any] | None = None
        self._error = None
        self._response_lock = rq.lock.allocate_lock()
        core.send_request(self, wait_for_response=True)

    def _parse_response(self, data: Any) -> None:  # noqa: ANN401 - bytes, or a view of them
        self._data = {"sequence_number": _SERIAL.unpack_from(data)[0], "bytes": bytes(data)}

    def answer(self) -> bytes:
        """
        Wait for the answer and give its bytes.

        Raises:
            XError: The server refused it.
        """
        self.reply()
        found: bytes = self._data["bytes"] if self._data is not None else b""
        return found


class Quick:
    """The questions about one display's damage and pointer."""

    def __init__(self, display: Any, damage: int, region: int) -> None:  # noqa: ANN401 - a `Xlib.display.Display`
        """Take the display, its damage object, and the region that it is handed over in."""
        self._core = display.display
        major = self._core.get_extension_major
        self._subtract = struct.pack("=BBHLLL", major("DAMAGE"), _DAMAGE_SUBTRACT, 4, damage, 0, region)
        self._fetch = struct.pack("=BBHL", major("XFIXES"), _FETCH_REGION, 2, region)
        self._where = struct.pack("=BBHL", _QUERY_POINTER, 0, 2, display.screen().root.id)

    def damage(self, *, pointer: bool) -> tuple[list[Rect], tuple[int, int] | None]:
        """Have the damage handed over and forgotten; give its rectangles, and where the pointer is if that is asked."""
        handing = Command(self._core, self._subtract)
        fetching = Question(self._core, self._fetch)
        asking = Question(self._core, self._where) if pointer else None
        rects = [Rect(*each) for each in _RECTANGLE.iter_unpack(fetching.answer()[_HEAD:])]
        if handing.errors:
            raise handing.errors[0]
        return rects, _place(asking) if asking is not None else None

    def pointer(self) -> tuple[int, int]:
        """Give where the pointer is on the desktop."""
        return _place(Question(self._core, self._where))

    @property
    def is_event_waiting(self) -> bool:
        """Say whether events came with answers: of those the socket will not tell again."""
        return bool(self._core.event_queue)


def tell_kinds_only(display: Any, *kinds: int) -> None:  # noqa: ANN401 - as above
    """Have events of these kinds read as `Told`: the pointer's tell dozens of values that nobody asks for."""
    core = display.display
    core.event_classes = core.event_classes | dict.fromkeys(kinds, Told)  # python-xlib's own is of all displays


def _place(asked: Question) -> tuple[int, int]:
    x, y = _PLACE.unpack_from(asked.answer())
    return x, y
