import errno
import os
from pathlib import Path

import pytest

from agent.desk.known import KnownFile, KnownOrganisation, KnownRelay, write_private
from protocol.errors import KnownDamaged

RELAY = KnownRelay(log_key="key", checkpoint="")
ORGANISATION = KnownOrganisation(key="thumb", name="Nordlicht IT", first=1, last=2, helped=0)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    """Another start of the program reads what the last one wrote, and only its owner can."""
    path = tmp_path / "data" / "known.json"
    known = KnownFile(path)
    known.keep_relay("https://relay.example", RELAY)
    known.keep_organisation("nordlicht.example", ORGANISATION)
    again = KnownFile(path)
    assert again.relay("https://relay.example") == RELAY
    assert again.organisation("nordlicht.example") == ORGANISATION
    assert again.relay("https://another.example") is None
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_known_already_is_not_written_again(tmp_path: Path) -> None:
    """A relay proves itself with every document; only what is new costs the disk anything."""
    path = tmp_path / "known.json"
    known = KnownFile(path)
    known.keep_relay("https://relay.example", RELAY)
    written = path.stat().st_ino
    known.keep_relay("https://relay.example", KnownRelay(**RELAY.model_dump()))
    assert path.stat().st_ino == written
    known.keep_relay("https://relay.example", KnownRelay(log_key="key", checkpoint="a later one"))
    assert path.stat().st_ino != written


def test_a_folder_that_cannot_be_written_costs_the_next_start_and_not_this_one(tmp_path: Path) -> None:
    """What is kept counts here all the same; the trouble is named until a later change gets through, with all of it."""
    folder = tmp_path / "data"
    path = folder / "known.json"
    known = KnownFile(path)
    folder.write_text("a file where the folder should be")

    known.keep_relay("https://relay.example", RELAY)
    assert known.relay("https://relay.example") == RELAY
    assert str(path) in str(known.trouble)

    folder.unlink()
    known.keep_organisation("nordlicht.example", ORGANISATION)
    assert known.trouble is None
    assert KnownFile(path).relay("https://relay.example") == RELAY


def test_a_disk_that_fills_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one stays whole, and no half of a new one lies beside it."""
    path = tmp_path / "known.json"
    KnownFile(path).keep_relay("https://relay.example", RELAY)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    KnownFile(path).keep_organisation("nordlicht.example", ORGANISATION)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"{", b'{"relays":{"x":1}}', b'{"surprise":1}', b" " * (2**20 + 1)])
def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """Nothing is guessed and nothing overwritten."""
    path = tmp_path / "known.json"
    path.write_bytes(content)
    with pytest.raises(KnownDamaged):
        KnownFile(path)
    assert path.read_bytes() == content


def test_a_private_file_is_private_even_where_an_older_one_was_not(tmp_path: Path) -> None:
    """Mode 0600, whole or not at all."""
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
