"""The player's server: on this machine, under one name, for one secret; and the page plays what was sent."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page
from starlette.testclient import TestClient

from relay.replay.film import develop
from relay.replay.opening import OpenedRecording
from relay.replay.player import make_player
from tests.support.browser import fresh_profile
from tests.support.processes import Child
from tests.support.recorded_session import RecordedSession, a_picture

HOST = "localhost:8999"
SECRET = "a secret that only the link holds"
RED = "document.querySelector('#screen').getContext('2d').getImageData(5, 30, 1, 1).data[0]"
OWN = {"authorization": f"Bearer {SECRET}"}


@pytest.fixture
def page(opened: OpenedRecording) -> Iterator[TestClient]:
    """Ask the player as its own page does."""
    app = make_player(opened, develop(opened), HOST, SECRET)
    with TestClient(app, base_url=f"http://{HOST}") as client:
        yield client


def test_the_page_itself_holds_nothing(page: TestClient) -> None:
    """The page comes without the secret, under a policy that runs no other script."""
    answer = page.get("/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert page.get("/console/replay/main.js").status_code == 200


@pytest.mark.parametrize("path", ["/api/film", "/api/pictures?first=0"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer another"},
        {**OWN, "origin": "http://elsewhere.example"},
        {**OWN, "sec-fetch-site": "cross-site"},
    ],
)
def test_nothing_is_told_to_others(page: TestClient, path: str, headers: dict[str, str]) -> None:
    """Without the link's secret, or from another page, the recording stays shut."""
    assert page.get(path, headers=headers).status_code == 401


def test_another_name_for_this_machine_is_refused(page: TestClient) -> None:
    """A foreign name that leads here (DNS rebinding) finds nothing."""
    assert page.get("/api/film", headers={**OWN, "host": "rebound.example"}).status_code == 404


@pytest.mark.parametrize("path", ["replay/%2e%2e/%2e%2e/main.py", "store/database.py", "style/none.css"])
def test_only_the_pages_own_files_are_served(page: TestClient, path: str) -> None:
    """No path leads out of the page's folders."""
    assert page.get(f"/console/{path}", headers=OWN).status_code == 404


def test_pictures_come_as_they_were_sent(page: TestClient) -> None:
    """Each screen message comes whole and opened, after its length."""
    data = page.get("/api/pictures?first=11", headers=OWN).content
    first = a_picture(11, (11 * 20 % 256, 40, 90))
    assert data.startswith(len(first).to_bytes(4, "big") + first)
    assert page.get("/api/pictures?first=13", headers=OWN).content == b""
    assert page.get("/api/pictures?first=-5", headers=OWN).content[:4] != b""


def test_the_film_says_what_was_checked_and_what_is_seen(page: TestClient) -> None:
    """Verdict, checks, technician and groups stand in it, and the events in order."""
    film = page.get("/api/film", headers=OWN).json()
    assert (film["verdict"], film["technician"], film["unseen"]) == ("Proven", "Ana Weber", [])
    assert [event["kind"] for event in film["events"]][:3] == ["begins", "asks", "yes"]
    assert film["gaps"] == [[film["gaps"][0][0], film["gaps"][0][0] + 5040, "The customer had paused."]]


async def shown(page: Page, condition: str) -> None:
    """Wait until something is true of the page; its policy lets nobody but the debugger run a text as script."""
    look = f"const look = () => ({condition}) ? done() : requestAnimationFrame(look); look();"
    async with asyncio.timeout(10):
        await page.evaluate(f"new Promise(done => {{ {look} }})")


async def test_seeking_shows_the_moment(made: RecordedSession) -> None:
    """In Chromium the page draws the picture of the asked moment, covers a gap, and opens the list of checks."""
    out = made.folder
    files = ["--recording", out / "recording.mcap", "--receipt-keys", out / "receipt.keys", "--log", out / "log"]
    argv = [sys.executable, "-m", "relay.main", "replay", *files, "--vkey", out / "log.vkey"]
    with Child([*map(str, argv)], name="replay", cwd=Path(__file__).parents[3]) as child:
        link = child.line(r"Ready on (\S+)", within=30)[1]
        async with fresh_profile() as browser:
            page = await browser.new_page()
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            await page.goto(link)
            await page.wait_for_selector(".stage")
            for shot, red in ((5, 100), (2, 40), (9, 180)):
                await page.evaluate(f"attendedReplay.seek(attendedReplay.film.shots[{shot}][0])")
                await shown(page, f"{RED} === {red}")
            await page.keyboard.press("5")
            await shown(page, "!document.querySelector('.gap-card').hidden")
            assert "Nothing was sent for 5 seconds." in await page.inner_text(".gap-card")
            await page.click(".badge")
            assert await page.locator(".checks li").count() >= 15
            assert wrong == []
