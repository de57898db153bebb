"""What each frame asks of the X server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from Xlib import X
from Xlib import display as xdisplay
from Xlib.ext import damage

from agent.screen.capture.x11_quick import Quick
from agent.screen.capture.x11_regions import create_region
from agent.screen.capture.x11_wire import Refused, Wire
from agent.screen.rect import Rect
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


@dataclass
class Watch:
    """A display, watched by hand."""

    display: VirtualDisplay
    connection: Any
    wire: Wire
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
        region = create_region(connection)
        wire = Wire(connection)
        yield Watch(display, connection, wire, int(watched), Quick(connection, wire, int(watched), region))
        wire.close()


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


def test_an_error_of_the_server_is_raised(watch: Watch) -> None:
    """What the server refuses is told to whoever waits, and the next question is answered as ever."""
    with pytest.raises(Refused):
        Quick(watch.connection, watch.wire, watch.damage, 7).damage(pointer=True)
    with pytest.raises(Refused):
        Quick(watch.connection, watch.wire, 7, watch.damage).damage(pointer=False)

    assert watch.quick.damage(pointer=False) == ([], None)
