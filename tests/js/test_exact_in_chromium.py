"""What a technician sees of a real display in a real browser: exact once it rests, and no frame that is half one."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from playwright.async_api import Page

from agent.screen import films
from agent.screen.capture.x11 import X11Source
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.stream import ScreenStream
from benchmarks.screen.line import PROFILES, Profile, Way
from protocol.screen import Tile, Video, parse
from protocol.video_header import Codec
from tests.support.browser import fresh_profile, show_folder
from tests.support.display import VirtualDisplay
from tests.support.film import film
from tests.support.pages import page as text
from tests.support.painter import Painter

ROOT = Path(__file__).parent.parent.parent
W, H = 640, 480
SOON = 1.0
"""Seconds after the last change in which every pixel is the display's."""
PATIENCE = 15.0
ANSWER = 66
"""Bytes of an acknowledgement, sealed."""
FRAMES = film(24)
LARGEST = 3 * 512 * 64 // 2
"""Pixels above which a tile is a film's: other tiles have two thirds of that at most."""
DESK = 0x35506B

_DIGEST = """
async () => {
    const { width, height } = picture.canvas;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(picture.canvas, 0, 0);
    const digest = await crypto.subtle.digest('SHA-256', copy.getImageData(0, 0, width, height).data);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
"""

# At every frame that was drawn: two marks that were painted by one request say the same.
_WATCH = """
() => {
    window.torn = [];
    window.colours = new Set();
    picture.told.onDrawn = ({ frame }) => {
        const [first, last] = [[1, 1], [picture.width - 2, picture.height - 2]].map(
            ([x, y]) => picture.context.getImageData(x, y, 1, 1).data.slice(0, 3).join());
        if (first !== last) torn.push([frame, first, last]);
        colours.add(first);
        acknowledge(frame);
    };
}
"""


@dataclass
class Yes:
    """A permit for both monitors."""

    monitors: tuple[int, ...]
    lives: bool = True


@dataclass
class Scene:
    """A display with two monitors, what is painted on it, and the page that shows one of them."""

    display: VirtualDisplay
    painter: Painter
    page: Page
    stream: ScreenStream
    monitors: tuple[int, ...]
    videos: int = 0
    stills: int = 0
    shown: int = 0

    async def rests(self, what: str) -> float:
        """Wait until the canvas is the monitor shown, every pixel of it; give the seconds since now."""
        began = time.monotonic()
        meant = await asyncio.to_thread(self._digest)
        while await self.page.evaluate(_DIGEST) != meant:
            assert time.monotonic() - began < PATIENCE, f"{what}: the canvas never became the screen"
        return time.monotonic() - began

    def _digest(self) -> str:
        image = self.display.image()
        whole = np.frombuffer(image.raw, np.uint8).reshape(image.height, image.width, 4)
        part = whole[:, W * self.shown : W * (self.shown + 1), [2, 1, 0, 3]].copy()
        part[..., 3] = 255
        return sha256(part.tobytes()).hexdigest()


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a display of its own, with two monitors side by side."""
    with VirtualDisplay(2 * W, H, 2) as display:
        yield display


class Line:
    """A line from a stream to a page and back, as thin as its profile says."""

    def __init__(self, profile: Profile) -> None:
        """Begin with an empty line."""
        self._down, self._up = Way(profile, 1), Way(profile, 2)
        self._late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def carry(self, page: Page) -> None:
        """Hand messages to the page when they come out, for ever."""
        while True:
            at, data = await self._late.get()
            await asyncio.sleep(max(at - time.monotonic(), 0))
            await page.evaluate("messages => show(messages)", [base64.b64encode(data).decode()])

    def send(self, data: bytes) -> None:
        """Take a message."""
        self._late.put_nowait((self._down.send(len(data), time.monotonic()), data))

    def answer(self, heard: Callable[[int, int], None], frame: int) -> None:
        """Take an acknowledgement on its way back."""
        now = time.monotonic()
        asyncio.get_running_loop().call_later(self._up.send(ANSWER, now) - now, heard, frame, 2)


@asynccontextmanager
async def shown(display: VirtualDisplay, profile: Profile = PROFILES["loopback"]) -> AsyncIterator[Scene]:
    """Show the display's first monitor in a page, as a session would, over a line."""
    source = X11Source(display.name)
    async with fresh_profile() as context:
        address = await show_folder(context, ROOT)
        page = await context.new_page()
        await page.goto(f"{address}/tests/js/picture.html")
        await page.wait_for_function("window.ready")
        monitors = tuple(each.id for each in source.monitors())
        scenes: list[Scene] = []
        line = Line(profile)

        async def send(data: bytes) -> None:
            operations = parse(data).operations
            scenes[0].videos += sum(isinstance(each, Video) for each in operations)
            scenes[0].stills += sum(isinstance(each, Tile) and each.w * each.h > LARGEST for each in operations)
            line.send(data)

        stream = ScreenStream(source, Yes(monitors), send, Mask())
        stream.video(frozenset(Codec))
        await page.expose_function("acknowledge", lambda frame: line.answer(stream.acknowledged, frame))
        await page.evaluate("() => { picture.told.onDrawn = ({ frame }) => acknowledge(frame); }")
        running, carrying = asyncio.create_task(stream.run()), asyncio.create_task(line.carry(page))
        with Painter(display.name, Rect(0, 0, 2 * W, H)) as painter:
            scenes.append(Scene(display, painter, page, stream, monitors))
            yield scenes[0]
            assert await page.evaluate("failed") == []
        await stream.stop()
        await running
        carrying.cancel()
        source.close()


async def steps(count: int, every: float, step: Callable[[int], None]) -> None:
    """Do something again and again, every so many seconds."""
    for number in range(count):
        await asyncio.gather(asyncio.to_thread(step, number), asyncio.sleep(every))


async def types(scene: Scene) -> None:
    """Letters, one after the other, on a page of text."""
    letters = text(200, 16, seed=5)
    await asyncio.to_thread(scene.painter.paint, 0, 0, text(W, H))
    await steps(8, 0.05, lambda at: scene.painter.paint(100 + 9 * at, 99, letters[:, 9 * at : 9 * at + 9]))


async def scrolls(scene: Scene) -> None:
    """A page that moves up, its new lines below, beside a photograph."""
    long = text(400, 1200, seed=6)
    photo = np.random.default_rng(4).integers(0, 1 << 24, (200, 180), dtype=np.uint32)

    def step(at: int) -> None:
        scene.painter.scroll(Rect(20, 20, 400, 440), 48)
        scene.painter.paint(20, 412, long[48 * at : 48 * at + 48])

    await asyncio.to_thread(scene.painter.paint, 440, 100, photo)
    await steps(15, 0.03, step)


async def drags(scene: Scene) -> None:
    """A window of text over a desk of one colour."""
    window = text(300, 200, seed=7)

    def step(at: int) -> None:
        scene.painter.fill(Rect(0, 0, W, H), DESK)
        scene.painter.paint(20 + 12 * at, 30 + 7 * at, window)

    await steps(20, 0.016, step)


async def plays(scene: Scene) -> None:
    """A film, long enough to be sent as one, in stills."""
    before = scene.stills
    await steps(65, 1 / 30, lambda at: scene.painter.paint(81, 50, FRAMES[at % len(FRAMES)]))
    assert scene.stills > before, "no still was sent"


async def plays_as_video(scene: Scene) -> None:
    """A film, as if the line were none that is wide enough for stills."""
    before = scene.videos
    with patch.object(films, "WIDE", inf):
        await steps(65, 1 / 30, lambda at: scene.painter.paint(81, 50, FRAMES[at % len(FRAMES)]))
    assert scene.videos > before, "no video was sent"


async def switches(scene: Scene) -> None:
    """Paint both monitors, and look at the other one."""
    await asyncio.to_thread(scene.painter.paint, 0, 0, text(2 * W, H, seed=9))
    scene.shown = 1 - scene.shown
    scene.stream.show(scene.monitors[scene.shown])


async def pauses(scene: Scene) -> None:
    """Paint while nothing may be seen, and go on."""
    scene.stream.pause()
    await steps(3, 0.05, lambda at: scene.painter.fill(Rect(W * scene.shown + 30 * at, 50, 25, 25), 0x123456 << at))
    scene.stream.resume()


MODES: tuple[Callable[[Scene], Awaitable[None]], ...] = (
    *(types, scrolls, drags, plays, plays_as_video),
    *(pauses, switches, pauses, switches),
)


@pytest.mark.alone
@pytest.mark.timeout(600)
async def test_the_picture_at_rest_is_the_display_in_every_mode(
    display: VirtualDisplay, sized: Callable[[int, int], int]
) -> None:
    """Typing, scrolls, drags, film, pause, another monitor: a second after the last change every pixel is exact."""
    took: dict[str, float] = {}
    async with shown(display) as scene:
        await scene.rests("the first picture")
        for turn in range(sized(1, 20)):
            for number, mode in enumerate(MODES):
                name = f"{turn}.{number} {mode.__name__}"
                await mode(scene)
                took[name] = await scene.rests(name)
    late = {name: round(seconds, 2) for name, seconds in took.items() if seconds > SOON}
    assert not late, late


def marks(scene: Scene, side: tuple[int, int], every: float, ends: threading.Event) -> None:
    """Change two marks at opposite corners with one request each time, and noise of changing size before them."""
    dice = np.random.default_rng(6)
    colour = 1
    while not ends.is_set():
        # What changes beside the marks makes frames small and large, drawn at once and by the worker.
        wide = int(dice.integers(*side))
        scene.painter.paint(60, 60, dice.integers(0, 1 << 24, (wide, wide), dtype=np.uint32))
        scene.painter.fill_all([Rect(0, 0, 3, 3), Rect(W - 3, H - 3, 3, 3)], colour)
        colour = colour % 0xFFFFFE + 1
        ends.wait(every)  # the display, the browser and the rest have a machine to share


async def watched(scene: Scene, wanted: int, side: tuple[int, int], every: float) -> None:
    """Paint marks until so many frames of them were drawn; none of these was half of one."""
    ends = threading.Event()
    await scene.rests("the first picture")
    await scene.page.evaluate(_WATCH)
    painting = asyncio.create_task(asyncio.to_thread(marks, scene, side, every, ends))
    try:
        while await scene.page.evaluate("colours.size") < wanted:
            assert await scene.page.evaluate("torn") == []
            await asyncio.sleep(0.1)
    finally:
        ends.set()
        await painting
    assert await scene.page.evaluate("torn") == []


@pytest.mark.timeout(1_800)
async def test_two_marks_of_one_request_are_never_shown_apart(
    display: VirtualDisplay, sized: Callable[[int, int], int]
) -> None:
    """However the browser decodes and draws, and however busy the machine is: no frame shows one without the other."""
    async with shown(display) as scene:
        await watched(scene, sized(150, 10_000), (20, 120), 0.004)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("profile", ["thin", "narrow"])
async def test_two_marks_of_one_request_are_never_shown_apart_over_a_thin_line(
    display: VirtualDisplay, profile: str
) -> None:
    """Beside a photograph that changes again and again and never fits into one frame, the marks still come together."""
    async with shown(display, PROFILES[profile]) as scene:
        await watched(scene, 100, (300, 400), 0.1)
