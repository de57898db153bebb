"""The list of sessions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from relay.recorder.shelf import Finished
from relay.store.database import Database
from relay.store.sessions import SessionList
from relay.store.tables import Opening, Person


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """Give a database with two technicians."""
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'relay.db'}")
    await made.prepare(anew=True)
    async with made.work() as work:
        for number, name in enumerate(("Ana", "Ben"), start=1):
            work.add(Person(id=number, name=name, role="technician", thumbprint=name, key=name, enrolled=1))
    yield made
    await made.close()


async def test_a_session_is_listed_from_its_opening_to_its_end(database: Database) -> None:
    """Newest first, with what was allowed and how it ended; each technician's own on demand."""
    sessions = SessionList(database)
    await sessions.opened("s1", 1, "Ana", 10)
    await sessions.opened("s2", 2, "Ben", 20)
    await sessions.granted("s1", ["view"])
    await sessions.granted("s1", ["control", "view"])
    await sessions.granted("unknown", ["view"])
    await sessions.closed("s1", "said", Finished(bytes(32), 7, 1000, bytes(32)), 30)

    rows = await sessions.listed()

    assert [(row.session, name) for row, name in rows] == [("s2", "Ben"), ("s1", "Ana")]
    row = rows[1][0]
    assert (row.scopes, row.ended, row.entries, row.bytes, row.closed) == ("control view", "said", 7, 1000, 30)
    assert [row.session for row, _name in await sessions.listed(1)] == ["s1"]
    assert await sessions.technician_of("s2") == 2
    assert await sessions.technician_of("none") is None


async def test_an_opening_is_noted(database: Database) -> None:
    """Who opened what and why is kept beside the log."""
    await SessionList(database).handed_out("s1", "reader", "view", "quality", 40)

    async with database.work() as work:
        row = await work.get_one(Opening, 1)
    assert (row.session, row.reader, row.reason, row.time) == ("s1", "reader", "quality", 40)


async def test_what_was_said_afterwards_is_listed(database: Database) -> None:
    """Complaints are counted, a rating is the last word, and a hold is named since when until it is lifted."""
    sessions = SessionList(database)
    await sessions.opened("s1", 1, "Ana", 10)
    await sessions.complained("s1", 1, 50)
    await sessions.complained("s1", 2, 60)
    await sessions.complained("unknown", 1, 60)
    await sessions.rated("s1", 2)
    ((row, _),) = await sessions.listed()
    assert (row.complaints, row.held, row.rating) == (2, 50, 2)

    await sessions.held("s1", None)
    ((row, _),) = await sessions.listed()
    assert row.held is None
    await sessions.held("s1", 70)
    ((row, _),) = await sessions.listed()
    assert row.held == 70
