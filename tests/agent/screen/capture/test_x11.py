"""A real X display: what it reports and what is grabbed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Timer

import numpy as np
import pytest

from agent.screen.capture.x11 import X11Source
from agent.screen.rect import Rect
from agent.screen.source import Changes
from protocol.errors import DesktopNotSupported, DisplayGone, DisplayMissing, MonitorGone
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a small display of its own."""
    with VirtualDisplay(640, 480) as display:
        yield display


@pytest.fixture
def source(display: VirtualDisplay) -> Iterator[X11Source]:
    """Give a source that watches it, past the first reports."""
    source = X11Source(display.name)
    source.take()
    yield source
    source.close()


@pytest.fixture
def painter(display: VirtualDisplay) -> Iterator[Painter]:
    """Give a window that covers the display and paints on request."""
    with Painter(display.name, Rect(0, 0, 640, 480)) as painter:
        yield painter


def taken(source: X11Source) -> Iterator[Changes]:
    """Give reports, one each time there is one; five seconds without any are an error."""
    while True:
        assert source.wait(5, looking=True)
        yield source.take()


def changes_until(source: X11Source, enough: Rect) -> list[Rect]:
    """Take reports until they cover a rectangle."""
    found: list[Rect] = []
    for changes in taken(source):
        found.extend(changes.rects)
        if any(rect.common(enough) == enough for rect in found):
            break
    return found


def test_a_change_is_reported_where_it_is(source: X11Source, painter: Painter) -> None:
    """Damage is reported as the rectangle drawn, not as the whole screen."""
    source.take()
    painter.fill(Rect(100, 50, 20, 10), 0x00AA55)

    found = changes_until(source, Rect(100, 50, 20, 10))
    assert all(rect.area < 2_000 for rect in found)


def test_two_far_changes_stay_two(source: X11Source, painter: Painter) -> None:
    """What was drawn far apart between two looks is not one large rectangle."""
    source.take()
    painter.fill(Rect(0, 0, 10, 10), 0xFF0000)
    painter.fill(Rect(600, 400, 10, 10), 0xFF0000)
    found = changes_until(source, Rect(600, 400, 10, 10))

    assert sum(rect.area for rect in found) < 1_000


def test_no_change_falls_between_report_and_grab(source: X11Source, painter: Painter) -> None:
    """After any number of quick changes, grabbing what was reported always ends with the newest pixels."""
    seen = np.zeros((480, 640), np.uint32)
    seen[:] = source.grab(Rect(0, 0, 640, 480))
    for turn in range(200):
        painter.fill(Rect(turn * 3 % 600, turn % 400, 17, 9), turn * 7919 & 0xFFFFFF)
        for rect in source.take().rects:
            seen[rect.y : rect.bottom, rect.x : rect.right] = source.grab(rect)
    for rect in source.take().rects:
        seen[rect.y : rect.bottom, rect.x : rect.right] = source.grab(rect)

    assert (seen == source.grab(Rect(0, 0, 640, 480))).all()


def test_an_idle_display_wakes_nobody(source: X11Source) -> None:
    """While nothing is drawn, waiting takes its whole time."""
    while source.take():
        continue
    began = time.monotonic()
    assert not source.wait(1, looking=True)
    assert time.monotonic() - began >= 0.99


def test_a_wait_is_ended_by_whoever_wants_a_frame(source: X11Source, painter: Painter) -> None:
    """A wake ends the wait of this moment or the next one, and one wait only; a change ends it only while looking."""
    while source.take():
        continue
    source.wake()
    assert not source.wait(None, looking=False)
    ringing = Timer(0.1, source.wake)
    ringing.start()
    assert not source.wait(None, looking=True)
    ringing.join()

    painter.fill(Rect(0, 0, 9, 9), 0x00AA55)
    assert source.wait(5, looking=True)
    assert not source.wait(0.1, looking=False)
    assert source.wait(5, looking=True)


def test_other_events_on_the_connection_are_no_damage(source: X11Source, display: VirtualDisplay) -> None:
    """A changed keyboard map (MappingNotify) comes on the same connection and is not taken for a change."""
    display.run(["xmodmap", "-e", "keycode 250 = F35"]).wait(10)

    assert not next(taken(source)).rects


def test_the_pointer_is_reported_with_place_and_shape(source: X11Source, painter: Painter) -> None:
    """Moves are told without looking at pixels; the shape comes with its hot spot and transparency."""
    painter.point(123, 45)
    next(changes for changes in taken(source) if changes.pointer_moved)
    cursor = source.cursor()

    assert source.pointer() == (123, 45)
    assert cursor is not None
    assert cursor.rgba.shape[2] == 4
    assert cursor.hot_x < cursor.rgba.shape[1]
    assert cursor.rgba[..., 3].any()


def test_a_pointer_that_rests_is_not_asked_for(source: X11Source, painter: Painter) -> None:
    """While no motion is told it is where it was; of one that a program put elsewhere we learn soon all the same."""
    painter.point(100, 100)
    next(changes for changes in taken(source) if source.pointer() == (100, 100))
    asked = 0
    query = source._quick.pointer

    def count() -> tuple[int, int]:
        nonlocal asked
        asked += 1
        return query()

    source._quick.pointer = count  # type: ignore[method-assign]
    source._pointer_until = float("inf")
    for _ in range(9):
        assert source.pointer() == (100, 100)
    assert asked == 0
    source._pointer_until = 0.0
    assert source.pointer() == (100, 100)
    assert asked == 1


def test_grabbed_pixels_are_those_painted(source: X11Source, painter: Painter) -> None:
    """Colours arrive as 0x00RRGGBB."""
    painter.fill(Rect(0, 0, 640, 480), 0x123456)

    assert (source.grab(Rect(10, 10, 33, 7)) == 0x123456).all()


def test_two_monitors_are_told_apart() -> None:
    """Geometry is RandR's, and ids stay when asked again."""
    with VirtualDisplay(1280, 480, monitors=2) as display:
        source = X11Source(display.name)
        first, second = source.monitors()

        assert (first.x, first.w, second.x, second.w) == (0, 640, 640, 640)
        assert (first.id, second.id) == (1, 2)
        assert source.monitors() == (first, second)
        source.close()


def test_a_monitor_that_comes_or_goes_is_told() -> None:
    """Plugging is reported at once; the others keep their ids, and what comes later gets one of its own."""
    with VirtualDisplay(1280, 480, monitors=2) as display:
        source = X11Source(display.name)
        source.take()
        first, _ = source.monitors()
        for words in (["--delmonitor", "monitor-2"], ["--setmonitor", "another", "640/1x480/1+640+0", "none"]):
            display.run(["xrandr", *words]).wait(5)
            next(changes for changes in taken(source) if changes.monitors)
            found = source.monitors()

        assert (found[0], found[1].name, found[1].x) == (first, "another", 640)
        assert found[1].id not in {1, 2}
        source.close()


def test_what_lies_outside_the_screen_is_refused(source: X11Source) -> None:
    """A rectangle that is not on the desktop is a documented error, and grabbing goes on after it."""
    with pytest.raises(MonitorGone):
        source.grab(Rect(600, 0, 200, 100))

    assert source.grab(Rect(0, 0, 8, 8)).shape == (8, 8)


def test_a_display_that_ends_is_a_documented_error() -> None:
    """When the display goes away, waiting ends and the next look says so."""
    with VirtualDisplay(640, 480) as display:
        source = X11Source(display.name)
        while source.take():
            pass
    with pytest.raises(DisplayGone):
        list(taken(source))
    source.close()


# python-xlib leaves its sockets to the collector when a connection fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_display_there_is_a_documented_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """No display, and Wayland, each say what they are."""
    with pytest.raises(DisplayMissing):
        X11Source(":9999")
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(DesktopNotSupported):
        X11Source()
