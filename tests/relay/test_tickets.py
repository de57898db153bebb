"""Tickets, passes and the counting of tries."""

from __future__ import annotations

import pytest

from protocol import limits
from protocol.errors import TicketWrong, TooManyTries
from relay.tickets import Passes, Throttle, Tickets


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def test_a_ticket_works_once() -> None:
    """Whoever copies a used ticket has nothing."""
    tickets = Tickets[str](Clock())
    ticket = tickets.give("Ana")

    assert tickets.take(ticket) == "Ana"
    with pytest.raises(TicketWrong):
        tickets.take(ticket)


@pytest.mark.parametrize("shown", [None, "", "AAAA"])
def test_no_ticket_is_no_way_in(shown: str | None) -> None:
    """A missing or invented ticket is refused."""
    tickets = Tickets[None](Clock())
    tickets.give(None)

    with pytest.raises(TicketWrong):
        tickets.take(shown)


def test_a_ticket_lives_a_minute() -> None:
    """One that was kept for later is worth nothing."""
    clock = Clock()
    tickets = Tickets[None](clock)
    ticket = tickets.give(None)
    clock.now += limits.TICKET_SECONDS

    with pytest.raises(TicketWrong):
        tickets.take(ticket)


def test_tickets_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """When there are too many, the oldest goes."""
    monkeypatch.setattr(limits, "TICKETS", 3)
    tickets = Tickets[int](Clock())
    given = [tickets.give(number) for number in range(4)]

    with pytest.raises(TicketWrong):
        tickets.take(given[0])
    assert tickets.take(given[3]) == 3


def test_a_pass_holds_for_its_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader fetches many tiles with one pass, for ten minutes."""
    clock = Clock()
    passes = Passes(clock)
    shown = passes.give()

    assert passes.holds(shown)
    assert passes.holds(shown)
    assert not passes.holds("")
    clock.now += limits.PASS_SECONDS
    assert not passes.holds(shown)
    monkeypatch.setattr(limits, "TICKETS", 2)
    first = passes.give()
    passes.give()
    passes.give()
    assert not passes.holds(first)


def test_tries_are_counted_for_each_name_within_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number allowed one is told; another name is not, and time heals."""
    clock = Clock()
    throttle = Throttle(2, 60, clock)
    throttle.demand("a")
    throttle.demand("a")
    with pytest.raises(TooManyTries):
        throttle.demand("a")
    throttle.demand("b")

    clock.now += 61
    throttle.demand("a")
    throttle.forget("a")
    assert throttle.count("a") == 1
    monkeypatch.setattr(limits, "THROTTLED_NAMES", 1)
    throttle.count("c")
    assert throttle.count("a") == 1
