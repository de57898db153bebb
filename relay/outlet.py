"""What waits for one end's socket: bounded, in order, and told when it is gone."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from protocol import limits
from protocol.codec import encode_plain
from protocol.errors import AttendedError, PeerTooSlow
from protocol.messages.relay import Closed
from protocol.wire import Message

Send = Callable[[Any], Awaitable[None]]
SendNow = Callable[[bytes], bool]
Gone = Callable[[int], None]
LEAST_BYTES = 256
"""What the smallest message takes while it waits, about: an answer of twenty bytes can be asked for without end."""


class Outlet:
    """
    One end's socket, outwards. Everything but `run` returns at once.

    A slow end makes the outlet fill. What the other end may have on its way is bounded by its credit, so a full outlet
    means that something is wrong, and the socket closes.
    """

    def __init__(self, send: Send, send_now: SendNow) -> None:
        """Send by `send_now` what the socket takes at once, and by `send` what waits and the end."""
        self._send, self._send_now = send, send_now
        self._waiting: deque[tuple[bytes, Gone | None]] = deque()
        self._bytes = 0
        self._something = asyncio.Event()
        self._finished = False
        self.broken = asyncio.Event()
        """Set when this socket must not be read any more."""

    def put(self, data: bytes, gone: Gone | None = None) -> None:
        """Send bytes in their turn; `gone` hears their number when the socket has taken them."""
        if self._finished:
            return
        if not self._bytes and self._send_now(data):  # nothing waits, or is on its way by `run`
            if gone is not None:
                gone(len(data))
            return
        self._waiting.append((data, gone))
        self._bytes += max(len(data), LEAST_BYTES)
        if self._bytes > limits.OUTBOX_BYTES:
            self._waiting.clear()
            self.close(PeerTooSlow())
        self._something.set()

    def say(self, message: Message) -> None:
        """Send one of the relay's own messages in its turn."""
        self.put(encode_plain(message))

    def close(self, why: AttendedError) -> None:
        """Say why as the last word, and end the socket once it is said."""
        if not self._finished:
            last = encode_plain(Closed(code=why.code, words=why.words, remedy=why.remedy))
            self._waiting.append((last, None))
            self.finish()
        self.broken.set()

    def finish(self) -> None:
        """Take nothing more; `run` ends when all is sent."""
        self._finished = True
        self.broken.set()
        self._something.set()

    async def run(self) -> None:
        """Send until finished. Ends when the socket is gone, too."""
        waiting = self._waiting
        try:
            while True:
                while waiting:
                    data, gone = waiting.popleft()
                    await self._send({"type": "websocket.send", "bytes": data})
                    self._bytes -= max(len(data), LEAST_BYTES)
                    if gone is not None:
                        gone(len(data))
                if self._finished:
                    break
                self._something.clear()
                await self._something.wait()
            await self._send({"type": "websocket.close", "code": 1000})
        except OSError:
            pass
        finally:
            self._finished = True
            self._waiting.clear()
            self.broken.set()
