"""Holds: what the log says of them binds, and lifting takes two people."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from consent.fields import SessionId
from consent.scopes import Scope
from protocol.errors import NothingHere, RecordingHeld
from relay.holds import Hold, Standing, demand_free, standing_of
from tests.relay.test_afterwards import hand_in, logged
from tests.support.afterwords import a_complaint
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, seeded_key

HOLD = {"kind": "hold", "by": "customer", "reason": "complaint", "time": "2026-03-01T09:00Z"}
LEE, KIM = {"by": "lee"}, {"by": "kim"}
ASKS, LIFTS = {"kind": "hold-lift"}, {"kind": "hold-lifted"}
ONE = Hold("customer", "complaint", "2026-03-01T09:00Z", 0)


def after(*entries: dict[str, Any]) -> Standing:
    """Say how a recording stands after these entries."""
    return standing_of(enumerate(entries))


@pytest.mark.parametrize(
    ("entries", "held", "asked"),
    [
        ((), False, None),
        (({"kind": "grant"}, {"kind": "session-closed"}), False, None),
        ((HOLD,), True, None),
        ((HOLD, ASKS | LEE), True, "lee"),
        ((HOLD, ASKS | LEE, LIFTS | KIM), False, None),
        ((HOLD, ASKS | LEE, LIFTS | LEE), True, "lee"),
        ((HOLD, LIFTS | KIM), True, None),
        ((ASKS | LEE, HOLD, LIFTS | KIM), True, None),
        ((HOLD, ASKS | LEE, HOLD, LIFTS | KIM), True, None),
        ((HOLD, ASKS | LEE, LIFTS | KIM, HOLD), True, None),
    ],
)
def test_the_log_says_what_is_held(entries: tuple[dict[str, Any], ...], held: bool, asked: str | None) -> None:  # noqa: FBT001
    """One person alone lifts nothing, and a complaint that comes in between undoes the asking."""
    now = after(*entries)
    assert (now.held, now.lift_asked_by) == (held, asked)


def test_each_hold_keeps_its_own_reason() -> None:
    """A reviewer's hold beside the customer's stands for itself until both are lifted together."""
    review = {"kind": "hold", "by": "lee", "reason": "review", "time": "2026-03-02T09:00Z"}
    assert after(HOLD, review).holds == (ONE, Hold("lee", "review", "2026-03-02T09:00Z", 1))


class OneLog:
    """A logbook that knows one session."""

    def __init__(self, *entries: dict[str, Any]) -> None:
        self.entries = entries

    async def of_sessions(self, sessions: set[str]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        """Give its entries."""
        return {session: list(enumerate(self.entries)) for session in sessions}


@pytest.mark.parametrize(
    ("entries", "error"),
    [
        ((), NothingHere),
        (({"kind": "session-opened"}, HOLD), RecordingHeld),
        (({"kind": "session-opened"}, HOLD, ASKS | LEE), RecordingHeld),
        (({"kind": "session-opened"}, HOLD, ASKS | LEE, LIFTS | LEE), RecordingHeld),
        (({"kind": "session-opened"}, HOLD, ASKS | LEE, LIFTS | KIM, HOLD), RecordingHeld),
    ],
)
async def test_what_is_held_may_not_be_deleted(entries: tuple[dict[str, Any], ...], error: type[Exception]) -> None:
    """Whoever would erase it is refused by the log alone: the database's list is not asked (acceptance 73)."""
    services = SimpleNamespace(logbook=OneLog(*entries))
    with pytest.raises(error):
        await demand_free(services, SessionId("A" * 22))  # type: ignore[arg-type]  # only its log is asked


async def test_what_two_people_set_free_may_be_deleted() -> None:
    """And what was never held."""
    for entries in (({"kind": "session-opened"},), ({"kind": "session-opened"}, HOLD, ASKS | LEE, LIFTS | KIM)):
        services = SimpleNamespace(logbook=OneLog(*entries))
        await demand_free(services, SessionId("A" * 22))  # type: ignore[arg-type]  # as above


@pytest.fixture
async def held(relay: RelayProcess, ends: Ends) -> Ends:
    """Give a session whose customer complained."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    await ends.goodbye()
    assert (await hand_in(relay, "complaints", ends.session, a_complaint(ends))).status_code == 200
    return ends


def a_person(relay: RelayProcess, role: str, name: str) -> httpx.Client:
    """Enrol somebody."""
    client, key = relay.browser(), seeded_key(f"{name} {relay.origin}")
    client.post("/api/enrol", json={"token": relay.invite(role, name), "jwk": key.verify_key.jwk()})
    return client


def as_role(relay: RelayProcess, session: str, role: str) -> None:
    """Give a session's technician another role, as whoever has the relay's database can."""
    with closing(sqlite3.connect(relay.data / "relay.db", timeout=10)) as database, database:
        of_session = "id = (SELECT person FROM sessions WHERE session = ?)"
        assert database.execute(f"UPDATE people SET role = ? WHERE {of_session}", (role, session)).rowcount == 1  # noqa: S608


async def said(client: httpx.Client, path: str, body: Mapping[str, str] | None = None) -> httpx.Response:
    """Ask the relay, from a thread of its own."""
    return await asyncio.to_thread(lambda: client.get(path) if body is None else client.post(path, json=body))


async def test_a_hold_is_lifted_by_two_people_and_by_no_technician(
    relay: RelayProcess, held: Ends, browser: httpx.Client
) -> None:
    """The first asks, the same one cannot confirm, the second lifts; the technician may do neither."""
    session = held.session
    lee = await asyncio.to_thread(a_person, relay, "reviewer", "Lee")
    kim = await asyncio.to_thread(a_person, relay, "administrator", "Kim")
    wanted = {"session": session}

    assert (await said(browser, f"/api/holds/{session}")).status_code == 403
    assert (await said(browser, "/api/holds/lift", wanted)).status_code == 403
    assert (await said(lee, f"/api/holds/{session}")).json()["held"]
    first = await said(lee, "/api/holds/lift", wanted)
    assert (first.status_code, first.json()["held"]) == (200, True)
    again = await said(lee, "/api/holds/lift", wanted)
    assert (again.status_code, again.json()["code"]) == (409, "R-117")
    second = await said(kim, "/api/holds/lift", wanted)
    assert (second.status_code, second.json()["held"]) == (200, False)
    assert [len(logged(relay, session, kind)) for kind in ("hold", "hold-lift", "hold-lifted")] == [1, 1, 1]
    third = await said(kim, "/api/holds/lift", wanted)
    assert (third.status_code, third.json()["code"]) == (409, "R-118")
    row = next(row for row in (await said(lee, "/api/sessions")).json()["sessions"] if row["session"] == session)
    assert (row["held"], row["complaints"]) == (None, 1)


@pytest.mark.parametrize("place", ["first", "second"])
async def test_nobody_lifts_the_hold_of_a_session_they_helped_in(
    relay: RelayProcess, held: Ends, browser: httpx.Client, place: str
) -> None:
    """A technician who is an administrator since is neither the first nor the second of the two (acceptance 73)."""
    session = held.session
    wanted = {"session": session}
    lou = await asyncio.to_thread(a_person, relay, "reviewer", f"Lou {place}")
    if place == "second":
        assert (await said(lou, "/api/holds/lift", wanted)).status_code == 200
    as_role(relay, session, "administrator")
    refused = await said(browser, "/api/holds/lift", wanted)
    as_role(relay, session, "technician")
    assert (refused.status_code, refused.json()["code"]) == (403, "R-119")
    assert "You helped in this session" in refused.json()["words"]
    assert (await said(lou, f"/api/holds/{session}")).json()["held"]
    assert len(logged(relay, session, "hold-lift")) == (1 if place == "second" else 0)
    assert logged(relay, session, "hold-lifted") == []


async def test_a_complaint_said_again_does_not_bring_a_lifted_hold_back(relay: RelayProcess, held: Ends) -> None:
    """The same document is one hold: the list does not say held where the log says free."""
    session, again = held.session, a_complaint(held, "Said twice")
    assert (await hand_in(relay, "complaints", session, again)).status_code == 200
    mia = await asyncio.to_thread(a_person, relay, "reviewer", "Mia")
    noa = await asyncio.to_thread(a_person, relay, "reviewer", "Noa")
    for person in (mia, noa):
        assert (await said(person, "/api/holds/lift", {"session": session})).status_code == 200
    assert (await hand_in(relay, "complaints", session, again)).status_code == 200

    row = next(row for row in (await said(mia, "/api/sessions")).json()["sessions"] if row["session"] == session)
    assert (row["held"], row["complaints"]) == (None, 2)
    assert not (await said(mia, f"/api/holds/{session}")).json()["held"]


async def test_a_reviewer_holds_a_recording_and_nobody_else_does(
    relay: RelayProcess, ends: Ends, browser: httpx.Client
) -> None:
    """With a reason that the log keeps; of a session that the log does not know, nothing is held."""
    await ends.pair()
    await ends.goodbye()
    nora = await asyncio.to_thread(a_person, relay, "reviewer", "Nora")
    wanted = {"session": ends.session, "reason": "incident"}

    assert (await said(browser, "/api/holds", wanted)).status_code == 403
    answer = await said(nora, "/api/holds", wanted)
    assert (answer.status_code, answer.json()["held"]) == (200, True)
    (entry,) = logged(relay, ends.session, "hold")
    assert entry["reason"] == "incident"
    assert (await said(nora, "/api/holds", {**wanted, "session": "A" * 22})).status_code == 404
    assert (await said(nora, "/api/holds", {**wanted, "reason": "because"})).status_code == 400


async def test_a_technician_does_not_see_what_was_said_of_them(
    relay: RelayProcess, held: Ends, browser: httpx.Client
) -> None:
    """Their own list names no rating, no complaint and no hold: nobody shall call the customer about it."""
    rows = (await said(browser, "/api/sessions")).json()["sessions"]
    row = next(row for row in rows if row["session"] == held.session)
    assert not {"rating", "complaints", "held"} & set(row)
