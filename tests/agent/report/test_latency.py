"""How long requests to a disk take."""

from __future__ import annotations

from agent.report.latency import latency
from tests.support.recorded_machine import RecordedMachine, hear, in_turn


def test_it_is_of_the_second_between_two_looks() -> None:
    """A disk that was idle is not told."""
    before = {"disk0": {"read_count": 1, "write_count": 1, "read_time": 5, "write_time": 5},
              "disk1": {"read_count": 1, "write_count": 1, "read_time": 5, "write_time": 5}}  # fmt: skip
    after = before | {"disk0": {"read_count": 3, "write_count": 3, "read_time": 25, "write_time": 25}}
    machine = RecordedMachine(counters={"disk_io_counters": in_turn(before, after)})
    assert hear(latency, machine).facts == {"disk.latency@disk0": 10}
