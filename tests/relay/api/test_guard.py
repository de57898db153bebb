"""Who a request comes from, and from where."""

from __future__ import annotations

import httpx
import pytest

from protocol import errors
from relay.api.guard import error_answer
from tests.support.relay_process import RelayProcess

CHANGING = ["/api/enrol", "/api/sign-in", "/api/sign-in/answer", "/api/sign-out", "/api/technician-ticket"]
BODIES = {
    "/api/enrol": {"token": "x", "jwk": {"crv": "Ed25519", "kty": "OKP", "x": "A" * 43}},
    "/api/sign-in": {"thumbprint": "A" * 43},
}

FOREIGN = [{}, {"X-Attended": "1"}, {"Origin": "self"}, {"Origin": "http://evil.example", "X-Attended": "1"}]


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize("headers", FOREIGN)
def test_only_the_relays_own_page_changes_anything(
    relay: RelayProcess, browser: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    """Without own origin and own header, a form or script of another site does nothing, cookie or not."""
    sent = {name: relay.origin if value == "self" else value for name, value in headers.items()}
    body = BODIES.get(path, {"challenge": "A" * 43, "signature": "A" * 85 + "A"})
    answer = httpx.post(f"{relay.origin}{path}", json=body, headers=sent, cookies=browser.cookies, trust_env=False)

    assert answer.status_code == 403
    assert answer.json()["code"] == errors.ForeignOrigin.code


@pytest.mark.parametrize("path", ["/api/me", "/api/entry", "/api/sessions", "/log/checkpoint"])
def test_what_is_for_people_wants_a_cookie(relay: RelayProcess, path: str) -> None:
    """Without one the answer is a refusal in words."""
    answer = httpx.get(f"{relay.origin}{path}", trust_env=False)

    assert answer.status_code == 401
    assert answer.json()["code"] == errors.NotSignedIn.code


def test_an_error_shows_its_words_and_never_its_detail() -> None:
    """What is for our own log stays there."""
    answer = error_answer(errors.NotSignedIn("a secret of ours"))

    assert answer.status_code == 401
    assert b"secret" not in bytes(answer.body)
