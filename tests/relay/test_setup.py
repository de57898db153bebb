"""Making a relay's data folder."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog

from protocol.errors import AlreadySetUp, DirectoryKeyUnsigned
from relay.log.store import LogFolder
from relay.organisation.in_force import InForce
from relay.organisation.keys import read_directory_key, read_log_key, read_published, sign_organisation
from relay.settings import load
from relay.setup import Made, set_up

NOW = 1_772_355_600


async def test_a_relay_alone_has_keys_a_log_and_no_organisation(tmp_path: Path) -> None:
    """What it makes is what `serve` opens, but for the signed policy that an administrator brings."""
    await set_up(load(tmp_path), NOW, demo=False)

    read_directory_key(tmp_path)
    LogFolder(tmp_path / "log", read_log_key(tmp_path), tmp_path / "log-key").close()
    assert not (tmp_path / "organisation").exists()


async def test_a_demonstration_has_all_of_it(tmp_path: Path) -> None:
    """Organisation, two readers and a signed policy come with --demo."""
    await set_up(load(tmp_path), NOW, demo=True)

    policy = read_published(tmp_path, NOW).organisation.policy
    assert {reader.role.value for reader in policy.readers} == {"quality", "recovery"}


@pytest.mark.parametrize("demo", [False, True])
async def test_nothing_is_set_up_over_what_is_there(tmp_path: Path, demo: bool) -> None:  # noqa: FBT001
    """The second time changes nothing."""
    await set_up(load(tmp_path), NOW, demo=False)

    with pytest.raises(AlreadySetUp):
        await set_up(load(tmp_path), NOW, demo=demo)


async def test_a_relay_without_its_database_gets_an_empty_one(tmp_path: Path) -> None:
    """Only the database is made: keys and log are what they were, and a demonstration is not begun over it."""
    settings = load(tmp_path)
    assert await set_up(settings, NOW, demo=False) == {Made.RELAY}
    (tmp_path / "relay.db").unlink()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(AlreadySetUp):
        await set_up(settings, NOW, demo=True)
    assert await set_up(settings, NOW, demo=False) == {Made.DATABASE}
    assert (tmp_path / "relay.db").stat().st_size
    assert before == {path: path.read_bytes() for path in before}


async def test_a_relay_without_its_directory_key_gets_a_new_one(tmp_path: Path) -> None:
    """Both halves of it are made, and nothing else; the organisation has to sign them before anybody is helped."""
    settings = load(tmp_path)
    await set_up(settings, NOW, demo=True)
    former = (tmp_path / "directory.json").read_bytes()
    (tmp_path / "directory.key").unlink()
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != "directory.json"}

    assert await set_up(settings, NOW, demo=False) == {Made.DIRECTORY_KEY}
    assert (tmp_path / "directory.json").read_bytes() != former
    assert kept == {path: path.read_bytes() for path in kept}
    look = InForce(tmp_path, read_directory_key(tmp_path), structlog.get_logger())
    with pytest.raises(DirectoryKeyUnsigned):
        look.begin(NOW)
    sign_organisation(tmp_path, NOW)
    assert look.begin(NOW)
