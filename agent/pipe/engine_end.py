"""The engine's end of the pipe, on asyncio. When the desk's end closes, the engine has no reason to live."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

from agent.pipe.frames import Unframer, framed
from agent.pipe.messages import FROM_DESK, PipeMessage, read, written

_PIECE = 64 * 1024


class EngineEnd:
    """Hears the desk and speaks to it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take the streams that `over` opens."""
        self._reader = reader
        self._writer = writer
        self._unframer = Unframer()

    @classmethod
    async def over(cls, end: socket.socket) -> EngineEnd:
        """Open the engine's half of a socket pair."""
        return cls(*await asyncio.open_connection(sock=end))

    async def messages(self) -> AsyncIterator[PipeMessage]:
        """
        Give each message in turn; ends when the desk's end closes.

        Raises:
            PipeBroken: The desk said something that is no message.
        """
        while data := await self._reader.read(_PIECE):
            for body in self._unframer.feed(data):
                yield read(body, FROM_DESK)

    def send(self, message: PipeMessage) -> None:
        """Say one message. What the desk is told is small and bounded in rate, so it is never waited for."""
        if not self._writer.is_closing():
            self._writer.write(framed(written(message)))

    async def close(self) -> None:
        """Let what was said go out, then close."""
        if not self._writer.is_closing():
            await self._writer.drain()
            self._writer.close()
