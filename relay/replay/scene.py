"""
The picture of one moment, as few operations as make it: what a player draws when it jumps.

Playing up to the moment from the keyframe before it would draw the same, and up to a minute of pictures nobody sees.
Going back from the moment instead, an operation is kept only where pixels of the picture come from it; so about one
screen's worth of tiles is read, opened and decoded, wherever the jump leads. A film's pictures build upon each other:
of those that are seen, or that go on after the moment, all are kept since the last that stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final

from protocol.recording import Entry
from protocol.screen import Copy, CursorPosition, CursorShape, Monitors, Operation, ScreenMessage, Tile, Video
from protocol.screen_frames import parts
from relay.replay.needed import Needed

_STEP: Final = Struct(">B7H")
_COPY, _TILE, _VIDEO, _INTRA, _SHAPE, _POSITION, _MONITORS, _NOTHING = range(8)
_LATEST: Final = frozenset({_SHAPE, _POSITION, _MONITORS})
"""What replaces all of its kind before."""
_OTHERS: Final = {CursorShape: _SHAPE, CursorPosition: _POSITION, Monitors: _MONITORS}


@dataclass(slots=True)
class Shot:
    """One screen message: its entry, its time, whether a picture can begin with it, and what it does."""

    entry: int
    time: int
    begins: bool
    size: tuple[int, int, int]
    """Monitor, width and height."""
    more: bool
    """Whether parts of the same frame follow, without which it is not drawn."""
    steps: bytes
    """What each operation does, without its data; nothing where the frame it is part of was never finished."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The messages that draw a moment, and the number of the screen message with which it goes on."""

    messages: list[bytes]
    following: int


class Shots:
    """Notes screen messages in the order in which they came; `finish` once there are no more."""

    def __init__(self, shots: list[Shot]) -> None:
        """Note them in this list."""
        self._shots = shots
        self._frame: tuple[int, int] | None = None
        """The frame of which more parts are to follow."""
        self._parts: list[Shot] = []

    def take(self, entry: Entry, message: ScreenMessage) -> None:
        """Note the next one."""
        frame = (message.frame, message.monitor)
        goes_on = frame == self._frame
        if not goes_on:
            self.finish()
        size = (message.monitor, message.width, message.height)
        steps = b"".join(map(_step, message.operations))
        shot = Shot(entry.index, entry.time, message.keyframe and not goes_on, size, message.more, steps)
        self._shots.append(shot)
        self._frame, self._parts = (frame, [*self._parts, shot]) if message.more else (None, [])

    def finish(self) -> None:
        """Forget what the parts of an unfinished frame do: nobody ever sees it."""
        for shot in self._parts:
            shot.steps = b""
        self._frame, self._parts = None, []


def _step(operation: Operation) -> bytes:
    match operation:
        case Copy(from_x, from_y, x, y, w, h):
            return _STEP.pack(_COPY, x, y, w, h, from_x, from_y, 0)
        case Tile(x, y, w, h):
            return _STEP.pack(_TILE, x, y, w, h, 0, 0, 0)
        case Video(which, x, y, w, h, _, intra):
            return _STEP.pack(_INTRA if intra else _VIDEO, x, y, w, h, 0, 0, which)
        case _:
            return _STEP.pack(_OTHERS.get(type(operation), _NOTHING), *(0,) * 7)


def scene_at(shots: Sequence[Shot], index: int, read: Callable[[int], ScreenMessage]) -> Scene:
    """
    Give the picture as it is when screen message number `index` has come.

    `read` gives a screen message by its number; only those that are needed are read.
    """
    if (last := _drawn_last(shots, index)) is None:
        return Scene([], index + 1)
    operations: list[Operation] = []
    for number, chosen in origins(shots, last):
        message = read(number)
        operations += [message.operations[each] for each in chosen]
    final = read(last)
    whole = ScreenMessage(
        final.frame, final.monitor, final.width, final.height, final.captured_at, tuple(operations), keyframe=True
    )
    return Scene(list(parts(whole)), last + 1)


def _drawn_last(shots: Sequence[Shot], index: int) -> int | None:
    """Give the last message up to `index` with which a frame was whole."""
    return next((number for number in range(index, -1, -1) if shots[number].steps and not shots[number].more), None)


def origins(shots: Sequence[Shot], last: int) -> list[tuple[int, list[int]]]:
    """Give the messages that the picture after message `last` is made of, in order, each with its operations in it."""
    return sorted(_Way(shots).back_from(last))


class _Way:
    """Goes back from a moment, and finds what it is made of."""

    def __init__(self, shots: Sequence[Shot]) -> None:
        self._shots = shots
        self._latest: set[int] = set()
        self._needed = Needed(1, 1)
        self._films: set[int] = set()
        """Those of which an earlier picture is needed."""

    def back_from(self, last: int) -> Iterator[tuple[int, list[int]]]:
        """Give message after message, the latest first, each with its operations that count."""
        size = self._shots[last].size
        self._needed = Needed(*size[1:])
        self._films = self._going_on(last)
        for number in range(last, -1, -1):
            shot = self._shots[number]
            if shot.size != size:
                return  # the canvas was another; nothing of it stayed
            if chosen := self._chosen(shot.steps):
                yield number, chosen
            is_whole = not self._needed and not self._films
            # A keyframe that was spread over several frames is not yet whole at its first; older pixels show till then.
            if is_whole and (shot.begins or self._latest >= _LATEST):
                return

    def _chosen(self, steps: bytes) -> list[int]:
        found = list(_STEP.iter_unpack(steps))
        chosen = [at for at in range(len(found) - 1, -1, -1) if self._counts(*found[at])]
        return chosen[::-1]

    def _counts(self, kind: int, x: int, y: int, w: int, h: int, from_x: int, from_y: int, which: int) -> bool:
        if kind in _LATEST:
            is_new = kind not in self._latest
            self._latest.add(kind)
            return is_new
        if kind == _NOTHING:
            return False
        taken = self._needed.take(x, y, w, h)
        if kind == _COPY:
            self._needed.need(taken, from_x - x, from_y - y)
        elif kind != _TILE:
            return self._film(which, is_seen=bool(taken), is_intra=kind == _INTRA)
        return bool(taken)

    def _film(self, which: int, *, is_seen: bool, is_intra: bool) -> bool:
        counts = is_seen or which in self._films
        if counts and not is_intra:
            self._films.add(which)
        elif is_intra:
            self._films.discard(which)
        return counts

    def _going_on(self, last: int) -> set[int]:
        """Name the films of which a picture follows that does not stand for itself: its decoder must have begun."""
        going: set[int] = set()
        known: set[int] = set()
        for number in range(last + 1, len(self._shots)):
            shot = self._shots[number]
            if shot.begins:
                break
            for kind, *_, which in _STEP.iter_unpack(shot.steps):
                if kind == _VIDEO and which not in known:
                    going.add(which)
                if kind in {_VIDEO, _INTRA}:
                    known.add(which)
        return going
