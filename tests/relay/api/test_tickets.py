"""Tickets for sockets."""

from __future__ import annotations

import httpx

from protocol.errors import TooManyTries
from tests.support.relay_process import RelayProcess


def test_each_ticket_is_another(relay: RelayProcess, browser: httpx.Client) -> None:
    """Nobody can guess the next one."""
    tickets = {httpx.post(f"{relay.origin}/api/agent-ticket", trust_env=False).json()["ticket"] for _ in range(3)}
    tickets.add(browser.post("/api/technician-ticket").json()["ticket"])

    assert len(tickets) == 4
    assert all(len(ticket) == 43 for ticket in tickets)


def test_a_page_of_another_address_gets_none(relay: RelayProcess) -> None:
    """A website cannot make its visitors' browsers wait for help."""
    answer = httpx.post(f"{relay.origin}/api/agent-ticket", headers={"Origin": "http://evil.example"}, trust_env=False)

    assert answer.status_code == 403


def test_a_flood_of_tickets_is_stopped(relay: RelayProcess) -> None:
    """One address gets as many as anybody needs in a minute, and words after that."""
    with httpx.Client(trust_env=False) as client:
        for _ in range(200):
            answer = client.post(f"{relay.origin}/api/agent-ticket")
            if answer.status_code == 429:
                break

    assert answer.json()["code"] == TooManyTries.code
