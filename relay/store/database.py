"""The database: SQLite in the data folder, or what the settings name; its tables are brought up to date at start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from protocol.errors import DatabaseDamaged, DatabaseMissing
from relay.files import PRIVATE

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION = "alembic_version"


class Database:
    """
    Where people, invitations, sign-ins and the list of sessions are kept.

    Use `async with database.work() as work`: what is done in it happens as a whole or not at all.
    """

    def __init__(self, address: str) -> None:
        self._engine: AsyncEngine = create_async_engine(address)
        self._file: Path | None = None
        if address.startswith("sqlite"):
            self._file = Path(named) if (named := self._engine.url.database) else None
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    @property
    def is_missing(self) -> bool:
        """Say that it is a file, and that the file is not there."""
        return self._file is not None and not self._file.exists()

    async def prepare(self, *, anew: bool = False) -> None:
        """
        Bring the tables up to date; with `anew`, a file that is not there is made.

        Raises:
            DatabaseMissing: There is no file.
            DatabaseDamaged: It cannot be opened, or is not ours.
        """
        # SQLite would make a new one of a file that is gone or empty, and forget everybody without a word.
        if self.is_missing and not anew:
            raise DatabaseMissing(str(self._file))
        if self._file is not None and self._file.exists() and not self._file.stat().st_size:
            raise DatabaseDamaged(f"{self._file} is empty")
        try:
            async with self._engine.begin() as connection:
                if self._file is not None:
                    await connection.run_sync(_demand_whole)
                await connection.run_sync(_upgrade)
            if self._file is not None and self._file.stat().st_mode & 0o777 != PRIVATE:
                self._file.chmod(PRIVATE)  # people's names stand in it; SQLite's side files take after it from now on
        except DatabaseError as wrong:
            raise DatabaseDamaged(str(wrong.orig)) from None

    @asynccontextmanager
    async def work(self) -> AsyncIterator[AsyncSession]:
        """
        Do something as one transaction.

        Raises:
            DatabaseDamaged: It cannot be read or written.
        """
        try:
            async with self._sessions.begin() as session:
                yield session
        except DatabaseError as wrong:
            raise DatabaseDamaged(str(wrong.orig)) from None

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()


def _demand_whole(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        raise DatabaseDamaged(str(found).partition("\n")[0])


def newest() -> str:
    """Give the tables' newest version: the number that the name of the last migration begins with."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    if inspect(connection).has_table(_VERSION):
        found = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION}").scalars().all()  # noqa: S608 - ours
        if found == [newest()]:
            return
    # Late: loading it takes a sixth of a relay's whole start, and nearly every start finds nothing to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise DatabaseDamaged("its tables are of a version that this relay does not know") from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    # WAL: `invite` may write while the relay runs; NORMAL: a power cut may take the last row, never the file.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
