"""Regions of the X server."""

from __future__ import annotations

from Xlib import display as xdisplay

from agent.screen.capture.x11_quick import Quick
from agent.screen.capture.x11_regions import create_region
from agent.screen.capture.x11_wire import Wire
from tests.support.display import VirtualDisplay


def test_a_region_is_made_empty() -> None:
    """A new region is the server's own from then on, and nothing lies in it."""
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        connection.damage_query_version()
        connection.xfixes_query_version()
        region = create_region(connection)
        damage = connection.screen().root.damage_create(0)
        wire = Wire(connection)
        found, _ = Quick(connection, wire, damage, region).damage(pointer=False)
        wire.close()

    assert found == []
