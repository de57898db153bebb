"""What the relay writes into the log."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocol import proof
from protocol.errors import LogNotWritten, NotSetUp
from relay.log.disk import Disk
from relay.log.store import LogFolder
from relay.logbook import Logbook, coarse
from relay.organisation.keys import make_log_key, read_log_key


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    """Give the logbook of a new log."""
    make_log_key(tmp_path, "relay.example/log")
    key = read_log_key(tmp_path)
    LogFolder.create(tmp_path / "log", key, tmp_path / "log-key").close()
    book = Logbook.open(tmp_path, key, lambda: 1_772_355_659)
    yield book
    book.close()


def test_times_are_coarse() -> None:
    """The log tells the minute and no more."""
    assert coarse(1_772_355_659) == "2026-03-01T09:00Z"


async def test_an_entry_is_durable_and_proven(logbook: Logbook) -> None:
    """What is appended comes back with a proof that holds under the log's key."""
    logged = await logbook.append("grant", session="s", hash="h", scopes=["view"])

    assert json.loads(logged.entry) == {
        "hash": "h", "kind": "grant", "scopes": ["view"], "session": "s", "time": "2026-03-01T09:00Z",
    }  # fmt: skip
    assert proof.verify(logged.proof.encode(), logged.entry, logbook.verifier)
    await logbook.append("policy", sha256="x")
    again = await logbook.proven(logged.index)
    assert again.entry == logged.entry
    assert again.proof != logged.proof  # under the newer checkpoint


async def test_a_batch_stands_in_its_order_under_one_checkpoint(logbook: Logbook) -> None:
    """What is handed in together follows each other in the log, and each is proven by the same checkpoint."""
    batch = await logbook.append_all([{"kind": "grant", "hash": "g"}, {"kind": "key-list", "hash": "k"}])
    later = await logbook.append("policy", sha256="x")

    assert [logged.index for logged in batch] == [0, 1]
    assert later.index == 2
    for logged in batch:
        assert proof.verify(logged.proof.encode(), logged.entry, logbook.verifier).size == 2


async def test_a_disk_that_refuses_is_told_to_whoever_waits(logbook: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was added then, and the next append goes on as if nothing had been."""
    with monkeypatch.context() as full:
        full.setattr(Disk, "write", _refuses)
        with pytest.raises(LogNotWritten):
            await logbook.append("policy", sha256="x")

    assert (await logbook.append("policy", sha256="x")).index == 0


def _refuses(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")


async def test_a_sessions_entries_are_found_from_its_opening_on(logbook: Logbook) -> None:
    """After a restart the relay learns what of a running session is in the log already."""
    for session in ("old", "a", "b"):
        await logbook.append("session-opened", session=session, policy_sha256="p")
    await logbook.append("grant", session="a", hash="g", scopes=[])

    found = await logbook.of_sessions({"a", "none"})

    assert [facts["kind"] for _index, facts in found["a"]] == ["session-opened", "grant"]
    assert found["none"] == []


def test_a_folder_without_a_log_is_not_set_up(tmp_path: Path) -> None:
    """The words say what to do first."""
    make_log_key(tmp_path)

    with pytest.raises(NotSetUp):
        Logbook.open(tmp_path, read_log_key(tmp_path), lambda: 0)
