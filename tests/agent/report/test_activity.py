"""1.11 Activity: two recorded looks, a second apart."""

from __future__ import annotations

from typing import Any

from agent.report.activity import LINUX_ALONE, sample, sample_elsewhere
from agent.report.machine import Unread
from tests.support.recorded_machine import RecordedMachine, hear, in_turn


def _process(name: str, seconds: float, rss: int, status: str = "sleeping") -> dict[str, Any]:
    return {"name": name, "cpu_times": {"user": seconds, "system": 0}, "memory_info": {"rss": rss}, "status": status}


CPU = (
    {"user": 10.0, "system": 5.0, "idle": 80.0, "iowait": 5.0, "steal": 0.0, "guest": 9.0},
    {"user": 10.5, "system": 5.1, "idle": 80.2, "iowait": 5.1, "steal": 0.1, "guest": 9.5},
)


def test_a_second_is_measured_between_two_looks() -> None:
    """Guests are not counted twice, nor parts of a disk, nor loopback."""
    disk = tuple({name: {"read_bytes": read, "write_bytes": wrote} for name in ("sda", "sda1")}
                 for read, wrote in ((0, 0), (5000, 70)))  # fmt: skip
    net = ({"lo": {"bytes_recv": 0, "bytes_sent": 0}, "eth0": {"bytes_recv": 0, "bytes_sent": 0}},
           {"lo": {"bytes_recv": 9, "bytes_sent": 9}, "eth0": {"bytes_recv": 300, "bytes_sent": 20}})  # fmt: skip
    shell = _process("sh", 0, 1, "zombie")
    programs = ([_process("firefox", 1, 100), _process("firefox", 2, 200), shell],
                [_process("firefox", 1.5, 100), _process("firefox", 2.4, 250), shell])  # fmt: skip
    twin = RecordedMachine(counters={
        "cpu_times": in_turn(*CPU), "disk_io_counters": in_turn(*disk), "net_io_counters": in_turn(*net),
        "processes": in_turn(*programs),
    })  # fmt: skip
    heard = hear(sample, twin)
    assert heard.facts == {
        "activity.cpu": 70, "activity.iowait": 10, "activity.steal": 10, "activity.disk-read": 5000,
        "activity.disk-write": 70, "activity.net-in": 300, "activity.net-out": 20, "activity.processes": 3,
        "activity.zombies": 1,
    }  # fmt: skip
    assert heard.rows["activity.programs"] == [("firefox", 2, 90, 350), ("sh", 1, 0, 1)]


def test_counters_that_are_refused_are_gaps() -> None:
    """And one that goes back is not less than nothing."""
    refused = dict.fromkeys(("cpu_times", "disk_io_counters", "net_io_counters", "processes"), Unread("no-rights"))
    heard = hear(sample, RecordedMachine(counters=refused))
    assert heard.facts == {}
    assert "activity.cpu" in heard.gaps
    moved = [{"eth0": {"bytes_recv": each, "bytes_sent": each}} for each in (9, 0)]
    back = RecordedMachine(counters={"net_io_counters": in_turn(*moved)})
    assert hear(sample, back).facts["activity.net-in"] == 0


def test_elsewhere_nothing_is_told_that_only_linux_counts_nor_a_program_that_does_nothing() -> None:
    """All else is told as on Linux."""
    programs = [_process("Idle", 1, 1), _process("sh", 0, 9)]
    counters = {"cpu_times": in_turn(*CPU), "processes": programs}
    heard = hear(lambda machine: sample_elsewhere(machine, lambda row: row.cells[0] == "Idle"),
                 RecordedMachine(counters=counters))  # fmt: skip
    assert not {*heard.facts, *heard.gaps} & set(LINUX_ALONE)
    assert heard.facts["activity.cpu"] == 70
    assert [cells[0] for cells in heard.rows["activity.programs"]] == ["sh"]
