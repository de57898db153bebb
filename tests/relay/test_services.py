"""What every session of a relay shares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from protocol.errors import DatabaseDamaged
from protocol.recording import read_opening
from relay.server import Relay
from relay.services import Services
from relay.settings import load
from tests.support.relay_process import RelayProcess


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """Open a demonstration's relay in this process, without a port."""
    data = RelayProcess(tmp_path / "data").init().data
    async with Relay(load(data), "http://localhost:1") as relay:
        yield relay.parts.services


async def test_a_recording_opens_with_what_is_in_force(services: Services) -> None:
    """Address, log key and the organisation's signed documents stand in the first entry, for checks years later."""
    opening = read_opening(services.opening("s").body())

    assert (opening.origin, opening.log_key) == ("http://localhost:1", services.log_key)
    assert (opening.policy, opening.directory_key) == (services.published.policy, services.published.directory)
    assert services.rules.origin == opening.origin


async def test_a_fault_in_the_background_is_told_and_ends_nothing(services: Services) -> None:
    """A task that nobody waits for never fails in silence."""

    async def fail() -> None:
        raise ZeroDivisionError("a fault")

    with structlog.testing.capture_logs() as told:
        task = services.spawn(fail())
        await asyncio.wait([task])
        await asyncio.sleep(0)

    assert [line["event"] for line in told] == ["unforeseen"]
    assert services.tasks == set()


async def test_a_list_that_cannot_be_written_ends_nothing(services: Services) -> None:
    """The list of sessions is a convenience: when it fails it is told, and the session goes on."""

    async def fail() -> None:
        raise DatabaseDamaged("full")

    with structlog.testing.capture_logs() as told:
        await services.listed(fail())

    assert told[0]["log_level"] == "error"
