"""Frames and their parts: a frame too large for one message goes in several and is applied whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol import limits
from protocol.errors import ScreenMalformed
from protocol.screen import HEADER, QUIET, Operation, ScreenMessage, header, write_operation


def parts(frame: ScreenMessage) -> Iterator[bytes]:
    """Give the messages of a frame, each of at most `SCREEN_PART_BYTES` unless a single operation is larger."""
    waiting: list[bytes] = []
    size = HEADER.size
    for written in map(write_operation, frame.operations):
        full = size + len(written) > limits.SCREEN_PART_BYTES or len(waiting) == limits.SCREEN_OPERATIONS
        if waiting and full:
            yield b"".join((header(frame, more=True), *waiting))
            waiting, size = [], HEADER.size
        waiting.append(written)
        size += len(written)
    yield b"".join((header(frame, more=False), *waiting))


def quietened(part: bytes) -> bytes | None:
    """Give a frame of a single message as one that wants no acknowledgement; None for a part, and for a keyframe."""
    if part[1] != 0:
        return None
    return part[:1] + bytes((QUIET,)) + part[2:]


def _is_part_of(message: ScreenMessage, begun: ScreenMessage) -> bool:
    return replace(message, operations=(), more=True) == replace(begun, operations=(), more=True)


class FrameAssembler:
    """Puts parts together: takes messages in the order sent, gives a frame when its last part has come."""

    def __init__(self) -> None:
        """Begin with no part waiting."""
        self._begun: ScreenMessage | None = None
        self._operations: list[Operation] = []
        self._bytes = 0

    def take(self, message: ScreenMessage, size: int) -> ScreenMessage | None:
        """
        Take one message of `size` bytes; give the whole frame, or None while parts are missing.

        A keyframe begins anew: a frame left unfinished before it (a pause came in between) is dropped.

        Raises:
            ScreenMalformed: A part of another frame came in between, or the frame grows beyond `limits`.
        """
        if self._begun is not None and not _is_part_of(message, self._begun):
            if message.keyframe:
                self._begun, self._operations, self._bytes = None, [], 0
                return self.take(message, size)
            raise ScreenMalformed(f"a part of frame {message.frame} inside frame {self._begun.frame}")
        self._bytes += size
        if self._bytes > limits.SCREEN_FRAME_BYTES:
            raise ScreenMalformed(f"frame {message.frame} has {self._bytes} bytes")
        self._operations.extend(message.operations)
        if message.more:
            self._begun = message
            return None
        whole = replace(message, operations=tuple(self._operations))
        self._begun, self._operations, self._bytes = None, [], 0
        return whole
