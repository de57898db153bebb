"""The scripted technician: works the relay's page in a real browser, by role and name, and the customer's screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import BrowserContext, Locator, Page, expect

from demo import measure

WAIT = 30_000.0
"""Milliseconds for the other side to do its part."""
KEY_APART = 25
"""Milliseconds between typed letters, as a quick typist's."""


class Area(NamedTuple):
    """A part of the customer's screen, in its own pixels."""

    x: int
    y: int
    width: int
    height: int


class Technician:
    """A person at a browser. Nothing is clicked that a person could not find by its name."""

    def __init__(self, page: Page, width: int, height: int) -> None:
        """Take the browser's page; the customer's screen is `width` by `height` pixels."""
        page.set_default_timeout(WAIT)
        self.page = page
        self._size = (width, height)
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    @classmethod
    async def at(cls, context: BrowserContext, width: int, height: int) -> Technician:
        """Open a page."""
        return cls(context.pages[0] if context.pages else await context.new_page(), width, height)

    # Before the session

    async def enrols(self, link: str) -> None:
        """Use the one-time link, and sign in with the key that it made here."""
        await self.page.goto(link)
        await self.page.get_by_role("button", name="Use this link").click()
        enter = self.page.get_by_role("button", name="Sign in")
        code = self.page.get_by_role("textbox", name="Code")
        await expect(enter.or_(code).first).to_be_visible(timeout=WAIT)
        if await enter.is_visible():
            await enter.click()
        await expect(code).to_be_visible(timeout=WAIT)

    async def connects(self, code: str) -> None:
        """Type a code, and wait for the pairing."""
        await self.page.get_by_role("textbox", name="Code").fill(code)
        await self.page.get_by_role("button", name="Connect").click()
        await expect(self._says("Paired. Now ask.")).to_be_visible(timeout=WAIT)

    async def asks_first(self, reason: str, ticket: str) -> None:
        """Ask to see the screen."""
        form = self.page.get_by_role("form", name="Ask")
        await form.get_by_role("textbox", name="Ticket").fill(ticket)
        await self._asks(form, reason)

    # In the session

    def picture(self) -> Locator:
        """Find the canvas, whatever it may be used for just now."""
        name = "Customer’s screen"
        return self.page.get_by_role("application", name=name).or_(self.page.get_by_role("img", name=name))

    async def first_picture(self) -> float:
        """Wait for the first picture; give the time in unix milliseconds."""
        return await measure.first_picture(self.page)

    async def asks_for_control(self, reason: str) -> None:
        """Ask for mouse and keyboard."""
        await self.page.get_by_role("tab", name="Allowed").click()
        await self.page.get_by_role("button", name="Ask for mouse and keyboard").click()
        dialog = self.page.get_by_role("dialog")
        await self._asks(dialog.get_by_role("form", name="Ask"), reason)

    async def controls(self) -> None:
        """Wait until mouse and keyboard work there, the customer's hand at rest."""
        await expect(self.page.get_by_role("application", name="Customer’s screen")).to_be_visible(timeout=WAIT)
        await expect(self._says("Customer moves the mouse. Yours waits.")).to_have_count(0, timeout=WAIT)

    async def clicks(self, x: int, y: int) -> None:
        """Click a pixel of the customer's screen."""
        await self.page.mouse.click(*await self._on_page(x, y))

    async def drags(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one pixel, move, let go at another."""
        await self.page.mouse.move(*await self._on_page(*start))
        await self.page.mouse.down()
        await self.page.mouse.move(*await self._on_page(*end), steps=12)
        await self.page.mouse.up()

    async def types(self, text: str) -> None:
        """Type letter by letter."""
        await self.page.keyboard.type(text, delay=KEY_APART)

    async def presses(self, *keys: str) -> None:
        """Press keys, such as "Enter" or "Control+s"."""
        for key in keys:
            await self.page.keyboard.press(key, delay=KEY_APART)

    async def watches(self, area: Area) -> measure.Watched:
        """Watch a part of the customer's screen for changes of its pixels."""
        return await measure.Watched.begin(self.page, self.picture(), area)

    async def leaves_picture(self) -> None:
        """Leave the picture with the keys that the footer names."""
        await self.page.keyboard.press("Control+Alt+Home")

    async def writes(self, text: str) -> None:
        """Write to the customer, and wait for the mark that it arrived."""
        await self.page.get_by_role("tab", name="Chat").click()
        await self.page.get_by_role("textbox", name="Write to the customer").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("log", name="Chat").get_by_text("✓")).to_be_visible(timeout=WAIT)

    async def reads(self, text: str) -> None:
        """Wait for a line of the customer's in the chat."""
        await expect(self.page.get_by_role("log", name="Chat").get_by_text(text)).to_be_visible(timeout=WAIT)

    async def shoots(self, shot: Path) -> None:
        """Take a picture of the page."""
        await self.page.screenshot(path=shot)

    async def sees_end(self, words: str) -> None:
        """Wait for the end page, which says how it ended."""
        await expect(self.page.get_by_role("heading", name=words)).to_be_visible(timeout=WAIT)

    async def _asks(self, form: Locator, reason: str) -> None:
        await form.get_by_role("textbox", name="Why, for the customer").fill(reason)
        await form.get_by_role("button", name="Ask", exact=True).click()

    def _says(self, words: str) -> Locator:
        return self.page.locator("#page").get_by_text(words)

    async def _on_page(self, x: int, y: int) -> Sequence[float]:
        """Find where a pixel of the customer's screen is on the page: the picture is fitted in, whole."""
        box = await self.picture().bounding_box()
        if box is None:
            raise LookupError("the picture is not on the page")
        width, height = self._size
        unit = min(box["width"] / width, box["height"] / height)
        left = box["x"] + (box["width"] - width * unit) / 2
        top = box["y"] + (box["height"] - height * unit) / 2
        return left + (x + 0.5) * unit, top + (y + 0.5) * unit
