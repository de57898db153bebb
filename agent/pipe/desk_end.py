"""The desk's end of the pipe: a socket that Qt watches. Reading never waits; writing is bounded in time."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable

from agent.pipe.frames import Unframer, framed
from agent.pipe.messages import FROM_ENGINE, PipeMessage, read, written
from protocol.errors import PipeBroken

_PIECE = 64 * 1024
_HANGING_ENGINE_SECONDS = 0.05
"""A hanging engine must not hang the desk: whoever cannot write for so long counts the engine as gone."""


class DeskEnd:
    """Reads what the engine says and writes what the desk says."""

    def __init__(self, end: socket.socket, heard: Callable[[PipeMessage], None]) -> None:
        """Take the desk's half of a socket pair; `heard` is called from `readable`."""
        self._socket = end
        self._socket.settimeout(_HANGING_ENGINE_SECONDS)
        self._unframer = Unframer()
        self._heard = heard

    def fileno(self) -> int:
        """Give the descriptor to watch for reading."""
        return self._socket.fileno()

    def has_more(self) -> bool:
        """Tell whether `readable` would find something, if only the end."""
        return bool(select.select([self._socket], [], [], 0)[0])

    def readable(self) -> bool:
        """
        Take what has arrived; false when the engine's end is closed.

        Raises:
            PipeBroken: The engine said something that is no message.
        """
        try:
            data = self._socket.recv(_PIECE)
        except (BlockingIOError, TimeoutError):
            return True
        except OSError:
            return False
        for body in self._unframer.feed(data):
            self._heard(read(body, FROM_ENGINE))
        return bool(data)

    def send(self, message: PipeMessage) -> None:
        """
        Say one message.

        Raises:
            PipeBroken: The engine is gone, or hangs and does not read.
        """
        try:
            self._socket.sendall(framed(written(message)))
        except OSError as reason:
            raise PipeBroken(type(reason).__name__) from None

    def close(self) -> None:
        """Close the pipe: the engine ends itself."""
        self._socket.close()
