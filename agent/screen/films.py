"""
What the composer asks about films: is there one, which parts of tiles does it spare, what is its next picture.

A film's pixels are drawn by video while it plays, or picture by picture as JPEG while the line carries many times that:
a picture costs a sixth of the work so (`docs/decisions/0028-stills-while-the-line-is-wide.md`). Either way they are
noted as approximate, so they are sent exactly once they rest. A little that changes on a film (a pause sign, a letter
on it) is tiles.
Belongs to the thread of `watch.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

from agent.screen.encode import jpeg
from agent.screen.rect import Rect
from agent.screen.shown import Shown
from agent.screen.source import Pixels
from agent.screen.video import NO_VIDEO, VideoEncoder, VideoUse
from agent.screen.video_rate import MOST
from agent.screen.video_regions import HOLD, PLAYS, FilmFinder, is_filmed, share_within
from protocol import limits
from protocol.screen import Encoding, Tile, Video
from protocol.video_header import Codec

OVER: Final = 1.0
"""Seconds without a picture after which a film is over."""

MOVED: Final = 8
"""Pixels by which a film's edge may seem to move before it is taken for another film."""

SLOW: Final = 0.025
"""Seconds of work that a picture may take, on average; films as large as one that takes longer are shown as JPEG."""

AGAIN, LONGEST = 15.0, 240.0
"""Seconds after which such a film is tried as video again, at first and at most: the computer may just have been busy.
Twice as long after each try in vain, so that nobody sees it go to and fro."""

HELD: Final = 10.0
"""Seconds that a film must play as video to have been no try in vain."""

BEGINS: Final = 4.0
"""Seconds between pictures that stand for themselves: a player that jumps must decode all since the last of them."""

_BLEND: Final = 0.1

WIDE: Final = 6.0
"""Bytes a second for each of a film's pixels that a line must have been seen to carry for stills: twice what those have
at 30 pictures a second."""

NARROWER: Final = 0.5
"""Share of that down to which a film that is shown in stills stays so: what is measured goes up and down."""

STILL_QUALITY: Final = 61
STILL_COLOURS: Final = "422"
"""What a JPEG of a film is made with: 36.3 dB with grain, in 24.5 kB of 640 x 360. Half the colours across, as video
has half of them both ways."""

_BLOCK: Final = 16
"""Rows of a strip are a multiple of what a JPEG's blocks have at most, so that none is made of two strips' colours."""


class Encodes(Protocol):
    """One film's encoder: `agent.screen.video.VideoEncoder`."""

    bits: int

    def encode(self, pixels: Pixels, now: float, *, intra: bool) -> tuple[bytes, bool] | None:
        """Give the next picture and whether it stands for itself; None when there is none."""


Make = Callable[[Codec, int, int, int], Encodes]


class Films:
    """Finds the film in one monitor's picture, and gives its pictures."""

    def __init__(self, width: int, height: int, make: Make = VideoEncoder) -> None:
        """Begin with no film; none is looked for before `use` names a codec. `make` takes codec, size and bits."""
        self._area = Rect(0, 0, width, height)
        self._make = make
        self._finder = FilmFinder(width, height)
        self._use = NO_VIDEO
        self._encoder: Encodes | None = None
        self._is_due = self._is_sure = False
        self._played_at = self._checked_at = self._began_at = 0.0
        self._took = 0.0
        self._found_at = 0.0
        # Films of so many pixels were too much work: not before that moment again, and the next time after so long.
        self._slow = limits.SCREEN_VIDEO_PIXELS + 1
        self._slow_until = 0.0
        self._patience = AGAIN
        self._is_in_stills = False
        self.at: Rect | None = None
        """Where the film is that plays."""

    def use(self, use: VideoUse) -> None:
        """Encode like this from now on."""
        if use.codec is not self._use.codec:
            self._end()
        self._use = use

    def explains(self, rects: Iterable[Rect]) -> bool:
        """Say whether all that was reported lies on the film, so that nobody need look for what moved."""
        at = self.at
        return at is not None and all(rect.common(at) == rect for rect in rects)

    def watch(self, now: float, parts: Iterable[tuple[Rect, Pixels]], shown: Shown, *, keyframe: bool) -> None:
        """See the parts that may have changed, before they become the picture; decide whether the film goes on."""
        if self._use.codec is None:
            return
        if now - self._played_at > OVER:
            self._end()
        share = 0.0
        for at, pixels in parts:
            points, changed = self._finder.saw(now, at, shown.pixels(at), pixels)
            if self.at is not None:
                share += share_within(points, changed, self.at)
        self._is_due = self.at is not None and (keyframe or share >= PLAYS)

    @property
    def due(self) -> Rect | None:
        """Give where the film draws in this frame; None when it does not."""
        return self.at if self._is_due else None

    def beside(self, places: Iterable[Rect]) -> list[Rect]:
        """Give the places, without the film's own where nobody need look for tiles in this frame."""
        if self.at is None or not self._is_due or not self._is_sure:
            return list(places)
        return [part for place in places for part in _without(place, self.at)]

    def spare(self, tile: Rect, *, is_anew: bool = False) -> Iterator[Rect]:
        """Give the parts of a tile that the film does not draw in this frame; one that begins anew tells no edge."""
        if not is_anew:
            self._finder.tile(tile)
        if self.at is None or not self._is_due:
            yield tile
        else:
            yield from _without(tile, self.at)

    def picture(self, now: float, shown: Shown, *, keyframe: bool) -> Iterator[Video | Tile]:
        """Give the film's next picture, if it goes on in this frame, and note it in `shown`."""
        if (codec := self._use.codec) is None:
            return
        if self.at is not None and self._is_due:
            self._is_due = False
            if self._goes_in_stills(self.at):
                yield from self._stills(self.at, now, shown)
            elif (video := self._encoded(codec, self.at, now, shown, keyframe=keyframe)) is not None:
                yield video
        if now - self._checked_at >= HOLD / 2:
            self._checked_at = now
            self._check(now, shown)

    def _goes_in_stills(self, at: Rect) -> bool:
        """Decide whether the line carries so much more than stills have that work is what counts, and not bytes."""
        least = WIDE * at.area * (NARROWER if self._is_in_stills else 1.0)
        self._is_in_stills = self._use.bits >= MOST and self._use.rate >= least
        return self._is_in_stills

    def _stills(self, at: Rect, now: float, shown: Shown) -> Iterator[Tile]:
        self._encoder = None  # what comes after these in video begins with a picture that stands for itself
        self._played_at, self._took = now, 0.0
        rows = limits.SCREEN_TILE_PIXELS // at.w // _BLOCK * _BLOCK
        for y in range(at.y, at.bottom, rows):
            strip = Rect(at.x, y, at.w, min(rows, at.bottom - y))
            data = jpeg(shown.pixels(strip), STILL_QUALITY, STILL_COLOURS)
            yield Tile(*strip, Encoding.JPEG, data)
        shown.sent(at, now, exact=False)

    def _encoded(self, codec: Codec, at: Rect, now: float, shown: Shown, *, keyframe: bool) -> Video | None:
        if self._encoder is None or self._encoder.bits != self._use.bits:
            self._encoder = self._make(codec, at.w, at.h, self._use.bits)
        began = time.thread_time()
        made = self._encoder.encode(shown.pixels(at), now, intra=keyframe or now - self._began_at >= BEGINS)
        self._took += (time.thread_time() - began - self._took) * _BLEND
        shown.sent(at, now, exact=False)
        if made is None:
            self._end()  # what the console did not get is sent exactly, at the latest when it rests
            return None
        self._played_at = now
        data, stands = made
        self._began_at = now if stands else self._began_at
        return Video(0, *at, codec=codec, intra=stands, data=data)

    def _check(self, now: float, shown: Shown) -> None:
        if self.at is not None:
            self._judge(self.at, now)
        found = self._finder.found(now)
        self._is_sure = found is not None  # else its edges are looked for, in tiles
        place = _even(found, self._area) if found is not None else self.at
        if place is None:
            return
        if self._is_too_large(place, now) or not is_filmed(shown.pixels(place)):
            self._end()
        elif self.at is None or _is_elsewhere(place, self.at):
            self._end()
            self.at, self._played_at, self._found_at = place, now, now

    def _judge(self, at: Rect, now: float) -> None:
        """Give the film up for a while if its pictures are too much work; forget that, once they no longer are."""
        if self._took > SLOW:
            self._slow, self._slow_until = at.area, now + self._patience
            self._patience = min(self._patience * 2, LONGEST)
            self._end()
        elif at.area >= self._slow and now - self._found_at > HELD:
            self._slow, self._patience = limits.SCREEN_VIDEO_PIXELS + 1, AGAIN

    def _is_too_large(self, at: Rect, now: float) -> bool:
        return at.area > limits.SCREEN_VIDEO_PIXELS or (at.area >= self._slow and now < self._slow_until)

    def _end(self) -> None:
        self.at, self._encoder, self._is_due, self._took = None, None, False, 0.0


def _even(rect: Rect, area: Rect) -> Rect:
    """Give the rectangle with even sides, for video has half the colours: a pixel more, or less at an edge."""
    w = rect.w + rect.w % 2 if rect.right < area.right else rect.w - rect.w % 2
    h = rect.h + rect.h % 2 if rect.bottom < area.bottom else rect.h - rect.h % 2
    return Rect(rect.x, rect.y, w, h)


def _is_elsewhere(one: Rect, other: Rect) -> bool:
    edges = (one.x, other.x), (one.y, other.y), (one.right, other.right), (one.bottom, other.bottom)
    return any(abs(here - there) > MOVED for here, there in edges)


def _without(rect: Rect, hole: Rect) -> Iterator[Rect]:
    """Give what is left of a rectangle: above, below, left and right of the hole."""
    common = rect.common(hole)
    if common is None:
        yield rect
        return
    if common == rect:
        return
    for left in (
        Rect(rect.x, rect.y, rect.w, common.y - rect.y),
        Rect(rect.x, common.bottom, rect.w, rect.bottom - common.bottom),
        Rect(rect.x, common.y, common.x - rect.x, common.h),
        Rect(common.right, common.y, rect.right - common.right, common.h),
    ):
        if left.w > 0 and left.h > 0:
            yield left
