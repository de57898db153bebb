"""The picture as it flows, from a test card to a viewer in Python."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from agent.screen.mask import Mask
from agent.screen.pace import BEGUN, QUIET_BYTES
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from agent.screen.stream import ScreenStream
from protocol.errors import DisplayGone, MonitorNotAllowed
from protocol.screen import Encoding, ScreenMessage, Tile
from tests.support.test_card import TestCard
from tests.support.viewer import Viewer, pixels_of


@dataclass
class Yes:
    """A permit that a test can end."""

    lives: bool = True
    monitors: tuple[int, ...] = (1,)


@dataclass
class Line:
    """A line to a viewer that acknowledges what it has drawn, unless told not to."""

    viewer: Viewer = field(default_factory=Viewer)
    acknowledges: bool = True
    stream: ScreenStream | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, data: bytes) -> None:
        """Carry one message."""
        frame = self.viewer.take(data)
        self.arrived.set()
        if frame is not None and not frame.quiet and self.acknowledges and self.stream is not None:
            asyncio.get_running_loop().call_soon(self.stream.acknowledged, frame.frame, 1)

    async def until_frame(self) -> None:
        """Wait for the first frame."""
        await self.until(lambda: bool(self.viewer.frames))

    async def until(self, condition: Callable[[], bool], within: float = 10.0) -> None:
        """Wait, woken by each message, until a condition holds."""
        async with asyncio.timeout(within):
            while not condition():
                self.arrived.clear()
                await self.arrived.wait()


@asynccontextmanager
async def streaming(
    card: TestCard,
    permit: Yes | None = None,
    mask: Mask | None = None,
    line: Line | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[tuple[ScreenStream, Line]]:
    """Run a stream from a card to a line."""
    line = line or Line()
    stream = ScreenStream(card, permit or Yes(), line.send, mask or Mask(), clock=clock)
    line.stream = stream
    running = asyncio.create_task(stream.run())
    try:
        yield stream, line
    finally:
        await stream.stop()
        await asyncio.wait([running])
    running.result()


async def test_the_picture_at_rest_is_exact() -> None:
    """First a keyframe, then what changed; in the end every pixel is the display's."""
    card = TestCard()
    async with streaming(card) as (_, line):
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        whole = len(line.viewer.frames)
        noise = np.random.default_rng(1).integers(0, 1 << 24, (200, 300), dtype=np.uint32)
        card.draw(Rect(100, 100, 300, 200), noise)
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))

    assert line.viewer.frames[0].keyframe
    assert not any(frame.keyframe for frame in line.viewer.frames[1:])
    assert any(
        isinstance(operation, Tile) and operation.encoding is Encoding.JPEG
        for frame in line.viewer.frames[whole:]
        for operation in frame.operations
    )


class SlowCard(TestCard):
    """A card whose first grab takes until it is let go on."""

    def __init__(self) -> None:
        """Hold the first grab."""
        super().__init__()
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def grab(self, area: Rect) -> Pixels:
        """Grab when let."""
        self.begun.set()
        self.goes_on.wait(5)
        return super().grab(area)


async def test_a_wish_for_the_keyframe_in_the_making_makes_no_second_one() -> None:
    """A console that has seen nothing yet asks for a whole picture; the one that is on its way is that picture."""
    card = SlowCard()
    async with streaming(card) as (stream, line):
        await asyncio.to_thread(card.begun.wait, 5)
        stream.keyframe()
        card.goes_on.set()
        await line.until_frame()
        card.draw(Rect(10, 10, 20, 20), 0xABCDEF)
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        kinds = [frame.keyframe for frame in line.viewer.frames]
        stream.keyframe()
        await line.until(lambda: line.viewer.frames[-1].keyframe)

    assert kinds[0]
    assert not any(kinds[1:])


async def test_a_blinking_cursor_is_acknowledged_now_and_then() -> None:
    """Every change is shown, and of nine frames one is acknowledged: for all of them."""
    card = TestCard()
    async with streaming(card) as (_, line):
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        before = len(line.viewer.frames)
        for blink in range(27):
            card.draw(Rect(100, 100, 2, 18), blink % 2 * 0xFFFFFF)
            await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        blinks = line.viewer.frames[before:]

    assert len(blinks) >= 27
    assert sum(frame.quiet for frame in blinks) >= 20
    assert sum(not frame.quiet for frame in blinks) >= 2


async def test_what_a_known_wide_line_hardly_notices_is_acknowledged_now_and_then() -> None:
    """Once the line is known every change is shown, and of three frames of some kilobytes one is acknowledged."""
    card, dice, gone = TestCard(), np.random.default_rng(6), 0.0
    async with streaming(card, clock=lambda: time.monotonic() + gone) as (_, line):
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        began = len(line.viewer.frames)
        for change in range(24):
            gone = 0.0 if change < 4 else 2 * BEGUN
            card.draw(Rect(100, 100, 40, 40), dice.integers(0, 1 << 24, (40, 40), dtype=np.uint32))
            await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        large = [frame for frame in line.viewer.frames[began:] if _bytes(frame) > QUIET_BYTES]

    said = "".join("q" if frame.quiet else "a" for frame in large)
    assert "q" not in said[:4]
    assert said.count("q") >= 8
    assert "qqq" not in said


def _bytes(frame: ScreenMessage) -> int:
    return sum(len(each.data) for each in frame.operations if isinstance(each, Tile))


async def test_an_idle_screen_is_not_grabbed() -> None:
    """Once everything is exact nothing is grabbed and nothing sent until something changes."""
    card = TestCard()
    async with streaming(card) as (_, line):
        await line.until_frame()
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        await asyncio.sleep(0.4)
        grabs, frames = len(card.grabs), len(line.viewer.frames)
        await asyncio.sleep(0.6)

        assert (len(card.grabs), len(line.viewer.frames)) == (grabs, frames)


async def test_what_is_left_waits_for_an_acknowledgement_and_small_things_do_not() -> None:
    """While the line holds much of a photograph a letter still goes; when nothing answers, a little more follows."""
    card = TestCard(640, 480)
    async with streaming(card) as (stream, line):
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))
        line.acknowledges = False
        noise = np.random.default_rng(1).integers(0, 1 << 24, (480, 640), dtype=np.uint32)
        stream.pace.room = lambda now: 0.0 if len(line.viewer.frames) > begun else 3_000.0  # type: ignore[method-assign]
        begun = len(line.viewer.frames)
        card.draw(Rect(0, 0, 640, 480), noise)
        await line.until(lambda: len(line.viewer.frames) > begun)
        await asyncio.sleep(0.2)  # a frame may have been begun before the line was found full
        grabs, sent = len(card.grabs), len(line.viewer.frames)
        await asyncio.sleep(0.2)
        assert len(card.grabs) == grabs
        card.draw(Rect(600, 460, 9, 9), 0xABCDEF)
        await line.until(lambda: line.viewer.picture[465, 605] == 0xABCDEF)

    assert sent <= begun + 2
    assert len(line.viewer.frames) == sent + 1


async def test_without_a_living_permit_nothing_is_grabbed() -> None:
    """A dead permit means no look at the screen, however often it changes."""
    card = TestCard()
    async with streaming(card, Yes(lives=False)) as (_, line):
        card.draw(Rect(0, 0, 10, 10), 0xFF0000)
        await asyncio.sleep(0.2)

    assert card.grabs == []
    assert line.viewer.frames == []


async def test_nothing_is_grabbed_or_sent_after_stop() -> None:
    """When `stop` has returned, changes are looked at no more."""
    card = TestCard()
    async with streaming(card) as (stream, line):
        await line.until_frame()
        await stream.stop()
        grabs, seen = len(card.grabs), line.viewer.bytes
        card.draw(Rect(0, 0, 10, 10), 0x123456)
        await asyncio.sleep(0.2)

        assert (len(card.grabs), line.viewer.bytes) == (grabs, seen)


async def test_stop_ends_a_send_that_hangs() -> None:
    """A line that takes nothing any more does not hold up the stop."""
    card, stuck = TestCard(), asyncio.Event()

    async def never(_data: bytes) -> None:
        stuck.set()
        await asyncio.Event().wait()

    stream = ScreenStream(card, Yes(), never, Mask())
    running = asyncio.create_task(stream.run())
    await stuck.wait()
    async with asyncio.timeout(0.25):
        await stream.stop()
    await running


async def test_a_permit_that_ends_ends_the_stream() -> None:
    """The stream looks at the permit before each frame and ends by itself."""
    card, permit = TestCard(), Yes()
    line = Line()
    stream = ScreenStream(card, permit, line.send, Mask())
    running = asyncio.create_task(stream.run())
    await line.until_frame()
    permit.lives = False
    grabs = len(card.grabs)
    card.draw(Rect(0, 0, 10, 10), 0x123456)
    async with asyncio.timeout(5):
        await running

    assert len(card.grabs) == grabs


async def test_a_pause_looks_at_nothing_and_resuming_shows_everything() -> None:
    """While paused no pixel is grabbed; afterwards the whole picture comes anew."""
    card = TestCard()
    async with streaming(card) as (stream, line):
        await line.until_frame()
        stream.pause()
        await asyncio.sleep(0.1)
        grabs, frames = len(card.grabs), len(line.viewer.frames)
        card.draw(Rect(5, 5, 50, 50), 0x00FF00)
        stream.keyframe()
        await asyncio.sleep(0.2)
        assert (len(card.grabs), len(line.viewer.frames)) == (grabs, frames)
        stream.resume()
        await line.until(lambda: bool((line.viewer.picture[5:55, 5:55] == 0x00FF00).all()))

    assert line.viewer.frames[frames].keyframe


async def test_a_line_that_acknowledges_nothing_gets_no_queue() -> None:
    """Without acknowledgements few frames go out; with the first one the newest state comes."""
    card, line = TestCard(), Line(acknowledges=False)
    noise = np.random.default_rng(2)
    async with streaming(card, line=line) as (stream, _):
        for _turn in range(60):
            card.draw(Rect(0, 0, 640, 480), noise.integers(0, 1 << 24, (480, 640), dtype=np.uint32))
            await asyncio.sleep(0.01)
        sent = len(line.viewer.frames)
        card.draw(Rect(0, 0, 640, 480), 0x00ABCDEF)
        line.acknowledges = True
        stream.acknowledged(line.viewer.frames[-1].frame, 1)
        await line.until(lambda: bool((line.viewer.picture == 0x00ABCDEF).all()))

    assert sent <= 8
    assert len(line.viewer.frames) <= sent + 2


async def test_while_much_lies_here_unsent_no_frame_is_made() -> None:
    """What the line does not take is not added to; once it has left, the newest state goes."""
    card, asked = TestCard(), list[int]()
    async with streaming(card) as (stream, line):

        def unsent() -> int:
            asked.append(len(line.viewer.frames))
            return 50_000 if len(asked) < 5 else 0

        stream.unsent = unsent
        await line.until_frame()

    assert asked[:5] == [0] * 5


async def test_a_lost_acknowledgement_does_not_stall_the_picture() -> None:
    """When no acknowledgement ever comes, the picture still goes on after a while."""
    card, line = TestCard(), Line(acknowledges=False)
    noise = np.random.default_rng(3)
    async with streaming(card, line=line):
        for _turn in range(20):
            card.draw(Rect(0, 0, 640, 480), noise.integers(0, 1 << 24, (480, 640), dtype=np.uint32))
            await asyncio.sleep(0.02)
        card.draw(Rect(0, 0, 640, 480), 0x00ABCDEF)
        await line.until(lambda: bool((line.viewer.picture == 0x00ABCDEF).all()), within=8)


async def test_the_desks_windows_are_painted_over_in_every_frame() -> None:
    """What lies under a mask never travels, while it stands and when it goes; what comes later does (acceptance 24)."""
    card, mask = TestCard(), Mask()
    secret, field = 0x00C0FFEE, Rect(200, 120, 260, 160)
    async with streaming(card, mask=mask) as (stream, line):
        await line.until_frame()
        assert mask.put(7, [field]) == 7
        card.draw(field, secret)
        await line.until(lambda: bool((line.viewer.picture[130, 210] == 0x808080).all()))
        stream.keyframe()
        count = len(line.viewer.frames)
        await line.until(lambda: len(line.viewer.frames) > count)
        card.draw(field, 0x00112233)
        mask.put(8, [])
        await line.until(lambda: bool((line.viewer.picture == card.picture).all()))

    seen = {int(colour) for frame in line.viewer.frames for colour in _flat_colours(frame.operations)}
    assert secret not in seen


def _flat_colours(operations: tuple[object, ...]) -> set[int]:
    return {
        int(colour)
        for operation in operations
        if isinstance(operation, Tile)
        for colour in np.unique(pixels_of(operation))
    }


async def test_only_allowed_monitors_are_grabbed() -> None:
    """Another monitor is refused when asked for, and not a pixel of it is ever looked at."""
    card = TestCard(monitors=2)
    async with streaming(card, Yes(monitors=(2,))) as (stream, line):
        card.draw(Rect(0, 0, 640, 480), 0x00FF00)
        await line.until_frame()
        with pytest.raises(MonitorNotAllowed):
            stream.show(1)

    assert card.grabs
    assert all(rect.x >= 640 for rect in card.grabs)
    assert line.viewer.monitors is not None
    assert [each.id for each in line.viewer.monitors.monitors] == [2]


async def test_switching_the_monitor_shows_the_other_whole() -> None:
    """After a switch the first frame is a keyframe of the other monitor."""
    card = TestCard(monitors=2)
    async with streaming(card, Yes(monitors=(1, 2))) as (stream, line):
        await line.until_frame()
        stream.show(2)
        await line.until(lambda: line.viewer.frames[-1].monitor == 2)
        await line.until(lambda: bool((line.viewer.picture == card.picture[:, 640:]).all()))

    assert next(frame for frame in line.viewer.frames if frame.monitor == 2).keyframe


async def test_an_unplugged_monitor_gives_way_to_another_allowed_one() -> None:
    """Hot-unplugging does not end the stream."""
    card = TestCard(monitors=2)
    async with streaming(card, Yes(monitors=(1, 2))) as (_, line):
        await line.until_frame()
        card.unplug(1)
        await line.until(lambda: line.viewer.frames[-1].monitor == 2)


async def test_a_display_that_ends_is_told() -> None:
    """The stream ends with the documented error."""
    card = TestCard()
    line = Line()
    stream = ScreenStream(card, Yes(), line.send, Mask())
    running = asyncio.create_task(stream.run())
    await line.until_frame()
    card.end()
    with pytest.raises(DisplayGone):
        await running


async def test_the_pointer_travels_beside_the_picture() -> None:
    """Shape and place come with the keyframe, and the place again whenever it moved."""
    card = TestCard()
    async with streaming(card) as (_, line):
        await line.until_frame()
        card.at = (11, 22)
        card.draw(Rect(0, 0, 1, 1), 0x000001)
        await line.until(lambda: line.viewer.position is not None and line.viewer.position.x == 11)

    assert line.viewer.cursor is not None
    assert (line.viewer.cursor.hot_x, line.viewer.cursor.w) == (1, 12)
