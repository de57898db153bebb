"""The time of day as a terminal writes it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from agent.desk.terminal.time_of_day import time_of_day
from tests.support.terminal_scene import Clocks


@pytest.fixture(autouse=True)
def _in_vienna(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_it_is_the_customers_own_zone() -> None:
    """Two digits each, so many seconds from now."""
    assert time_of_day(Clocks()) == "13:00"
    assert time_of_day(Clocks(), 5 * 60) == "13:05"
