"""Making a relay's data folder."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from protocol.errors import AlreadySetUp
from relay.files import make_private_folder
from relay.log.store import LogFolder
from relay.organisation.demo import make_demo
from relay.organisation.keys import make_directory_key, make_log_key, read_log_key
from relay.settings import Settings
from relay.store.database import Database

RELAY = ("log-key", "log")
"""What makes a folder a relay's: it is never made twice, and nothing could take its place."""


class Made(Enum):
    """What `set_up` made."""

    RELAY = auto()
    DATABASE = auto()
    DIRECTORY_KEY = auto()


async def set_up(settings: Settings, now: int, *, demo: bool) -> frozenset[Made]:
    """
    Make the relay's keys, an empty log and the database; with `demo`, an organisation and its readers as well.

    A relay whose database or directory key is gone gets an empty one or a fresh one, and nothing else.

    Raises:
        AlreadySetUp: The folder holds a relay; nothing was changed.
    """
    data, database = settings.data, Database(settings.database_address)
    if not demo and all((data / part).exists() for part in RELAY):
        lost = {Made.DATABASE: database.is_missing, Made.DIRECTORY_KEY: not (data / "directory.key").exists()}
        if any(lost.values()):
            if lost[Made.DIRECTORY_KEY]:
                (data / "directory.json").unlink(missing_ok=True)  # the public half of the key that is gone
                make_directory_key(data)
            if lost[Made.DATABASE]:
                await _make(database)
            return frozenset(part for part, was_lost in lost.items() if was_lost)
    _refuse_over(data, demo=demo)
    make_private_folder(data)
    make_private_folder(data / "recordings")
    make_log_key(data)
    LogFolder.create(data / "log", read_log_key(data), data / "log-key").close()
    make_directory_key(data)
    if demo:
        make_demo(data, now)
    await _make(database)
    return frozenset({Made.RELAY})


async def _make(database: Database) -> None:
    try:
        await database.prepare(anew=True)
    finally:
        await database.close()


def _refuse_over(data: Path, *, demo: bool) -> None:
    kept = [*RELAY, "directory.key", *(["organisation/organisation.key", "readers"] if demo else [])]
    for name in kept:
        if (data / name).exists():
            raise AlreadySetUp(str(data / name))
