"""Files that outlive a power cut, and key files that only their owner reads."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from protocol.errors import AlreadySetUp, AttendedError, KeyFileDamaged, KeyFileShared, NotSetUp
from relay.files import make_private_folder, read_key, sync_folder, write_durably, write_key, write_new


def test_a_key_file_is_its_owners_alone(tmp_path: Path) -> None:
    """A key file has mode 0600 and comes back as it was written."""
    path = tmp_path / "a.key"
    write_key(path, "some-key", seed="AAAA")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key(path, "some-key") == {"seed": "AAAA"}


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """What a command would replace stays, and the person is told."""
    write_key(tmp_path / "a.key", "some-key", seed="first")

    with pytest.raises(AlreadySetUp):
        write_key(tmp_path / "a.key", "some-key", seed="second")
    assert read_key(tmp_path / "a.key", "some-key") == {"seed": "first"}


@pytest.mark.parametrize("text", ["", "[]", '{"kind":"another"}', '{"kind":"some-key","seed":1}', "{", "\x00"])
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    """Whatever a file holds, it is a key of the kind or a documented error."""
    (tmp_path / "a.key").write_text(text)
    (tmp_path / "a.key").chmod(0o600)

    with pytest.raises(KeyFileDamaged):
        read_key(tmp_path / "a.key", "some-key")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A key file with a wider mode may have been copied; the words say how to narrow it."""
    write_key(tmp_path / "a.key", "some-key", seed="AAAA")
    (tmp_path / "a.key").chmod(0o640)

    with pytest.raises(KeyFileShared, match="chmod 600"):
        read_key(tmp_path / "a.key", "some-key")


def test_no_key_and_no_file_have_words(tmp_path: Path) -> None:
    """A missing file means that nothing is set up; a folder in its place is trouble with a file."""
    with pytest.raises(NotSetUp):
        read_key(tmp_path / "a.key", "some-key")
    with pytest.raises(AttendedError):
        read_key(tmp_path, "some-key")


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """A durable write leaves the new contents and nothing beside it."""
    path = tmp_path / "wraps.json"
    write_durably(path, b"first")
    write_durably(path, b"second")

    assert path.read_bytes() == b"second"
    assert [held.name for held in tmp_path.iterdir()] == ["wraps.json"]
    with pytest.raises(AlreadySetUp):
        write_new(path, b"third")


def test_a_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    """Folders of the relay have mode 0700; one that exists stays as it is."""
    make_private_folder(tmp_path / "a" / "b")
    make_private_folder(tmp_path / "a" / "b")
    sync_folder(tmp_path / "a")

    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
