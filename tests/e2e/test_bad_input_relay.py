"""A relay that is not whole: no organisation yet, or its database is gone. Real programs, words, nothing lost."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from protocol import errors
from relay.organisation.demo import make_demo
from tests.e2e.test_bad_input import AGENT, RELAY, contents, refused, run
from tests.support.browser import fresh_profile
from tests.support.display import VirtualDisplay
from tests.support.ends import open_socket
from tests.support.relay_process import RelayProcess, command, seeded_key

pytestmark = pytest.mark.timeout(90)


async def page_says(address: str) -> str:
    """Give what the technician's page says, in a real browser."""
    async with fresh_profile() as context:
        page = await context.new_page()
        await page.goto(address)
        await page.get_by_role("heading").wait_for()
        return await page.inner_text("main")


async def socket_says(relay: RelayProcess) -> str:
    """Give the code that an agent's socket closes with."""
    socket = await open_socket(relay.origin, "/agent", "A" * 43)
    closed = await socket.expect("closed")
    await socket.close()
    return str(closed.code)


async def test_a_relay_waits_for_its_organisation_and_takes_it_without_a_restart(tmp_path: Path) -> None:
    """`init && serve` runs; desk, page, link and socket are told what it waits for, and it works once that is there."""
    waits = errors.NoOrganisation
    said = await asyncio.to_thread(command, "init", "--data", tmp_path / "data")
    assert "organisation init" in said
    relay = RelayProcess(tmp_path / "data")
    try:
        await asyncio.to_thread(relay.start)
        assert relay.child is not None
        await asyncio.to_thread(relay.child.line, "takes it from there by itself")
        told = "\n".join(relay.child.lines)
        assert relay.child.lines[0] == f"Ready on {relay.origin}"
        for step in ("organisation init", "reader init", "organisation sign", "directory.json", waits.code):
            assert step in told
        assert waits.words in told
        link, jwk = relay.invite(), seeded_key("Ana").verify_key.jwk()
        browser = relay.browser()
        for answer in (
            browser.post("/api/enrol", json={"token": link, "jwk": jwk}),
            browser.post("/api/agent-ticket"),
            browser.get("/.well-known/attended"),
            browser.get("/api/me"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, waits.code)
        assert await socket_says(relay) == waits.code
        page = await page_says(f"{relay.origin}/enrol#{link}")
        assert waits.words in page
        assert "attended-relay organisation sign" in page
        await asyncio.to_thread(a_desk_is_told, relay, tmp_path)

        make_demo(relay.data, int(time.time()))

        assert browser.post("/api/enrol", json={"token": link, "jwk": jwk}).status_code == 200
        assert browser.get("/api/me").json()["organisation"] == "localhost"
        await asyncio.to_thread(relay.child.line, "hold from now on")
        assert await socket_says(relay) == errors.TicketWrong.code
    finally:
        await asyncio.to_thread(relay.close)


def a_desk_is_told(relay: RelayProcess, folder: Path) -> None:
    """Start the customer's program at a relay that waits."""
    with VirtualDisplay(640, 480) as display:
        refused(errors.RelayNotReady, 1, AGENT, relay.origin, "--data", folder / "agent", **display.env)
    assert not (folder / "agent").exists()


def test_a_database_that_is_gone_is_never_made_anew_without_a_word(tmp_path: Path) -> None:
    """`serve` says what is lost and touches nothing; `init` makes an empty one, and nothing else."""
    data = RelayProcess(tmp_path / "data").init().data
    (data / "relay.db").rename(tmp_path / "copy.db")
    before = contents(data)
    refused(errors.DatabaseMissing, 2, RELAY, "serve", "--data", data, "--port", "0")
    assert contents(data) == before

    code, said = run(RELAY, "init", "--data", data)

    assert (code, "invite everybody anew" in said) == (0, True)
    assert {path: held for path, held in contents(data).items() if path.name != "relay.db"} == before


def test_rules_that_are_gone_leave_a_session_that_was_running_alone(tmp_path: Path) -> None:
    """A recording that a crash left needs the rules it was made under: the relay does not start without them."""
    data = RelayProcess(tmp_path / "data").init().data
    live = data / "recordings" / ("A" * 22) / "live.mcap"
    live.parent.mkdir()
    live.write_bytes(b"unfinished")
    (data / "organisation" / "published").rename(tmp_path / "published")
    refused(errors.NoOrganisation, 2, RELAY, "serve", "--data", data, "--port", "0")
    assert live.read_bytes() == b"unfinished"
