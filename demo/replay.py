"""A reader looks at the recording on their own machine: in words, and in the player, of which a picture is taken."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from playwright.async_api import BrowserContext, expect

from demo import measure
from demo.evidence import Roll
from demo.stage import RELAY, Relay, call
from demo.technician import Area
from tests.support.processes import Child

WAIT = 30_000.0
"""Milliseconds for the player to load and draw."""
STILL = 20
"""Refreshes without a change after which a sought moment stands."""
DEVELOPED = 30.0
"""Seconds for a recording to be fetched, checked and opened."""


class NotOpened(AssertionError):
    """The reader's key did not open what the grant lets its reader see."""


async def opens(relay: Relay, session: str, folder: Path, said: str) -> None:
    """
    Have the recording told in words with the quality team's key; `said` must be among them.

    Raises:
        NotOpened: It is not.
    """
    told = await asyncio.to_thread(call, [*RELAY, "open", session, *_reader(relay, folder), "--json"])
    if said not in told:
        raise NotOpened(f"{said!r} is not in what was opened")


async def shows(relay: Relay, session: str, folder: Path, context: BrowserContext, shot: Path, roll: Roll) -> None:
    """Play the recording, seek its last moments, and take a picture of the player."""
    with Child([*RELAY, "replay", session, *_reader(relay, folder)], name="attended-relay replay") as player:
        link = await asyncio.to_thread(player.line, r"Ready on (http://\S+)", DEVELOPED)
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        await page.goto(link[1])
        badge = page.get_by_role("button", name=re.compile(r"Proven"))
        await expect(badge).to_be_visible(timeout=WAIT)
        await measure.first_picture(page)
        canvas = page.locator("canvas")
        watched = await measure.Watched.begin(page, canvas, Area(0, 0, 1920, 1080))
        # The last picture before the end: everything is done, and still live.
        await page.get_by_role("button", name="To the end").click()
        await page.get_by_role("button", name="One picture back").click()
        await watched.settled(STILL)
        await page.screenshot(path=shot)
        roll.call()
        await page.close()
        if faults:
            raise NotOpened(f"the player had faults: {faults}")


def _reader(relay: Relay, folder: Path) -> list[str]:
    return ["--key", str(relay.reader_key), "--reason", "quality", "--relay", relay.origin, "--data", str(folder)]
