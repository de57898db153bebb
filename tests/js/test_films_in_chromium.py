"""Films in a real browser: decoded by it, drawn with the rest of their frames, exact once they rest."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import BrowserContext, Page

from agent.screen import compose, films
from agent.screen.capture.x11 import X11Source
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.stream import ScreenStream
from agent.screen.video import VideoEncoder
from agent.screen.video_rate import MOST
from protocol.screen import Encoding, ScreenMessage, Tile, Video, parse, write
from protocol.video_header import Codec
from tests.support.display import VirtualDisplay
from tests.support.film import H, W, film, psnr, rgb
from tests.support.painter import Painter
from tests.support.picture_page import picture_page, pixels, show

# One loop for the file: what drives the browser lives in it.
pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAMES = film(24)
PLACE = Rect(81, 50, W, H)
GREY = 0x808080
DECODABLE = "import('/relay/console/view/films.js').then(films => films.decodable())"


@dataclass
class Yes:
    """A permit for the only monitor."""

    lives: bool = True
    monitors: tuple[int, ...] = (0,)


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a display of its own."""
    with VirtualDisplay(640, 480) as display:
        yield display


async def until(page: Page, holds: Callable[[NDArray[np.uint32]], bool]) -> NDArray[np.uint32]:
    """Read the canvas until something holds of it; give it as it is then."""
    async with asyncio.timeout(10):
        while not holds(seen := await pixels(page)):
            pass
    return seen


def _part(picture: NDArray[np.uint32], at: Rect) -> NDArray[np.uint32]:
    return picture[at.y : at.bottom, at.x : at.right]


@pytest.mark.alone
@pytest.mark.parametrize("wide", [False, True], ids=["video", "stills"])
async def test_a_film_on_a_real_display_plays_in_the_browser_and_is_exact_at_rest(
    profile: BrowserContext,
    display: VirtualDisplay,
    monkeypatch: pytest.MonkeyPatch,
    wide: bool,  # noqa: FBT001 - by parameter
) -> None:
    """While it plays it is at 36 dB or better; at most a second after it stops every pixel is the display's."""
    monkeypatch.setattr(compose, "REST", 60.0)  # so that the film's last picture can be looked at
    if not wide:
        monkeypatch.setattr(films, "WIDE", inf)
    source = X11Source(display.name)
    sent: list[Video] = []
    stills: list[Tile] = []
    async with picture_page(profile) as page:
        codecs = await page.evaluate(DECODABLE)

        async def hand_over(data: bytes) -> None:
            operations = parse(data).operations
            sent.extend(each for each in operations if isinstance(each, Video))
            stills.extend(each for each in operations if isinstance(each, Tile) and each.w * each.h >= W * H)
            await show(page, data)

        stream = ScreenStream(source, Yes(monitors=(source.monitors()[0].id,)), hand_over, Mask())
        drawn: list[float] = []

        def acknowledge(frame: int) -> None:
            drawn.append(time.monotonic())
            stream.acknowledged(frame, 5)

        await page.expose_function("acknowledge", acknowledge)
        await page.evaluate("() => { picture.told.onDrawn = ({ frame }) => acknowledge(frame); }")
        stream.video(frozenset(codec for codec in Codec if codec.word in codecs))
        running = asyncio.create_task(stream.run())
        with Painter(display.name, Rect(0, 0, 640, 480)) as painter:
            for number in range(70):
                way = number % (2 * len(FRAMES) - 2)
                last = FRAMES[way if way < len(FRAMES) else 2 * len(FRAMES) - 2 - way]
                await asyncio.gather(asyncio.to_thread(painter.paint, *PLACE[:2], last), asyncio.sleep(1 / 30))
            seen = await until(page, lambda seen: psnr(rgb(_part(seen, PLACE)), rgb(last)) >= 36)
            assert not np.array_equal(_part(seen, PLACE), last)
            monkeypatch.undo()
            painter.fill(Rect(10, 10, 4, 4), 0xFF0000)  # something else changes, and the film rests
            began = time.monotonic()
            await until(page, lambda seen: np.array_equal(_part(seen, PLACE), last))
            took = drawn[-1] - began  # looking itself takes a while: what counts is when the last frame was drawn
        failed = await page.evaluate("failed")
        without = await page.evaluate(f"delete globalThis.VideoDecoder && {DECODABLE}")
        await stream.stop()
        await running
        source.close()

    assert codecs == ["vp8", "vp9"]
    assert without == []
    assert len(stills if wide else sent) > 20
    assert wide or sent[0].intra
    assert took <= 1
    assert failed == []


def pieces(codec: Codec, count: int) -> list[Video]:
    """Give the first pictures of a film, as large as the monitor."""
    encoder = VideoEncoder(codec, W, H, MOST)
    made = [encoder.encode(frame, number / 30, intra=False) for number, frame in enumerate(FRAMES[:count])]
    return [Video(0, 0, 0, W, H, codec, intra, data) for data, intra in filter(None, made)]


def a_frame(number: int, *operations: Video | Tile, keyframe: bool = False) -> bytes:
    """Give a frame with the film's next picture and what else is in it."""
    return write(ScreenMessage(number, 1, W, H, number, operations, keyframe=keyframe))


DOT = Tile(4, 4, 3, 3, Encoding.FLAT, b"\xff\x00\x00")


async def test_a_film_is_drawn_with_the_rest_of_its_frame_and_again_after_a_jump(profile: BrowserContext) -> None:
    """Each frame shows the film's picture and what lies on it; a player that jumps to a keyframe shows the same."""
    async with picture_page(profile) as page:
        for codec in Codec:
            first, second, third = pieces(codec, 3)
            frames = a_frame(1, first, DOT, keyframe=True), a_frame(2, second), a_frame(3, third, DOT)
            await page.evaluate("() => { picture.clear(); drawn.length = 0; }")
            await show(page, *frames)
            await page.evaluate("until(3)")
            straight = await pixels(page)
            await page.evaluate("() => { picture.reset(); drawn.length = 0; }")
            await show(page, *frames)
            drawn = await page.evaluate("until(3)")

            assert [each["frame"] for each in drawn] == [1, 2, 3]
            assert psnr(rgb(straight)[8:], rgb(FRAMES[2])[8:]) >= 36
            assert (straight[4:7, 4:7] == 0xFF0000).all()
            assert np.array_equal(straight, await pixels(page))
            await page.evaluate("() => { picture.clear(); drawn.length = 0; }")
            await show(page, a_frame(3, first, DOT, second, third, DOT, keyframe=True))
            await page.evaluate("until(1)")
            assert np.array_equal(straight, await pixels(page))
        assert await page.evaluate("failed") == []


async def test_a_film_that_cannot_be_decoded_is_grey_and_said(profile: BrowserContext) -> None:
    """A damaged picture ends nothing: the rest of its frame shows, the page hears of it, and the next one plays."""
    begins, goes_on = pieces(Codec.VP9, 2)
    spoilt, lone = replace(begins, data=begins.data[:10] + bytes(30)), replace(goes_on, which=1)
    async with picture_page(profile) as page:
        await page.evaluate("() => { window.lost = []; picture.told.onFilmLost = (codec) => lost.push(codec); }")
        await show(page, a_frame(1, spoilt, DOT, keyframe=True))
        await page.evaluate("until(1)")
        grey = await pixels(page)
        await show(page, a_frame(2, lone))
        await page.evaluate("until(2)")
        await show(page, a_frame(3, begins, keyframe=True))
        await page.evaluate("until(3)")
        whole = await pixels(page)
        lost, failed = await page.evaluate("[lost, failed]")

    assert (grey[20:] == GREY).all()
    assert (grey[4:7, 4:7] == 0xFF0000).all()
    assert lost == ["vp9", "vp9"]
    assert failed == []
    assert psnr(rgb(whole), rgb(FRAMES[0])) >= 36


async def test_no_picture_of_a_decoder_is_drawn_on_the_page(profile: BrowserContext) -> None:
    """A browser keeps those that were, a thousand of them; so the page gets plain pixels and nothing else."""
    async with picture_page(profile) as page:
        await page.evaluate(
            """() => {
                window.given = [];
                picture.worker.addEventListener('message', ({ data }) => {
                    const parts = (data.draws ?? []).flatMap((step) => Object.values(step));
                    given.push(...parts.filter((part) => part instanceof Object));
                });
            }"""
        )
        first, *rest = pieces(Codec.VP8, 20)
        frames = [a_frame(number, piece) for number, piece in enumerate(rest, start=2)]
        await show(page, a_frame(1, first, keyframe=True), *frames)
        await page.evaluate("until(20)")
        given = await page.evaluate("given.map(({ constructor }) => constructor.name)")

    assert given == ["Uint8ClampedArray"] * 20
