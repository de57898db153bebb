"""A page with the console's picture on it, in a real browser: shown what an agent sends, and read pixel by pixel."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import BrowserContext, Page

from tests.support.browser import show_folder
from tests.support.house import ROOT


@asynccontextmanager
async def picture_page(profile: BrowserContext) -> AsyncIterator[Page]:
    """Give a new page with a picture on it; closed on leaving."""
    page = await profile.new_page()
    try:
        address = await show_folder(page, ROOT)
        await page.goto(f"{address}/tests/js/picture.html")
        await page.wait_for_function("window.ready")
        yield page
    finally:
        await page.close()


async def show(page: Page, *messages: bytes) -> None:
    """Hand messages to the picture."""
    await page.evaluate("messages => show(messages)", [base64.b64encode(message).decode() for message in messages])


async def pixels(page: Page) -> NDArray[np.uint32]:
    """Read the canvas as (h, w) of 0x00RRGGBB."""
    told: dict[str, Any] = await page.evaluate("pixels()")
    rgba = np.frombuffer(base64.b64decode(told["data"]), np.uint8).reshape(told["height"], told["width"], 4)
    wide = rgba.astype(np.uint32)
    return ((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]).astype(np.uint32)
