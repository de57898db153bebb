"""Looking at a falling rate, tried on X because mss is the same everywhere."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from agent.screen.capture import polling
from agent.screen.capture.polling import QUICKEST, SLOWEST, PollingSource
from agent.screen.rect import Rect
from protocol.errors import MonitorGone
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Iterator[PollingSource]:
    """Give a source on a small display."""
    with VirtualDisplay(320, 240) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        source = PollingSource()
        yield source
        source.close()


@pytest.mark.alone
def test_an_idle_screen_is_looked_at_twice_a_second_at_most(source: PollingSource) -> None:
    """Looks come later and later while nothing changes, and at once again when something did."""
    for _ in range(40):
        source.learn(anything=False)
    began = time.monotonic()
    assert source.wait(None, looking=True)
    assert time.monotonic() - began >= SLOWEST * 0.99

    source.learn(anything=True)
    began = time.monotonic()
    assert source.wait(5, looking=True)
    assert time.monotonic() - began < SLOWEST / 2


def test_a_wait_for_the_next_look_is_ended_by_whoever_wants_a_frame(source: PollingSource) -> None:
    """A wake or a time that is sooner ends it, and then it is not time for a look yet."""
    for _ in range(40):
        source.learn(anything=False)
    source.wake()
    assert not source.wait(None, looking=True)
    assert not source.wait(0.01, looking=True)
    source.wake()
    assert not source.wait(None, looking=False)
    assert source.wait(5, looking=True)


def test_a_look_of_which_nothing_is_learnt_is_not_repeated_at_once(source: PollingSource) -> None:
    """Whoever finds no monitor to look at comes back after a pause, and does not keep a processor busy."""
    source.take()
    began = time.monotonic()
    assert source.wait(None, looking=True)
    assert time.monotonic() - began >= QUICKEST * 0.9


def test_anything_may_have_changed(source: PollingSource) -> None:
    """Every look covers every monitor."""
    changes = source.take()

    assert changes.rects == (Rect(0, 0, 320, 240),)
    assert not changes.monitors


def test_a_monitor_that_goes_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though mss remembers what it saw first."""
    monkeypatch.setattr(polling, "PLUGGED", 0.0)
    with VirtualDisplay(1280, 480, monitors=2) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        source = PollingSource()
        assert len(source.monitors()) == 2
        display.run(["xrandr", "--delmonitor", "monitor-2"]).wait(5)

        assert source.take().monitors
        assert len(source.monitors()) == 1
        source.close()


def test_pixels_and_pointer_are_the_displays(source: PollingSource) -> None:
    """What is grabbed is what was painted; a rectangle beyond the screen is a documented error."""
    with Painter(os.environ["DISPLAY"], Rect(0, 0, 320, 240)) as painter:
        painter.fill(Rect(0, 0, 320, 240), 0x123456)
        painter.point(17, 29)

        assert (source.grab(Rect(1, 2, 30, 20)) == 0x123456).all()
        assert source.pointer() == (17, 29)
    assert source.cursor() is None
    with pytest.raises(MonitorGone):
        source.grab(Rect(300, 0, 100, 100))
