"""
One frame: look at what changed, grab it, paint the mask, copy what moved, write tiles of what differs.

All of it happens in the thread of `watch.py`. Nothing is grabbed unless `may_look` says yes right before, and a frame
during which it stopped saying yes is thrown away.

A frame has room for so many bytes. A change that is little goes whole, in one frame. What does not fit is left behind
and looked at anew for the next one, so a thin line gets small frames of the newest state, what matters most first, and
no frame that it needs seconds for. So is a keyframe spread: it begins with one frame, and is complete with a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from math import inf
from typing import Final

import numpy as np

from agent.screen.damage import merged
from agent.screen.encode import QUALITY, Encoder, cursor_shape, is_drawing
from agent.screen.films import Films
from agent.screen.fit import WHOLE, fitting, size_of, whole
from agent.screen.mask import Mask, paint
from agent.screen.motion import Motion
from agent.screen.order import SMALL, Left, in_order
from agent.screen.rect import Rect, clipped
from agent.screen.shown import RUN, Shown
from agent.screen.source import Changes, Pixels, ScreenSource
from agent.screen.video import NO_VIDEO
from protocol.errors import MonitorGone
from protocol.screen import Complete, Copy, CursorPosition, Monitor, Monitors, Operation, Tile

REST: Final = 0.25
"""Seconds without change after which approximate pixels are sent exactly."""

REFINE_BYTES: Final = 131_072
REFINE_BESIDE: Final = 16_384
"""Bytes of exact tiles in one frame, and beside changes: so little that a change which comes now hardly waits."""

CELL_BYTES: Final = 9_000
"""Bytes of a cell of photograph, exactly: a part that is refined has at most as many as there is room for."""

PLENTY: Final = 32_768
"""Bytes of room with which nobody need look what should go first."""

AGAIN_BYTES: Final = 512
FLAT_BYTES: Final = 16
LEAST_AGAIN: Final = 24
ALL: Final = 2**31
"""Bytes that a cell left behind is taken to have, at first and at least; cells looked at again at least and at most."""

TRIES: Final = 3
"""Looks at the damaged parts only, before the whole monitor is taken: a look costs a round trip and a small grab."""

WORTH_MOVING: Final = 16_384
"""Pixels that may have changed from which it is looked whether they moved: more than a few lines of text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What one frame holds, before it has a number."""

    monitor: Monitor
    operations: tuple[Operation, ...]
    keyframe: bool


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One grab: its place on the monitor, its pixels, and the rectangles in it where something may have changed."""

    area: Rect
    pixels: Pixels
    rects: list[Rect]
    fresh: list[Rect]
    """What of it was reported for this frame; the rest was left behind, or masked, or begins anew."""
    small: list[Rect]
    """What of it was reported and is small, apart from what lies around it."""

    def part(self, at: Rect) -> Pixels:
        """Give the pixels of a part."""
        here = at.moved(-self.area.x, -self.area.y)
        return self.pixels[here.slices]


class _NotAllowedNow(Exception):
    """The permit ended between two grabs."""


class Composer:
    """Makes frames of one monitor at a time; remembers what the console shows. Belongs to the thread of `watch.py`."""

    def __init__(self, source: ScreenSource, mask: Mask, may_look: Callable[[], bool], allowed: frozenset[int]) -> None:
        """Take the permitted monitors' ids; the first of them is shown until another is chosen."""
        self._source = source
        self._mask = mask
        self._may_look = may_look
        self._allowed = allowed
        self._encoder = Encoder()
        self._motion = Motion()
        self._monitors: tuple[Monitor, ...] = ()
        self._monitor: Monitor | None = None
        self._shown = Shown(1, 1)
        self._films = Films(1, 1)
        self._position: CursorPosition | None = None
        self._left = Left(1, 1)
        self._room = 0.0
        self._cell_bytes: float = AGAIN_BYTES
        self._incomplete_since: int | None = None
        self.video = NO_VIDEO
        """What films may be encoded with; set from any thread, and holds from the next frame on."""
        self.quality = QUALITY
        """JPEG quality of what still moves, likewise."""

    def compose(
        self, frame: int, now: float, *, keyframe: bool, monitor: int | None = None, room: float = inf
    ) -> Picture | None:
        """
        Give frame number `frame`, or None when there is nothing new or nothing may be looked at.

        `monitor` changes to another allowed monitor, with a keyframe. `room` is how many bytes the frame should have at
        most; it may be a tile or a film's picture more.

        Raises:
            DisplayGone: The display ended.
        """
        if not self._may_look():
            return None
        self._room = room
        changes = self._source.take()
        try:
            picture = self._picture(frame, now, changes, keyframe=keyframe, monitor=monitor)
        except MonitorGone:
            self._monitor, self._monitors = None, ()  # looked for anew in the next frame, and shown whole
            return None
        except _NotAllowedNow:
            return None
        return picture if self._may_look() else None

    def rests_at(self) -> float | None:
        """Give when the next approximate pixels should be sent exactly; None when all are exact."""
        since = self._shown.owed_since()
        return None if since is None else since + REST

    def has(self, at: Rect) -> Pixels:
        """Give the pixels of a part that the console has, or will have when all was drawn that was composed."""
        return self._shown.pixels(at)

    @property
    def leaves_something(self) -> bool:
        """Say whether parts of the picture did not fit and the next frame should be made as soon as there is room."""
        return bool(self._left)

    @property
    def lost_the_monitor(self) -> bool:
        """Say whether the monitor went away and the next frame should look for it at once."""
        return self._monitor is None

    def _picture(
        self, frame: int, now: float, changes: Changes, *, keyframe: bool, monitor: int | None
    ) -> Picture | None:
        before = self._monitors
        if changes.monitors or self._monitor is None or monitor is not None:
            keyframe = self._choose(monitor) or keyframe
        if (shown := self._monitor) is None:
            return None
        operations: list[Operation] = []
        if keyframe or self._monitors != before:
            operations.append(Monitors(self._monitors))
        seen, later = self._look(now, changes, shown, keyframe=keyframe)
        if keyframe:
            self._shown.forget()
            self._incomplete_since = frame
        changes = changes.and_then(later)
        drawn = list(self._drawn(now, seen, keyframe=keyframe))
        self._source.learn(anything=bool(drawn))
        operations.extend(drawn)
        operations.extend(self._refined(now, REFINE_BESIDE if drawn else REFINE_BYTES))
        operations.extend(self._cursor(changes, shown, keyframe=keyframe))
        operations.extend(self._completed())
        return Picture(shown, tuple(operations), keyframe) if operations else None

    def _choose(self, wanted: int | None) -> bool:
        """Look at the monitors, choose the one to show; say whether the picture begins anew by that."""
        self._monitors = tuple(there for there in self._source.monitors() if there.id in self._allowed)
        wanted = wanted if wanted is not None else self._monitor.id if self._monitor else None
        chosen = next((there for there in self._monitors if there.id == wanted), None)
        chosen = chosen or next(iter(self._monitors), None)
        if chosen == self._monitor:
            return False
        self._monitor, self._position = chosen, None
        self._left = Left(chosen.w, chosen.h) if chosen else Left(1, 1)
        self._shown = Shown(chosen.w, chosen.h) if chosen else Shown(1, 1)
        self._films = Films(chosen.w, chosen.h) if chosen else Films(1, 1)
        return chosen is not None

    def _drawn(self, now: float, seen: Seen, *, keyframe: bool) -> Iterator[Operation]:
        """Give what makes the console's picture the one seen: what moved there, tiles of what is left, the film."""
        films = self._films
        films.use(self.video)
        moves = [] if keyframe or films.explains(seen.rects) else list(self._moved(now, seen))
        yield from moves
        # What a copy spoilt outside what was reported is mended as well.
        places = [seen.area] if moves else seen.rects
        films.watch(now, ((at, seen.part(at)) for at in places), self._shown, keyframe=keyframe)
        yield from self._tiles(now, seen, places)
        if (film := films.due) is not None and (there := film.common(seen.area)) is not None:
            self._shown.take(there, seen.part(there))
        for picture in films.picture(now, self._shown, keyframe=keyframe):
            self._room -= len(picture.data)
            yield picture

    def _tiles(self, now: float, seen: Seen, places: list[Rect]) -> Iterator[Tile]:
        """
        Give tiles of what differs while there is room, and leave the rest for the next frame.

        What is small and all that was reported for this frame go whole if they are little, room or not.
        """
        taken, is_thin = self._left.taken, self._room < PLENTY
        if is_thin and not taken:
            most = max(self._room, WHOLE)
            if (all_of_it := whole(self._differing(seen, places), partial(self._tile, seen), most)) is not None:
                yield from self._take(now, seen, all_of_it)
                return  # nobody need look what should go first
        if is_thin:
            yield from self._small(now, seen)
            yield from self._take(now, seen, self._fitting(now, seen, seen.fresh))
        room = self._room
        if is_thin and room > 0:
            yield from self._take(now, seen, self._fitting(now, seen, places))
        left = []
        for part in self._differing(seen, places):
            if is_thin or self._room <= 0:
                left.append(part)
            else:
                yield from self._take(now, seen, [self._tile(seen, part)])
        if left and not is_thin:
            yield from self._small(now, seen)
            yield from self._take(now, seen, self._marks(now, seen, left))
        self._left.put(left, now)
        if taken and room < inf:
            self._cell_bytes = max((self._cell_bytes + (room - self._room) / taken) / 2, FLAT_BYTES)

    def _small(self, now: float, seen: Seen) -> Iterator[Tile]:
        parts = (part for part in self._differing(seen, seen.small) if is_drawing(seen.part(part)))
        return self._take(now, seen, whole(parts, partial(self._tile, seen)) or ())

    def _tile(self, seen: Seen, part: Rect) -> Tile:
        return self._encoder.tile(part, seen.part(part), exact=False, quality=self.quality)

    def _take(self, now: float, seen: Seen, tiles: Iterable[Tile]) -> Iterator[Tile]:
        """Make tiles of what was seen the picture: they go out now."""
        for tile in tiles:
            at = Rect(tile.x, tile.y, tile.w, tile.h)
            self._shown.take(at, seen.part(at))
            self._shown.sent(at, now, exact=tile.encoding.is_exact)
            self._room -= size_of((tile,))
            yield tile

    def _differing(self, seen: Seen, places: Iterable[Rect]) -> Iterator[Rect]:
        """Give the parts of some places that differ from what the console has, and that no film draws."""
        for at in self._films.beside(places):
            for tile in self._shown.differing(at, seen.part(at)):
                yield from self._films.spare(tile, is_anew=self._is_anew(tile))

    def _is_anew(self, tile: Rect) -> bool:
        """Say whether a part is sent because nobody has it, and not because it changed."""
        return self._incomplete_since is not None and self._shown.lacks(tile)

    def _marks(self, now: float, seen: Seen, parts: Iterable[Rect]) -> list[Tile]:
        """Give tiles of what is drawn among parts that found no room: what was drawn with it may have gone already."""
        drawn = (part for part, is_drawn in self._ordered(now, seen, parts) if is_drawn)
        return whole(drawn, partial(self._tile, seen)) or []

    def _fitting(self, now: float, seen: Seen, places: Iterable[Rect]) -> list[Tile]:
        parts = self._ordered(now, seen, self._differing(seen, places))
        return fitting(parts, partial(self._tile, seen), self._room)

    def _ordered(self, now: float, seen: Seen, parts: Iterable[Rect]) -> list[tuple[Rect, bool]]:
        def tight(piece: Rect) -> Iterable[Rect]:
            return self._shown.differing(piece, seen.part(piece))

        return in_order(parts, seen.part, tight, self._looked_at(), self._left, now)

    def _most_again(self) -> int:
        """Give how many of the cells left behind are worth a look: not many more than there is room for."""
        if self._room <= 0:
            return 0
        return ALL if self._room >= PLENTY else max(LEAST_AGAIN, int(self._room / self._cell_bytes))

    def _looked_at(self) -> tuple[int, int]:
        """Give where somebody looks: the pointer as it was last told."""
        at = self._position
        return (at.x, at.y) if at is not None and at.visible else (self._shown.area.w // 2, self._shown.area.h // 2)

    def _completed(self) -> Iterator[Complete]:
        """Say that whoever began at the last keyframe has everything, as soon as that is so."""
        since = self._incomplete_since
        if since is not None and not self._left and self._shown.is_known():
            self._incomplete_since = None
            yield Complete(since)

    def _moved(self, now: float, seen: Seen) -> Iterator[Copy]:
        if sum(rect.area for rect in seen.fresh) < WORTH_MOVING:
            return
        for move in self._motion.moves(seen.area, self._shown.pixels(seen.area), seen.pixels):
            to, source = move.to, move.source
            self._shown.moved(to, source, now)
            yield Copy(source.x, source.y, *to)

    def _look(self, now: float, changes: Changes, monitor: Monitor, *, keyframe: bool) -> tuple[Seen, Changes]:
        """
        Give what changed, as it is at one moment, and what changed beyond that.

        One grab is one moment; a change that came between report and grab may lie half inside. So what is reported
        after the grab is looked at as well, and when changes come faster than that, the whole monitor is one grab.
        """
        area = Rect(monitor.x, monitor.y, monitor.w, monitor.h)
        later = Changes()
        if keyframe:
            self._left.put([self._shown.area], now)
        again = self._left.take(self._most_again(), self._looked_at(), now)
        left = [part.moved(monitor.x, monitor.y) for part in again]
        touched = self._mask.take_touched()
        # All of a keyframe is left behind already; what is small goes before.
        fresh = [rect for rect in changes.rects if not keyframe or rect.area <= SMALL]
        rects = merged((*fresh, *touched, *left), area)
        alike = not touched and not left
        for _ in range(TRIES):
            if not rects:
                return Seen(Rect(0, 0, 0, 0), np.zeros((0, 0), np.uint32), [], [], []), later
            around = reduce(Rect.around, rects)
            if around == area:
                break
            pixels = self._grab(around)
            since = self._source.take()
            later = later.and_then(since)
            if since.monitors:
                raise MonitorGone
            if not clipped(since.rects, area):
                return _seen(around, pixels, rects, fresh, area, alike=alike), later
            fresh += since.rects
            alike = False  # merged in another order
            rects = merged((*rects, *since.rects), area)
        pixels = self._grab(area)
        if monitor not in self._source.monitors():
            raise MonitorGone  # it was moved meanwhile, so this may be another one, which nobody allowed
        return _seen(area, pixels, rects if around == area else [area], fresh, area, alike=False), later

    def _grab(self, area: Rect) -> Pixels:
        if not self._may_look():
            raise _NotAllowedNow
        before = self._mask.rects
        pixels = self._source.grab(area)
        paint(pixels, area, before | self._mask.rects)
        return pixels

    def _refined(self, now: float, most: float) -> Iterator[Tile]:
        """Give exact tiles of what rests, as far as there is room: all of it on a quick line."""
        if self._left:
            return
        run = max(1, int(min(self._room, RUN * CELL_BYTES)) // CELL_BYTES)
        for part in self._shown.resting(now - REST, self._looked_at(), run):
            if self._room <= 0 or most <= 0:
                return
            tile = self._encoder.tile(part, self._shown.pixels(part), exact=True)
            self._shown.sent(part, now, exact=True)
            self._room -= size_of((tile,))
            most -= len(tile.data)
            yield tile

    def _cursor(self, changes: Changes, monitor: Monitor, *, keyframe: bool) -> Iterator[Operation]:
        if (changes.cursor or keyframe) and (cursor := self._source.cursor()) is not None:
            yield cursor_shape(cursor)
        position = self._position_on(monitor)
        if keyframe or position != self._position:
            self._position = position
            yield position

    def _position_on(self, monitor: Monitor) -> CursorPosition:
        x, y = self._source.pointer()
        x, y = x - monitor.x, y - monitor.y
        is_here = 0 <= x < monitor.w and 0 <= y < monitor.h
        return CursorPosition(x, y, visible=True) if is_here else CursorPosition(0, 0, visible=False)


def _seen(
    grabbed: Rect, pixels: Pixels, rects: list[Rect], reported: list[Rect], monitor: Rect, *, alike: bool
) -> Seen:
    """
    Give a grab and what changed in it, from the desktop's coordinates to the monitor's.

    `alike` says that `rects` are what was reported and nothing else.
    """
    dx, dy = -monitor.x, -monitor.y
    small = merged((rect for rect in reported if rect.area <= SMALL), monitor)
    small = [rect for rect in small if rect.area <= SMALL]  # a system may tell of a film in strips
    fresh = rects if alike else merged(reported, monitor)
    here = ([rect.moved(dx, dy) for rect in each] for each in (rects, fresh, small))
    return Seen(grabbed.moved(dx, dy), pixels, *here)
