"""Making a relay's data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.errors import AlreadySetUp
from relay.log.store import LogFolder
from relay.organisation.keys import read_directory_key, read_log_key, read_published
from relay.settings import load
from relay.setup import set_up

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
