"""Two looks at the counters, and what lies between them."""

from agent.report.usage import Spent, busy_seconds, by_name, is_part, rate, shares


def test_percent_of_all_cores_leaves_idle_time_and_guests_out() -> None:
    """What the kernel counts twice is counted once; nothing spent means nothing known."""
    before = {"user": 10.0, "idle": 80.0, "iowait": 5.0, "guest": 10.0}
    after = {"user": 16.0, "idle": 83.0, "iowait": 6.0, "guest": 16.0}
    assert shares(before, after) == {"user": 60, "idle": 30, "iowait": 10, "busy": 60}
    assert shares(after, after) is None
    assert shares(None, after) is None


def test_a_counter_that_began_anew_grew_by_nothing() -> None:
    """An interface that was taken away and came back shows no wave below zero."""
    assert rate({"bytes": 100}, {"bytes": 300}, "bytes", 2.0) == 100
    assert rate({"bytes": 300}, {"bytes": 10}, "bytes", 2.0) == 0


def test_parts_of_disks_are_not_disks() -> None:
    """Partitions, loops and mappers are counted in the disk below."""
    among = {"sda": 1, "sda1": 1, "nvme0n1": 1, "nvme0n1p2": 1, "vdb": 1, "loop0": 1, "dm-0": 1}
    assert [name for name in among if not is_part(name, among)] == ["sda", "nvme0n1", "vdb"]


def test_processes_of_one_name_are_one_program() -> None:
    """A program that began in between is not said to have been busy."""
    one = by_name([{"name": "a", "cpu_times": {"user": 1.0, "system": 1.0}, "memory_info": {"rss": 5}}] * 2)
    two = by_name(
        [{"name": "a", "cpu_times": {"user": 4.0, "system": 1.0}, "memory_info": {"rss": 6}}, {"name": "b"}],
    )
    assert one["a"] == Spent(4.0, 10, 2)
    assert busy_seconds(one, two) == {"a": 1.0, "b": 0.0}
    assert busy_seconds(two, one) == {"a": 0.0}
