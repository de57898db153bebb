"""Where waiting agents and running sessions are found."""

from __future__ import annotations

import re

import pytest

from protocol.errors import NoSuchCode, RelayFull, TooManyWaiting
from protocol.messages.relay import AgentWaiting
from relay import rooms
from relay.rooms import MemoryDirectory


def a_directory(most: int = 100, per_address: int = 100) -> MemoryDirectory[str]:
    """Make one."""
    return MemoryDirectory(most=most, per_address=per_address)


def test_a_locator_finds_its_room_once() -> None:
    """The first technician who asks gets the room; the second hears that nobody waits."""
    directory = a_directory()
    locator = directory.wait("s1", "room", "address")

    assert re.fullmatch(r"[0-8][0-9]{3}", locator)
    assert directory.claim(locator) == "room"
    with pytest.raises(NoSuchCode):
        directory.claim(locator)
    assert directory.running("s1") == "room"
    assert (directory.waiting, directory.running_count) == (0, 1)


def test_a_forgotten_room_is_found_by_nothing() -> None:
    """Neither locator nor session id leads to a session that is over."""
    directory = a_directory()
    locator = directory.wait("s1", "room", "address")
    directory.forget("s1")
    directory.forget("s1")

    with pytest.raises(NoSuchCode):
        directory.claim(locator)
    assert directory.running("s1") is None


def test_one_address_cannot_take_all_locators() -> None:
    """Waiting agents are limited for each address; a claimed one does not count any more."""
    directory = a_directory(per_address=2)
    first = directory.wait("s1", "a", "address")
    directory.wait("s2", "b", "address")
    with pytest.raises(TooManyWaiting):
        directory.wait("s3", "c", "address")
    directory.wait("s3", "c", "another")

    directory.claim(first)
    directory.wait("s4", "d", "address")


def test_a_full_relay_says_so() -> None:
    """Beyond its sessions a relay takes no agent."""
    directory = a_directory(most=1)
    directory.keep("s1", "taken up after a restart")

    with pytest.raises(RelayFull):
        directory.wait("s2", "b", "address")
    assert directory.rooms() == ["taken up after a restart"]


def test_locators_grow_when_half_of_the_short_ones_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """From then on they have six digits and begin with 9, and every one is a locator of the wire."""
    monkeypatch.setattr(rooms, "_SHORT", 8)
    directory = a_directory()
    drawn = [directory.wait(f"s{number}", "room", "address") for number in range(6)]

    assert [len(locator) for locator in drawn] == [4, 4, 4, 4, 6, 6]
    pattern = next(iter(AgentWaiting.model_fields["locator"].metadata)).pattern
    assert all(re.fullmatch(pattern, locator) for locator in drawn)
    assert len(set(drawn)) == 6
