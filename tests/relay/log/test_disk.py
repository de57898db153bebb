"""The steps a disk takes: whole or not at all, and never over what is there."""

from pathlib import Path

import pytest

from protocol.errors import LogInUse
from relay.log.disk import Disk, fresh_name, locked


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    """A name has one content."""
    disk = Disk()
    disk.write(tmp_path / "one", b"first")

    with pytest.raises(FileExistsError):
        disk.write(tmp_path / "one", b"second")
    assert (tmp_path / "one").read_bytes() == b"first"


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """A link that waits under a name leads nowhere."""
    (tmp_path / "one").symlink_to(tmp_path / "outside")

    with pytest.raises(OSError, match="exists"):
        Disk().write(tmp_path / "one", b"first")
    assert not (tmp_path / "outside").exists()


def test_replacing_needs_no_clean_table(tmp_path: Path) -> None:
    """What an earlier attempt left behind does not stop the next."""
    path = tmp_path / "one"
    for content in (b"first", b"second"):
        fresh_name(path).write_bytes(b"left over")
        Disk().replace(path, content)
        assert path.read_bytes() == content
        assert [file.name for file in tmp_path.iterdir()] == ["one"]


def test_only_the_owner_reads_what_is_written(tmp_path: Path) -> None:
    """Files and folders of the log are the relay's alone."""
    disk = Disk()
    disk.make_folder(tmp_path / "folder")
    disk.replace(tmp_path / "folder" / "one", b"first")

    assert (tmp_path / "folder").stat().st_mode & 0o077 == 0
    assert (tmp_path / "folder" / "one").stat().st_mode & 0o077 == 0


def test_a_lock_is_held_once_and_let_go(tmp_path: Path) -> None:
    """The second is refused, lookers share, and afterwards it is free."""
    path = tmp_path / "lock"
    with locked(path, wait=False), pytest.raises(LogInUse), locked(path, wait=False):
        pass
    with locked(path, wait=False, shared=True), locked(path, wait=False, shared=True), pytest.raises(LogInUse):
        locked(path, wait=False).__enter__()
    with locked(path, wait=False):
        pass
