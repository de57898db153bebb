"""Requests to the X server that are written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from Xlib import X
from Xlib import display as xdisplay
from Xlib.error import XError
from Xlib.ext import damage

from agent.screen.capture.x11_quick import Question, Quick, Told, tell_kinds_only
from agent.screen.capture.x11_regions import create_region
from agent.screen.rect import Rect
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


@dataclass
class Watch:
    """A display, watched by hand."""

    display: VirtualDisplay
    connection: Any
    damage: int
    quick: Quick


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Watch a small display; what was damaged before is forgotten."""
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        connection.damage_query_version()
        connection.xfixes_query_version()
        watched = connection.screen().root.damage_create(damage.DamageReportNonEmpty)
        connection.damage_subtract(watched, X.NONE, X.NONE)
        connection.sync()
        yield Watch(display, connection, watched, Quick(connection, watched, create_region(connection)))
        connection.close()


def test_damage_comes_as_its_rectangles_and_is_forgotten(watch: Watch) -> None:
    """What was drawn is told where it was drawn, and told once."""
    with Painter(watch.display.name, Rect(0, 0, 320, 240)) as painter:
        watch.quick.damage(pointer=False)
        painter.fill(Rect(5, 6, 7, 8), 0xFFFFFF)
        painter.fill(Rect(200, 100, 9, 10), 0xFFFFFF)
        found, place = watch.quick.damage(pointer=False)
        again, _ = watch.quick.damage(pointer=False)

    assert found == [Rect(5, 6, 7, 8), Rect(200, 100, 9, 10)]
    assert again == []
    assert place is None


def test_the_pointer_is_told_with_the_damage_and_alone(watch: Watch) -> None:
    """Both ways give where it is."""
    with Painter(watch.display.name, Rect(0, 0, 320, 240)) as painter:
        painter.point(123, 45)
        _, place = watch.quick.damage(pointer=True)

    assert place == (123, 45)
    assert watch.quick.pointer() == (123, 45)


def test_an_event_is_read_as_its_kind(watch: Watch) -> None:
    """Of an event nothing but its kind is read, and python-xlib goes on with what comes after it."""
    kind = watch.connection.extension_event.DamageNotify
    while watch.connection.pending_events():
        watch.connection.next_event()
    tell_kinds_only(watch.connection, kind)
    watch.quick.damage(pointer=False)
    with Painter(watch.display.name, Rect(0, 0, 320, 240)) as painter:
        painter.fill(Rect(5, 6, 7, 8), 0xFFFFFF)
    watch.connection.sync()
    assert watch.quick.is_event_waiting
    told = watch.connection.next_event()

    assert isinstance(told, Told)
    assert told.type == kind
    assert watch.connection.screen().root.get_geometry().width == 320


def test_an_error_of_the_server_is_raised(watch: Watch) -> None:
    """A request that the server refuses says so to whoever waits for its answer."""
    core = watch.connection.display
    with pytest.raises(XError):
        Question(core, Quick(watch.connection, watch.damage, 7)._fetch).answer()
    with pytest.raises(XError):
        Quick(watch.connection, 7, watch.damage).damage(pointer=False)
