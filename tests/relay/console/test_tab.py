"""What the tab says of a session, and that its buttons have their icons: in a real browser, at a real relay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from consent.scopes import Scope
from tests.support.console_page import tab_of
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay

# One loop for the file: what drives the browser lives in it.
pytestmark = [pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="module")]

_DRAWN = """() => [...document.querySelectorAll('svg.icon')].filter((each) => each.checkVisibility()).map((each) => ({
    name: each.firstElementChild.getAttribute('href').split('#')[1],
    width: each.firstElementChild.getBBox().width,
    words: each.parentElement.textContent,
    hidden: each.getAttribute('aria-hidden'),
}))"""


async def mark(page: Page) -> str:
    """Give the state that the tab's picture stands for, once it is known to be there."""
    href = await page.locator("#mark").get_attribute("href") or ""
    assert await page.evaluate("(href) => fetch(href).then((answer) => answer.ok)", href)
    return href.removeprefix("/console/marks/").removesuffix(".svg")


async def test_the_tab_says_how_things_are(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Idle, live with its clock, paused, over, and idle again; by its picture and by its title (experience 5)."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        assert (await ana.page.title(), await mark(ana.page)) == ("Start · Attended", "idle")
        await ana.connect(await desk.code())
        await ana.ask()
        assert await mark(ana.page) == "idle"
        await desk.allow(Scope.VIEW)
        await ana.sees_picture()
        await expect(ana.page).to_have_title(re.compile(r"^● \d+:\d\d · Attended$"))
        assert await mark(ana.page) == "live"
        desk.core.pause()
        await expect(ana.page).to_have_title(re.compile(r"^Paused \d+:\d\d · Attended$"))
        assert await mark(ana.page) == "paused"
        desk.core.stop("button")
        await expect(ana.page).to_have_title("Over · Attended")
        assert await mark(ana.page) == "over"
        await ana.button("New code").click()
        await expect(ana.page).to_have_title("Start · Attended")
        assert await mark(ana.page) == "idle"
        assert ana.faults == []


async def test_icons_are_drawn_beside_words(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Each comes from the relay's own origin, under the page's own rules, and is for eyes alone (acceptance 78)."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.connect(await desk.code())
        await ana.ask()
        await desk.allow(Scope.VIEW)
        await ana.sees_picture()
        drawn = await ana.page.evaluate(_DRAWN)
        assert {each["name"] for each in drawn} >= {
            "maximize",
            "keyboard",
            "circle-question-mark",
            "eye-off",
            "log-out",
        }
        assert [each for each in drawn if each["width"] <= 0] == []
        assert [each for each in drawn if not each["words"].strip() or each["hidden"] != "true"] == []
        await expect(ana.button("Look away")).to_have_accessible_name("Look away")
        assert ana.faults == []
