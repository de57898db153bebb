"""
The line to the relay: a ticket, a websocket, and its coming back.

The socket lingers for nothing and buffers little, so that what was not sent when the engine dies is not sent by the
kernel either (promise 3). Only an orderly goodbye takes that back.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, Protocol
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus, NegotiationError, WebSocketException
from websockets.typing import Subprotocol

from protocol import limits
from protocol.errors import AttendedError, NotARelay, ProgramTooOld, RelayBusy, RelayUnreachable
from protocol.pairing import VERSION

SEND_BUFFER_BYTES = 64 * 1024
"""The kernel's send buffer: what may still leave after a kill. Linux doubles the value for its own accounts."""
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
LONGEST_WAIT_IN_SESSION = 1.0
"""Seconds between tries: a session has one minute to come back, and people wait for it."""
_NOW_LINGER, _USUAL_LINGER = struct.pack("ii", 1, 0), struct.pack("ii", 0, 0)
_OK, _TOO_MANY = 200, 429
_SIOCOUTQNSD = 0x894B  # linux/sockios.h


class Heard(Protocol):
    """What the line tells."""

    def opened(self) -> None:
        """The line is open; the first message may go."""

    def arrived(self, data: bytes) -> None:
        """A binary message arrived."""

    def lost(self, error: AttendedError) -> None:
        """The line is gone."""

    def waits(self, seconds: float, error: AttendedError) -> None:
        """The next try comes in so many seconds."""

    def given_up(self, error: AttendedError) -> None:
        """There is no coming back."""


@dataclass(frozen=True)
class Where:
    """The relay's addresses."""

    origin: str
    websocket: str


class Line:
    """Keeps one line up until it is closed. `may_go_on` says how long a lost one may take to come back; None: any."""

    def __init__(self, where: Where, heard: Heard, to_send: Callable[[], list[bytes]]) -> None:
        """Take where to, whom to tell, and where what must go out lies."""
        self._where = where
        self._heard = heard
        self._to_send = to_send
        self._socket: ClientConnection | None = None
        self._wake = asyncio.Event()
        self._closing = asyncio.Event()
        self.patience: float | None = None

    @property
    def unsent(self) -> int:
        """Give the bytes that were handed over and have not left this computer, as far as the system tells."""
        if self._socket is None:
            return 0
        transport = self._socket.transport
        held = transport.get_extra_info("socket")
        return transport.get_write_buffer_size() + (unsent(held.fileno()) if held is not None else 0)

    def wake(self) -> None:
        """Look into `to_send` again."""
        self._wake.set()

    async def run(self) -> None:
        """Connect and carry until `close`."""
        wait, lost_at = FIRST_WAIT, 0.0
        while not self._closing.is_set():
            begun = time.monotonic()
            try:
                await self._carry()
            except _Lost as lost:
                error = lost.error
                if lost.was_open:
                    lost_at = 0.0
                    if time.monotonic() - begun > LONGEST_WAIT:  # else it was refused: asking faster helps nobody
                        wait = FIRST_WAIT
            if self._closing.is_set():
                return
            lost_at = lost_at or time.monotonic()
            if self.patience is not None and time.monotonic() + wait - lost_at > self.patience:
                self._heard.given_up(error)
                return
            self._heard.waits(wait, error)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT if self.patience is None else LONGEST_WAIT_IN_SESSION)

    async def close(self) -> None:
        """Say goodbye in order: what was handed over goes out."""
        self._closing.set()
        self._wake.set()
        if self._socket is not None:
            # A socket that is gone already has nothing left that could linger.
            with contextlib.suppress(OSError):
                _linger(self._socket, _USUAL_LINGER)
            await self._socket.close()

    def drop(self) -> None:
        """Let go at once: nothing more goes out."""
        self._closing.set()
        if self._socket is not None:
            self._socket.transport.abort()

    async def _carry(self) -> NoReturn:
        ticket = await asyncio.to_thread(fetch_ticket, self._where.origin)
        try:
            opened = await connect(
                self._where.websocket,
                subprotocols=[Subprotocol(VERSION), Subprotocol(f"attended.ticket.{ticket}")],
                compression=None,
                max_size=limits.SEALED_BYTES + 1024,
                max_queue=8,
                write_limit=SEND_BUFFER_BYTES,
                ping_interval=10,
                ping_timeout=20,
                open_timeout=limits.FETCH_SECONDS,
                close_timeout=2,
                proxy=None,
                user_agent_header=None,
            )
        except NegotiationError:
            raise _Lost(ProgramTooOld("subprotocol")) from None
        except InvalidStatus as reason:
            raise _Lost(NotARelay(f"status {reason.response.status_code}")) from None
        except (OSError, TimeoutError, InvalidHandshake, ssl.SSLError) as reason:
            raise _Lost(RelayUnreachable(type(reason).__name__)) from None
        sender: asyncio.Task[None] | None = None
        try:
            _linger(opened, _NOW_LINGER)
            self._socket = opened
            self._heard.opened()
            sender = asyncio.ensure_future(self._send(opened))
            async for data in opened:
                if not isinstance(data, bytes):
                    raise _Lost(NotARelay("a text message"), was_open=True)
                self._heard.arrived(data)
            raise _Lost(RelayUnreachable("the relay closed the line"), was_open=True)
        except (OSError, WebSocketException) as reason:
            raise _Lost(RelayUnreachable(type(reason).__name__), was_open=True) from None
        finally:
            self._socket = None
            if sender is not None:
                sender.cancel()
                await asyncio.wait([sender])
            opened.transport.abort()
            if not self._closing.is_set():
                self._heard.lost(RelayUnreachable("line lost"))

    async def _send(self, opened: ClientConnection) -> None:
        try:
            while True:
                self._wake.clear()
                for data in self._to_send():
                    await opened.send(data)
                await self._wake.wait()
        except (OSError, WebSocketException):
            return  # the reading side says that the line is lost


class _Lost(Exception):
    """The line could not be had, or broke."""

    def __init__(self, error: AttendedError, *, was_open: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.was_open = was_open


def fetch_ticket(origin: str) -> str:
    """
    Get a ticket for one websocket. Blocks.

    Raises:
        _Lost: Nothing answers, or no relay does.
    """
    parts = urlsplit(origin)
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=limits.FETCH_SECONDS)
    try:
        connection.request("POST", "/api/agent-ticket", headers={"Content-Length": "0"})
        response = connection.getresponse()
        body = response.read(limits.WELL_KNOWN_BYTES)
    except (OSError, http.client.HTTPException) as reason:
        raise _Lost(RelayUnreachable(type(reason).__name__)) from None
    finally:
        connection.close()
    if response.status == _TOO_MANY:
        raise _Lost(RelayBusy())
    try:
        ticket = json.loads(body)["ticket"]
    except (ValueError, KeyError, TypeError):
        ticket = None
    if response.status != _OK or not isinstance(ticket, str):
        raise _Lost(NotARelay(f"status {response.status} for a ticket"))
    return ticket


def unsent(descriptor: int) -> int:
    """Give what Linux keeps of a TCP socket's bytes and has not sent even once; 0 elsewhere, or once it is closed."""
    if sys.platform != "linux" or descriptor < 0:
        return 0
    import fcntl  # noqa: PLC0415 - not on every system

    return int.from_bytes(fcntl.ioctl(descriptor, _SIOCOUTQNSD, bytes(4)), sys.byteorder)


def _linger(opened: ClientConnection, value: bytes) -> None:
    held = opened.transport.get_extra_info("socket")
    if isinstance(held, socket.socket) or hasattr(held, "setsockopt"):
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, value)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
