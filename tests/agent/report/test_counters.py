"""psutil through named counters."""

from __future__ import annotations

from collections import namedtuple

import psutil
import pytest

from agent.report import counters
from agent.report.machine import Unread


def test_tuples_come_as_dictionaries() -> None:
    """All the way down, so that a recorded answer is plain data."""
    point = namedtuple("point", "x y")  # noqa: PYI024 - what psutil gives
    assert counters.plain({"a": [point(1, "b")]}) == {"a": [{"x": 1, "y": "b"}]}


def test_processes_have_a_name_and_no_command_line() -> None:
    """What is never read is not even asked for, and our own is left out."""
    found = counters.count("processes")
    assert found
    assert {name for each in found for name in each} == {"name", "memory_info", "cpu_times", "status"}
    assert len(found) < len(psutil.pids()) + 5


def test_people_are_a_number() -> None:
    """Never names."""
    assert isinstance(counters.count("users"), int)


def test_what_this_system_lacks_is_not_supported() -> None:
    """Windows services on Linux."""
    with pytest.raises(Unread) as caught:
        counters.count("services")
    assert caught.value.status == "not-supported"
