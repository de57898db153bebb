"""The database, brought up to date at every start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text

from protocol.errors import DatabaseDamaged, DatabaseMissing
from relay.store.database import MIGRATIONS, Database, newest
from relay.store.tables import Base, Invite, SessionRow


def address(path: Path) -> str:
    """Name a file as SQLAlchemy does."""
    return f"sqlite+aiosqlite:///{path}"


def an_invite() -> Invite:
    """Make a row."""
    return Invite(token_sha256="x", name="Ana", role="technician", trained_until=None, expires=1, used=None)


async def test_the_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    """Every table and column of the models is there after the migrations, and none besides."""
    database = Database(address(tmp_path / "relay.db"))
    await database.prepare(anew=True)
    await database.prepare()  # the second start finds nothing to do

    async with database.work() as work:
        connection = await work.connection()
        found = await connection.run_sync(
            lambda sync: {
                table: {column["name"]: column["nullable"] for column in inspect(sync).get_columns(table)}
                for table in inspect(sync).get_table_names()
            }
        )
    await database.close()
    wanted = {
        name: {column.name: bool(column.nullable) for column in table.columns}
        for name, table in Base.metadata.tables.items()
    }
    found.pop("alembic_version")
    assert {name: set(columns) for name, columns in found.items()} == {n: set(c) for n, c in wanted.items()}
    assert found == wanted


async def test_a_relays_database_of_before_keeps_its_sessions(tmp_path: Path) -> None:
    """Tables of the first version gain what customers say afterwards; nothing that was listed is lost."""
    path = tmp_path / "relay.db"
    with closing(sqlite3.connect(path)) as former, former:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
        engine.dispose()
        former.execute("INSERT INTO sessions (session, technician, opened, scopes) VALUES ('s1', 'Ana', 10, 'view')")

    database = Database(address(path))
    await database.prepare()
    async with database.work() as work:
        row = await work.get(SessionRow, "s1")
    await database.close()
    assert row is not None
    assert (row.scopes, row.rating, row.complaints, row.held) == ("view", None, 0, None)


def test_the_newest_version_is_the_one_that_migrations_lead_to() -> None:
    """A start that finds this version leaves the tables as they are: the names and the migrations must agree."""
    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def test_tables_of_a_version_from_the_future_are_told(tmp_path: Path) -> None:
    """What a later relay has made is not used as if it were ours."""
    database = Database(address(tmp_path / "relay.db"))
    await database.prepare(anew=True)
    async with database.work() as work:
        await work.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseDamaged, match="a version that this relay does not know"):
        await database.prepare()
    await database.close()


@pytest.mark.parametrize("content", [b"\x00" * 4096, b"text", b"SQLite format 3\x00" + b"\xff" * 4000])
async def test_a_file_that_is_no_database_is_told(tmp_path: Path, content: bytes) -> None:
    """A damaged file has words and is not written over."""
    path = tmp_path / "relay.db"
    path.write_bytes(content)
    database = Database(address(path))
    with pytest.raises(DatabaseDamaged):
        await database.prepare()
    await database.close()

    assert path.read_bytes() == content


async def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    """Without a word everybody would be forgotten; what SQLite left beside it stays for whoever restores it."""
    left = tmp_path / "relay.db-wal"
    left.write_bytes(b"what was written last")
    database = Database(address(tmp_path / "relay.db"))
    assert database.is_missing
    with pytest.raises(DatabaseMissing):
        await database.prepare()
    await database.close()

    assert list(tmp_path.iterdir()) == [left]


async def test_work_happens_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    """When something in it fails, nothing of it stays."""
    database = Database(address(tmp_path / "relay.db"))
    await database.prepare(anew=True)

    async def fail() -> None:
        async with database.work() as work:
            work.add(an_invite())
            await work.flush()
            raise ZeroDivisionError

    async def twice() -> None:
        async with database.work() as work:
            work.add(an_invite())

    with pytest.raises(ZeroDivisionError):
        await fail()

    async with database.work() as work:
        assert await work.scalar(select(Invite)) is None
        work.add(an_invite())
    with pytest.raises(DatabaseDamaged):
        await twice()
    await database.close()


async def test_nobody_else_on_the_machine_reads_it(tmp_path: Path) -> None:
    """Names of people stand in the file: it and what SQLite keeps beside it are for the relay's own account."""
    made = Database(address(tmp_path / "relay.db"))
    await made.prepare(anew=True)
    await made.close()
    database = Database(address(tmp_path / "relay.db"))
    async with database.work() as work:
        work.add(an_invite())
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    await database.close()

    assert modes["relay.db"] == 0o600
    assert set(modes.values()) == {0o600}
