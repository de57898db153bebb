"""Openings: first the log, then the keys."""

from __future__ import annotations

import os
import time
from typing import Any

import httpx
import pytest

from consent.encoding import b64u
from consent.fields import SessionId, document_id
from consent.jws import SigningKey, sign
from consent.opening import OpeningReason, OpeningRequest
from consent.scopes import Group, Scope
from relay.organisation.readers import read_reader
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, seeded_key

QUALITY = (Group.VIEW, Group.REST, Group.ASIDE)


def asked(
    relay: RelayProcess,
    session: str,
    role: str = "quality",
    *,
    key: SigningKey | None = None,
    **changes: Any,  # noqa: ANN401
) -> dict[str, str]:
    """Write what a reader hands in."""
    signing = key or read_reader(relay.data / "readers" / f"{role}.key").signing
    claims = {
        "iss": signing.verify_key.thumbprint, "aud": relay.origin, "jti": document_id(os.urandom(16)),
        "sid": SessionId(session), "iat": int(time.time()), "reason": OpeningReason.QUALITY, "words": "routine",
        "groups": QUALITY, **changes,
    }  # fmt: skip
    return {"session": session, "request": sign(OpeningRequest(**claims), signing)}


def log_entries(relay: RelayProcess) -> bytes:
    """Read all entries of the log, once each: of a part that has just grown, the former size may still lie there."""
    folder = relay.data / "log" / "tile" / "entries"
    parts = {path.parent: path for path in sorted(folder.rglob("*.p/*"), key=lambda path: int(path.name))}
    return b"".join(path.read_bytes() for path in parts.values())


@pytest.fixture
async def closed(ends: Ends) -> Ends:
    """Give a session that is over."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    await ends.goodbye()
    return ends


async def hand_in(relay: RelayProcess, body: dict[str, str]) -> httpx.Response:
    """Hand a request in."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.post(f"{relay.origin}/api/openings", json=body)


async def test_an_opening_is_logged_with_reader_groups_and_reason(relay: RelayProcess, closed: Ends) -> None:
    """The log says who opened which groups and why, before any wrap is handed out; the words stay outside."""
    before = log_entries(relay).count(b'"kind":"opening"')
    answer = await hand_in(relay, asked(relay, closed.session))

    assert answer.status_code == 200
    reader = read_reader(relay.data / "readers" / "quality.key").id
    assert {wrap["reader"] for wrap in answer.json()["wraps"]} == {reader}
    held = log_entries(relay)
    assert held.count(b'"kind":"opening"') == before + 1
    assert reader.encode() in held
    assert b"routine" not in held


@pytest.mark.parametrize(
    "wrong", ["another's key", "another session", "another relay", "keys for quality", "no recording", "no token"]
)
async def test_what_is_not_a_readers_own_request_opens_nothing(relay: RelayProcess, closed: Ends, wrong: str) -> None:
    """Nothing is handed out and nothing logged for requests that do not hold."""
    body = asked(relay, closed.session)
    if wrong == "another's key":
        body = asked(relay, closed.session, key=seeded_key("thief"))
    elif wrong == "another session":
        body["request"] = asked(relay, b64u(bytes(16)))["request"]
    elif wrong == "another relay":
        body = asked(relay, closed.session, aud="https://relay.example")
    elif wrong == "keys for quality":
        body = asked(relay, closed.session, groups=(Group.KEYS,))
    elif wrong == "no recording":
        body = asked(relay, b64u(bytes(16)))
    else:
        body["request"] = "a.b.c"
    before = log_entries(relay).count(b'"kind":"opening"')
    answer = await hand_in(relay, body)

    assert answer.status_code in {400, 403, 404}
    assert set(answer.json()) == {"code", "words", "remedy"}
    assert log_entries(relay).count(b'"kind":"opening"') == before


async def test_the_recovery_key_may_open_what_was_typed(relay: RelayProcess, closed: Ends) -> None:
    """The spare key opens every group."""
    answer = await hand_in(relay, asked(relay, closed.session, "recovery", groups=tuple(Group)))

    assert {wrap["group"] for wrap in answer.json()["wraps"]} == {group.value for group in Group}


async def test_without_its_wraps_a_recording_is_handed_out_sealed_for_good(relay: RelayProcess, closed: Ends) -> None:
    """Once the wraps are deleted there is nothing to hand out but bytes that nobody opens."""
    (relay.data / "recordings" / closed.session / "wraps.json").unlink()
    answer = await hand_in(relay, asked(relay, closed.session))

    assert answer.json()["wraps"] == []


async def test_customers_open_their_own_recording_with_the_sessions_key(relay: RelayProcess, closed: Ends) -> None:
    """The receipt's key is proof enough for the sealed bytes; it is logged like any opening and gives no wrap."""
    body = asked(relay, closed.session, key=closed.agent_key, reason=OpeningReason.CUSTOMER)
    answer = await hand_in(relay, body)

    assert answer.status_code == 200
    assert answer.json()["wraps"] == []
    assert answer.json()["ticket"]
    assert closed.agent_key.verify_key.thumbprint.encode() in log_entries(relay)


@pytest.mark.parametrize("wrong", ["reason", "key", "session"])
async def test_nobody_opens_as_the_customer_of_another_session(relay: RelayProcess, closed: Ends, wrong: str) -> None:
    """Another key, another session's request, or a reason that is not the customer's: nothing is handed out."""
    key = seeded_key("another customer") if wrong == "key" else closed.agent_key
    reason = OpeningReason.QUALITY if wrong == "reason" else OpeningReason.CUSTOMER
    body = asked(relay, closed.session, key=key, reason=reason)
    if wrong == "session":
        body["request"] = asked(relay, b64u(bytes(16)), key=key, reason=reason)["request"]

    assert (await hand_in(relay, body)).status_code == 403
