"""What every door does in the same way, shown by a door that leads nowhere but into one folder."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.report.commands import Command
from agent.report.door import Door, Surroundings, code_of
from agent.report.leave import OwnReport
from agent.report.machine import Ran, Unread
from protocol.errors import ReportStopped

PYTHON = Path(os.path.realpath(sys.executable))
COMMANDS = {
    "greet": Command(PYTHON.name, ("-I", "-c", "import os, sys; print(sorted(os.environ), os.getcwd(), sys.argv[1:])",
                                   "{device}")),
    "missing": Command("there-is-no-such-program", ()),
    "long": Command(PYTHON.name, ("-I", "-c", "import threading; threading.Event().wait(60)"), 0.2),
}  # fmt: skip


class FolderDoor(Door):
    """A door whose whole computer lies below one folder."""

    def __init__(self, leave: OwnReport, root: Path) -> None:
        super().__init__(leave, None, COMMANDS)
        self.root = root
        self.ended: list[int] = []

    def _place(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _program(self, name: str) -> Path | None:
        return PYTHON if name == PYTHON.name else None

    def _surroundings(self) -> Surroundings:
        return Surroundings(self.root, {"LC_ALL": "C.UTF-8"})

    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        code = code_of(child, deadline)
        assert child.stdout is not None
        return Ran(code, child.stdout.read())

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        self.ended.append(child.pid)
        child.kill()
        if child.stdout:
            child.stdout.close()


@pytest.fixture
def door(tmp_path: Path) -> FolderDoor:
    """Open the door of a folder with one readable place."""
    (tmp_path / "sys").mkdir()
    (tmp_path / "sys" / "b").write_bytes(b"some words")
    (tmp_path / "sys" / "a").write_bytes(b"")
    return FolderDoor(OwnReport(), tmp_path)


def test_without_a_leave_it_does_not_open(tmp_path: Path) -> None:
    """Nor does a stopped one let anything through."""
    leave = OwnReport()
    leave.stop()
    with pytest.raises(ReportStopped):
        FolderDoor(leave, tmp_path)


def test_files_and_folders_lie_where_the_system_says(door: FolderDoor) -> None:
    """Names come sorted, and a limit is kept."""
    assert door.names("/sys") == ["a", "b"]
    assert door.read("/sys/b", 4) == b"some"
    assert door.changed("/sys/b") == (door.root / "sys" / "b").stat().st_mtime
    with pytest.raises(PermissionError):
        door.read("/home/b")


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.ENOENT, "not-present"), (errno.ENOTDIR, "not-present"), (errno.EACCES, "no-rights"),
     (errno.EPERM, "no-rights"), (errno.EIO, "not-present"), (errno.ENODEV, "not-present")],
)  # fmt: skip
def test_what_the_system_refuses_is_a_reason(
    door: FolderDoor, monkeypatch: pytest.MonkeyPatch, number: int, status: str
) -> None:
    """For reading, listing and times alike, and the reason never holds what was read."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    for name in ("open", "iterdir", "stat"):
        monkeypatch.setattr(Path, name, refuse)
    asks: tuple[Callable[[], object], ...] = (
        lambda: door.read("/sys/b"), lambda: door.names("/sys"), lambda: door.changed("/sys/b"),
    )  # fmt: skip
    for ask in asks:
        with pytest.raises(Unread) as refused:
            ask()
        assert refused.value.status == status


def test_a_command_runs_in_the_systems_surroundings_and_ends_with_the_asking(
    door: FolderDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the device in the one open place; what is not installed and what is too slow are reasons."""
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    said = door.run("greet", "sda").text
    assert "SECRET_OF_OURS" not in said
    assert f"{door.root} ['sda']" in said
    with pytest.raises(PermissionError):
        door.run("greet", "../x")
    for name, status in (("missing", "tool-missing"), ("long", "timed-out")):
        with pytest.raises(Unread) as refused:
            door.run(name)
        assert refused.value.status == status
    assert len(door.ended) == 2
    assert not door._children


def test_after_stop_nothing_is_read_run_counted_probed_or_waited_for(door: FolderDoor) -> None:
    """Each act asks the leave again."""
    door.stop()
    asks: tuple[Callable[[], object], ...] = (
        lambda: door.read("/sys/b"), lambda: door.names("/sys"), lambda: door.changed("/sys/b"),
        lambda: door.run("greet", "sda"), lambda: door.count("users"), lambda: door.reach("relay"),
        lambda: door.wait(60),
    )  # fmt: skip
    for ask in asks:
        with pytest.raises(Unread) as refused:
            ask()
        assert refused.value.status == "timed-out"
