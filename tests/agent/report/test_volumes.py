"""1.3 The room of volumes, and network folders that are left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.report.machine import Machine, Space, Unread
from agent.report.told import Gap, Said, known
from agent.report.volumes import room, untouched
from tests.support.recorded_machine import RecordedMachine, hear


def told(machine: Machine) -> Iterator[Said]:
    """Tell the room of one volume, and after it what else was given."""
    space = yield from room(machine, "/data", "sdb1", "statvfs")
    if space is not None:
        yield known("volume.inodes", space.inodes, "statvfs", "sdb1")


def test_room_is_what_the_user_may_use_and_the_rest_is_given() -> None:
    """A volume that does not answer is a gap with its name, and nothing more is given."""
    machine = RecordedMachine(spaces={"/data": Space(1000, 400, 300, 50, 40)})
    assert hear(told, machine).facts == {
        "volume.total@sdb1": 1000, "volume.available@sdb1": 300, "volume.inodes@sdb1": 50,
    }  # fmt: skip
    dead = hear(told, RecordedMachine(spaces={"/data": Unread("timed-out")}))
    assert dead.facts == {}
    assert dead.gaps == {"volume.total": "timed-out", "volume.available": "timed-out"}


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [(0, "not-present", "There is no network drive."),
     (2, "not-supported", "Whether a network drive answers is not tried.")],
)  # fmt: skip
def test_network_folders_are_not_tried(number: int, status: str, words: str) -> None:
    """And a computer that has none says so."""
    assert list(untouched("network drive", number)) == [Gap(status, words, ("mount.state",))]  # type: ignore[arg-type]
