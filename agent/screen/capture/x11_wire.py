"""
One connection to an X server, written and read by hand.

python-xlib is made for many threads and any request: of the calls that a frame cost, a third were its locks and queues,
for three requests of which we know every byte. It still finds the server, shows who we are, asks for extensions and
has events selected; after that its socket is ours alone. (X protocol, sections 1 and 8 and encodings; Generic Event
Extension.)
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from typing import Any, Final

_ERROR, _REPLY, _GENERIC = 0, 1, 35
_PACKET: Final = 32
"""Bytes of whatever comes from the server; replies and generic events say how much more there is."""

_WORD: Final = 4
_ALL: Final = 65_536
LAST: Final = 0xFFFF
"""The number of a request after which they begin anew."""

_SENT: Final = 0x7F
"""The bits of an event's kind; the one above says that another program sent it."""

_HEAD: Final = struct.Struct("=BBHL")


class Refused(Exception):
    """The server has something against a request: the number of the X error."""


class Wire:
    """Requests, answers, and the kinds of the events in between. For one thread at a time."""

    def __init__(self, display: Any) -> None:  # noqa: ANN401 - a `Xlib.display.Display`
        """Take a display's connection over: of the display only what needs no server may be asked from now on."""
        display.sync()
        core = display.display
        self._display = display  # it would close its socket when it goes
        self._socket: socket.socket = core.socket
        self._socket.setblocking(True)
        self._held = bytes(core.data_recv)
        self._serial: int = core.request_serial - 1
        self._first = self._serial
        """The first request that was sent with the last one."""
        self.kinds: set[int] = {event.type for event in core.event_queue}
        """Of the events that came since this was last emptied."""

    @property
    def is_event_waiting(self) -> bool:
        """Say whether events came that were not given yet: beside an answer, and of those the socket tells no more."""
        return bool(self.kinds) or 0 < _size(self._held, 0) <= len(self._held)

    def fileno(self) -> int:
        """Give the descriptor that is readable when something comes; negative once it is closed."""
        return self._socket.fileno()

    def new_id(self) -> int:
        """Give an id that nothing on the server has."""
        return int(self._display.display.allocate_resource_id())

    def send(self, *requests: bytes) -> int:
        """Send requests; give the number of the last, by which its answer is asked for."""
        self._first, self._serial = self._serial + 1 & LAST, self._serial + len(requests) & LAST
        self._socket.sendall(b"".join(requests))
        return self._serial

    def answer(self, number: int) -> bytes:
        """
        Wait for the answer to a request; answers to those before it are passed over.

        Raises:
            Refused: The server has something against this request, or another one that was sent with it.
            OSError: The connection is over.
        """
        while True:
            packet = self._packet()
            kind, _, serial, _ = _HEAD.unpack_from(packet)
            if kind == _REPLY:
                if serial == number:
                    return packet
            elif kind == _ERROR:
                if serial - self._first & LAST <= self._serial - self._first & LAST:
                    raise Refused(packet[1])
            else:
                self.kinds.add(kind & _SENT)

    def take_kinds(self) -> set[int]:
        """
        Read what has come, without waiting; give the kinds of the events that were not given before.

        Raises:
            OSError: The connection is over.
        """
        with suppress(BlockingIOError):  # nothing has
            self._receive(socket.MSG_DONTWAIT)
        held, at = self._held, 0
        while at < len(held) and (size := _size(held, at)) and at + size <= len(held):
            if held[at] > _REPLY:
                self.kinds.add(held[at] & _SENT)
            at += size
        self._held = held[at:]
        kinds, self.kinds = self.kinds, set()
        return kinds

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _packet(self) -> bytes:
        if not self._held:
            self._receive()
        while not (size := _size(self._held, 0)) or size > len(self._held):
            self._receive()
        packet, self._held = self._held[:size], self._held[size:]
        return packet

    def _receive(self, flags: int = 0) -> None:
        came = self._socket.recv(_ALL, flags)
        if not came:
            raise ConnectionResetError("the X server closed the connection")
        self._held += came


def _size(held: bytes, at: int) -> int:
    """Give the size of what begins there; 0 while that cannot be told."""
    if len(held) - at < _PACKET:
        return 0
    kind, _, _, more = _HEAD.unpack_from(held, at)
    return _PACKET + _WORD * more if kind == _REPLY or kind & _SENT == _GENERIC else _PACKET
