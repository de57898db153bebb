"""Regions of the X server."""

from __future__ import annotations

from Xlib import X
from Xlib import display as xdisplay
from Xlib.ext import damage

from agent.screen.capture.x11_regions import create_region, fetch_region
from agent.screen.rect import Rect
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


def test_a_region_is_read_back_as_its_rectangles() -> None:
    """A new region is empty; damage moved into it comes back as the rectangles that were drawn."""
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        connection.damage_query_version()
        connection.xfixes_query_version()
        region = create_region(connection)
        assert fetch_region(connection, region) == []
        with Painter(display.name, Rect(0, 0, 320, 240)) as painter:
            watched = connection.screen().root.damage_create(damage.DamageReportNonEmpty)
            connection.damage_subtract(watched, X.NONE, X.NONE)
            connection.sync()
            painter.fill(Rect(5, 6, 7, 8), 0xFFFFFF)
            painter.fill(Rect(200, 100, 9, 10), 0xFFFFFF)
            connection.damage_subtract(watched, X.NONE, region)
            found = fetch_region(connection, region)
        connection.close()

    assert [(each.x, each.y, each.width, each.height) for each in found] == [(5, 6, 7, 8), (200, 100, 9, 10)]
