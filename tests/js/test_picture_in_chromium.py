"""The picture in a real browser: what the canvas shows is what the screen shows."""

from __future__ import annotations

import asyncio
import base64
import zlib
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import BrowserContext

from agent.screen.encode import cursor_shape, png
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.stream import ScreenStream
from protocol.screen import Copy, CursorPosition, Encoding, Operation, ScreenMessage, Tile, parse, write
from protocol.screen_frames import parts
from tests.support import pages
from tests.support.picture_page import picture_page, pixels, show
from tests.support.test_card import TestCard

# One loop for the file: what drives the browser lives in it.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Yes:
    """A permit for the first monitor."""

    lives: bool = True
    monitors: tuple[int, ...] = (1,)


async def test_a_decoder_prepared_beforehand_draws_the_next_picture_and_no_other(profile: BrowserContext) -> None:
    """What began while people talked takes the first picture; a second picture has a decoder of its own."""
    tile = Tile(0, 0, 64, 64, Encoding.RGB_ZLIB, zlib.compress(bytes((1, 2, 3)) * 4096))
    frame = write(ScreenMessage(1, 1, 64, 64, 0, (tile,), keyframe=True))
    async with picture_page(profile) as page:
        drawn = await page.evaluate(PREPARED, base64.b64encode(frame).decode())

    assert drawn == [True, True]


PREPARED = """
async (text) => {
    const { Picture, prepare } = await import("/relay/console/view/picture.js");
    const begun = [];
    const Begins = window.Worker;
    window.Worker = function (...values) { begun.push(1); return new Begins(...values); };
    prepare();
    prepare();
    const bytes = () => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const shows = () => new Promise((resolve) => {
        const canvas = document.createElement("canvas");
        document.body.append(canvas);
        const picture = new Picture(canvas, { onDrawn: () => resolve(begun.length) });
        picture.atWorker = 1; // as if a part were there already: so small a picture needs no decoder otherwise
        picture.show(bytes());
    });
    return [await shows() === 1, await shows() === 2];
}
"""


async def test_the_canvas_at_rest_is_the_screen_to_the_pixel(profile: BrowserContext) -> None:
    """After a keyframe, text that scrolls, flat areas and photographs through the real stream, every pixel is exact."""
    card, long = TestCard(640, 480), pages.page(390, 600)
    dice = np.random.default_rng(4)
    acknowledged: list[int] = []
    copies: list[Operation] = []
    drawn, gone = asyncio.Event(), asyncio.Event()
    async with picture_page(profile) as page:

        async def send(data: bytes) -> None:
            copies.extend(each for each in parse(data).operations if isinstance(each, Copy))
            await show(page, data)
            gone.set()

        stream = ScreenStream(card, Yes(), send, Mask())

        async def acknowledge(frame: int) -> None:
            acknowledged.append(frame)
            stream.acknowledged(frame, 1)
            drawn.set()

        await page.expose_function("acknowledge", acknowledge)
        await page.evaluate("() => { picture.told.onDrawn = ({ frame }) => acknowledge(frame); }")
        running = asyncio.create_task(stream.run())
        await gone.wait()
        for turn in range(10):
            gone.clear()
            card.draw(Rect(turn * 40, turn * 30, 120, 100), dice.integers(0, 1 << 24, (100, 120), dtype=np.uint32))
            card.draw(Rect(300, turn * 20, 50, 9), int(dice.integers(0, 1 << 24)))
            card.draw(Rect(250, 200, 390, 270), long[turn * 24 : turn * 24 + 270])
            await gone.wait()
        drawn.clear()
        while not np.array_equal(await pixels(page), card.picture):
            # Reading the canvas takes a busy machine a second each time; a stream that has stopped draws nothing more.
            async with asyncio.timeout(20):
                await drawn.wait()
            drawn.clear()
        await stream.stop()
        await running

    assert acknowledged == sorted(acknowledged)
    assert copies


async def test_frames_are_drawn_in_order_and_copies_move_what_is_there(profile: BrowserContext) -> None:
    """A frame that decodes slowly is not overtaken by a quick one; overlapping copies read before they write."""
    rows = np.arange(64, dtype=np.uint32)[:, None] * np.ones(32, np.uint32)
    slow = parts(_frame(1, _exact(rows), keyframe=True))
    quick = parts(_frame(2, Tile(0, 0, 32, 1, Encoding.FLAT, b"\x00\x01\x00")))
    scrolled = parts(_frame(3, Copy(0, 3, 0, 0, 32, 61), Tile(0, 61, 32, 3, Encoding.FLAT, b"\x00\x00\xff")))
    async with picture_page(profile) as page:
        await show(page, *slow, *quick, *scrolled)
        drawn = await page.evaluate("until(3)")
        seen = await pixels(page)

    assert [each["frame"] for each in drawn] == [1, 2, 3]
    assert (seen[:61] == rows[3:]).all()
    assert (seen[61:] == 0xFF).all()


def _exact(pixels: NDArray[np.uint32]) -> Tile:
    rgb = np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(np.uint8)
    return Tile(0, 0, pixels.shape[1], pixels.shape[0], Encoding.PNG, png(rgb))


def _frame(number: int, *operations: Operation, keyframe: bool = False) -> ScreenMessage:
    return ScreenMessage(number, 1, 32, 64, 5 * number, operations, keyframe=keyframe)


async def test_clearing_removes_every_pixel_and_frames_on_their_way(profile: BrowserContext) -> None:
    """After `clear` nothing of the picture is on the canvas, and a frame that was still decoding is not drawn."""
    async with picture_page(profile) as page:
        await show(page, *parts(_frame(1, Tile(0, 0, 32, 64, Encoding.FLAT, b"\xff\x00\x00"), keyframe=True)))
        await page.evaluate("until(1)")
        late = _exact(np.full((64, 32), 0x00FF00, np.uint32))
        await show(page, *parts(_frame(2, late)))
        size = await page.evaluate("picture.clear(), picture.size")
        await page.wait_for_timeout(200)
        seen = await pixels(page)

    assert size == {"w": 0, "h": 0}
    assert not seen.any()


async def test_hostile_bytes_are_told_and_change_nothing(profile: BrowserContext) -> None:
    """A damaged message, and a tile that does not decode, give a code and leave the picture as it was."""
    broken = Tile(0, 0, 32, 64, Encoding.RGB_ZLIB, b"nonsense")
    cut_off = _exact(np.arange(2048, dtype=np.uint32).reshape(64, 32))
    cut_off = replace(cut_off, data=cut_off.data[:60])
    async with picture_page(profile) as page:
        await show(page, *parts(_frame(1, Tile(0, 0, 32, 64, Encoding.FLAT, b"\xff\x00\x00"), keyframe=True)))
        await page.evaluate("until(1)")
        await show(page, b"\x01\x02\x03")
        await show(page, write(_frame(2, Tile(0, 0, 9, 9, Encoding.FLAT, b"\x00\xff\x00"), broken)))
        await show(page, write(_frame(3, cut_off)))
        await page.wait_for_function("failed.length === 3")
        failed = await page.evaluate("failed")
        seen = await pixels(page)

    assert [code for code, _ in failed] == ["P-180"] * 3
    assert (seen == 0xFF0000).all()


async def test_the_pointer_lies_over_the_picture_and_never_in_it(profile: BrowserContext) -> None:
    """Its image stands where the position says, scaled as the picture is, and no pixel of the canvas changes."""
    cursor = TestCard().cursor()
    assert cursor is not None
    flat = Tile(0, 0, 1920, 1080, Encoding.FLAT, b"\x00\x00\xff")
    frame = ScreenMessage(1, 1, 1920, 1080, 0, (flat, cursor_shape(cursor), CursorPosition(101, 202, visible=True)))
    async with picture_page(profile) as page:
        await show(page, *parts(frame))
        await page.evaluate("until(1)")
        box = await page.locator("#place img").bounding_box()
        seen = await pixels(page)

    assert box == {"x": 50, "y": 100, "width": 6, "height": 8}
    assert (seen == 0xFF).all()


async def test_a_quick_message_keeps_its_pointer_when_a_slow_one_before_it_is_done(profile: BrowserContext) -> None:
    """A great picture is decoded for a while; what came after it about the pointer stands."""
    cursor = TestCard().cursor()
    assert cursor is not None
    noise = np.random.default_rng(7).integers(0, 256, (300, 300, 3), np.uint8)
    great = Tile(0, 0, 300, 300, Encoding.PNG, png(noise))
    slow = (great, cursor_shape(cursor), CursorPosition(101, 202, visible=True))
    async with picture_page(profile) as page:
        await show(
            page,
            write(ScreenMessage(1, 1, 1920, 1080, 0, slow, keyframe=True)),
            write(ScreenMessage(2, 1, 1920, 1080, 0, (CursorPosition(301, 402, visible=True),))),
        )
        await page.evaluate("until(2)")
        assert await page.evaluate("picture.pointer.at") == {"x": 301, "y": 402}
        assert await page.locator("#place img").bounding_box() == {"x": 150, "y": 200, "width": 6, "height": 8}


async def test_mouse_and_keys_become_messages_in_the_monitors_pixels(profile: BrowserContext) -> None:
    """A click in the middle of the fitted picture is the middle of the monitor; typing is characters and places."""
    frame = ScreenMessage(1, 1, 1920, 1080, 0, (Tile(0, 0, 1920, 1080, Encoding.FLAT, b"\x00\x00\xff"),))
    async with picture_page(profile) as page:
        await show(page, *parts(frame))
        await page.evaluate("until(1)")
        await page.mouse.click(480, 270)
        await page.mouse.wheel(0, 200)
        await page.keyboard.type("aB")
        await page.keyboard.press("Control+c")
        sent = await page.evaluate("sent")

    assert [message for message in sent if message["kind"].startswith("pointer")] == [
        {"kind": "pointer.move", "x": 960, "y": 540},
        {"kind": "pointer.button", "button": "left", "down": True, "x": 960, "y": 540},
        {"kind": "pointer.button", "button": "left", "down": False, "x": 960, "y": 540},
        {"kind": "pointer.wheel", "dx": 0, "dy": 2, "x": 960, "y": 540},
    ]
    keys = [message.get("text") or (message["code"], message["down"]) for message in sent if "key" in message["kind"]]
    assert [key for key in keys if key not in {("ShiftLeft", True), ("ShiftLeft", False)}] == [
        "a",
        "B",
        ("ControlLeft", True),
        ("KeyC", True),
        ("KeyC", False),
        ("ControlLeft", False),
    ]
