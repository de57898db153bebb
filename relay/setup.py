"""Making a relay's data folder."""

from __future__ import annotations

from pathlib import Path

from protocol.errors import AlreadySetUp
from relay.files import make_private_folder
from relay.log.store import LogFolder
from relay.organisation.demo import make_demo
from relay.organisation.keys import make_directory_key, make_log_key, read_log_key
from relay.settings import Settings
from relay.store.database import Database

RELAY = ("log-key", "log", "directory.key")
"""What makes a folder a relay's: nothing of it is ever made twice."""


async def set_up(settings: Settings, now: int, *, demo: bool) -> bool:
    """
    Make the relay's keys, an empty log and the database; with `demo`, an organisation and its readers as well.

    A relay whose database is gone gets an empty one, and nothing else: give False then.

    Raises:
        AlreadySetUp: The folder holds a relay; nothing was changed.
    """
    data, database = settings.data, Database(settings.database_address)
    if database.is_missing and not demo and all((data / part).exists() for part in RELAY):
        await _make(database)
        return False
    _refuse_over(data, demo=demo)
    make_private_folder(data)
    make_private_folder(data / "recordings")
    make_log_key(data)
    LogFolder.create(data / "log", read_log_key(data), data / "log-key").close()
    make_directory_key(data)
    if demo:
        make_demo(data, now)
    await _make(database)
    return True


async def _make(database: Database) -> None:
    try:
        await database.prepare(anew=True)
    finally:
        await database.close()


def _refuse_over(data: Path, *, demo: bool) -> None:
    kept = [*RELAY, *(["organisation/organisation.key", "readers"] if demo else [])]
    for name in kept:
        if (data / name).exists():
            raise AlreadySetUp(str(data / name))
