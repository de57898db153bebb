"""Frames on the pipe: four bytes of length (big endian), then that many bytes of canonical JSON."""

from __future__ import annotations

from collections.abc import Iterator

from protocol import limits
from protocol.errors import PipeBroken

_LENGTH_BYTES = 4


def framed(body: bytes) -> bytes:
    """
    Put the length before one message.

    Raises:
        PipeBroken: The message is longer than the other end would take.
    """
    if len(body) > limits.PIPE_BYTES:
        raise PipeBroken(f"{len(body)} bytes to say, {limits.PIPE_BYTES} allowed")
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


class Unframer:
    """Cuts a stream back into messages, whatever pieces it arrives in. Holds at most one message and a piece."""

    def __init__(self) -> None:
        """Begin at the start of a frame."""
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """
        Take a piece of the stream and give every message that is now whole.

        Raises:
            PipeBroken: A length beyond the limit: the stream cannot be trusted any further.
        """
        self._held += data
        while len(self._held) >= _LENGTH_BYTES:
            length = int.from_bytes(self._held[:_LENGTH_BYTES], "big")
            if length > limits.PIPE_BYTES:
                raise PipeBroken(f"a length of {length}")
            end = _LENGTH_BYTES + length
            if len(self._held) < end:
                return
            body = bytes(self._held[_LENGTH_BYTES:end])
            del self._held[:end]
            yield body
