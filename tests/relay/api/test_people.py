"""Enrolment, sign-in and the directory entry of the day."""

from __future__ import annotations

import time

import httpx

from consent.jws import SigningKey, VerifyKey
from consent.organisation import verify_entry, verify_organisation
from protocol.errors import InviteUsed
from tests.support.relay_process import RelayProcess, seeded_key


def test_a_link_used_twice_is_told(relay: RelayProcess) -> None:
    """The second browser hears that the link was used, and is not signed in."""
    token, client = relay.invite(), relay.browser()
    first = client.post("/api/enrol", json={"token": token, "jwk": seeded_key("first").verify_key.jwk()})
    second = relay.browser().post("/api/enrol", json={"token": token, "jwk": seeded_key("second").verify_key.jwk()})

    assert first.status_code == 200
    assert second.status_code == 410
    assert second.json()["code"] == InviteUsed.code
    assert "set-cookie" not in second.headers


def test_the_entry_is_what_a_desk_accepts(relay: RelayProcess, browser: httpx.Client, ana: SigningKey) -> None:
    """Policy, directory key and entry verify under the organisation's key, and name the enrolled key."""
    known = browser.get("/.well-known/attended").json()
    key, now = VerifyKey.from_jwk(known["organisation"]["jwk"]), int(time.time())
    organisation = verify_organisation(
        known["policy"], known["directory_key"], key, now, domain=known["organisation"]["domain"]
    )

    entry = verify_entry(browser.get("/api/entry").json()["entry"], organisation.directory, now)

    assert entry.name == "Ana Weber"
    assert entry.sub == ana.verify_key.thumbprint
    assert entry.exp - entry.iat <= 24 * 3600


def test_one_learns_who_one_is_and_signs_out(relay: RelayProcess, ana: SigningKey, browser: httpx.Client) -> None:
    """Signing in again with the same key is the same person; signing out ends it."""
    again = relay.sign_in(ana)
    me = again.get("/api/me").json()

    assert me == browser.get("/api/me").json()
    assert (me["name"], me["role"], me["organisation"]) == ("Ana Weber", "technician", "localhost")
    assert again.post("/api/sign-out").status_code == 200
    assert again.get("/api/me").status_code == 401
    assert browser.get("/api/me").status_code == 200


def test_a_reviewer_has_no_entry_and_no_technicians_ticket(relay: RelayProcess) -> None:
    """Roles do not mix: who reviews does not connect to customers."""
    client = relay.browser()
    token = relay.invite("reviewer", "Rita")
    client.post("/api/enrol", json={"token": token, "jwk": seeded_key("Rita").verify_key.jwk()})

    assert client.get("/api/me").json()["role"] == "reviewer"
    assert client.post("/api/technician-ticket").status_code == 403
    assert client.get("/api/sessions").status_code == 200
