"""The addresses at which customers and reviewers speak once a session is over."""

from __future__ import annotations

import httpx
import pytest

from tests.support.relay_process import RelayProcess

SESSION = "A" * 22


@pytest.mark.parametrize("path", [f"/api/holds/{SESSION}", "/api/holds", "/api/holds/lift"])
def test_holds_are_for_people_who_are_signed_in(relay: RelayProcess, path: str) -> None:
    """Nobody reads, sets or lifts a hold without an account."""
    client = relay.browser()
    body = {"session": SESSION, "reason": "review"} if path == "/api/holds" else {"session": SESSION}
    answer = client.get(path) if SESSION in path else client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "R-101")


@pytest.mark.parametrize("path", ["/api/holds", "/api/holds/lift"])
def test_no_other_page_holds_or_lifts(relay: RelayProcess, browser: httpx.Client, path: str) -> None:
    """A form of another site is refused before anything else is looked at."""
    answer = browser.post(path, json={"session": SESSION}, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "R-106")


@pytest.mark.parametrize("what", ["complaints", "ratings"])
def test_a_customer_needs_no_account(relay: RelayProcess, what: str) -> None:
    """What is refused is the form of what came, not the lack of a sign-in."""
    answer = httpx.post(f"{relay.origin}/api/{what}/{SESSION}", content=b"{}", trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (400, "R-112")
