"""The list of sessions, and how a reader comes by a recording."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from consent.jws import SigningKey
from consent.scopes import Scope
from tests.relay.test_openings import asked
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, seeded_key


async def closed_session(ends: Ends) -> str:
    """Hold a short session."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    await ends.goodbye()
    return ends.session


async def test_technicians_see_their_own_sessions_and_reviewers_all(
    relay: RelayProcess, ends: Ends, browser: httpx.Client
) -> None:
    """The list says when, what was allowed and how it ended, and nothing of the content."""
    session = await closed_session(ends)
    ben = await asyncio.to_thread(relay.technician, seeded_key("Ben"), "Ben")
    rita = relay.browser()
    token = await asyncio.to_thread(relay.invite, "reviewer", "Rita")
    body = {"token": token, "jwk": seeded_key("Rita").verify_key.jwk()}
    await asyncio.to_thread(lambda: rita.post("/api/enrol", json=body))

    own, bens, all_of_them = await asyncio.to_thread(
        lambda: [client.get("/api/sessions").json()["sessions"] for client in (browser, ben, rita)]
    )

    assert session in {row["session"] for row in own}
    assert bens == []
    assert {row["session"] for row in own} <= {row["session"] for row in all_of_them}
    row = next(row for row in own if row["session"] == session)
    assert (row["ended"], row["scopes"], row["technician"]) == ("said", ["view"], "Ana Weber")


async def test_a_reader_gets_wraps_recording_and_log_once_the_opening_is_logged(
    relay: RelayProcess, ends: Ends, browser: httpx.Client
) -> None:
    """The ticket gives the sealed bytes once; the pass reads the log, in which the opening stands."""
    session = await closed_session(ends)
    body = asked(relay, session, "quality")
    handed = await asyncio.to_thread(lambda: browser.post("/api/openings", json=body).json())

    assert {wrap["group"] for wrap in handed["wraps"]} == {"view", "rest", "aside"}
    bearer = {"Authorization": f"Bearer {handed['ticket']}"}
    first = await asyncio.to_thread(lambda: browser.get(handed["recording"], headers=bearer))
    second = await asyncio.to_thread(lambda: browser.get(handed["recording"], headers=bearer))
    assert first.content == (relay.data / "recordings" / session / "recording.mcap").read_bytes()
    assert second.status_code == 401
    log = {"Authorization": f"Bearer {handed['log_pass']}"}
    checkpoint = await asyncio.to_thread(
        lambda: httpx.get(f"{relay.origin}/log/checkpoint", headers=log, trust_env=False)
    )
    assert checkpoint.status_code == 200


@pytest.mark.parametrize("bearer", ["", "Bearer", "Bearer AAAA"])
def test_a_recording_wants_a_ticket(relay: RelayProcess, bearer: str) -> None:
    """Being signed in, or knowing a session's id, is not enough."""
    headers = {"Authorization": bearer} if bearer else {}
    answer = httpx.get(f"{relay.origin}/api/recordings/{'A' * 22}", headers=headers, trust_env=False)

    assert answer.status_code == 401


def test_a_ticket_is_for_its_own_recording(relay: RelayProcess, tmp_path: Path, ana: SigningKey) -> None:
    """There is no path from a session's id to another folder's file."""
    for path in ("..", "%2e%2e", "x/../../relay.db"):
        answer = httpx.get(f"{relay.origin}/api/recordings/{path}", trust_env=False)
        assert answer.status_code in {401, 404}
