"""Pixels in memory that the X server shares with us."""

from __future__ import annotations

from pathlib import Path

import pytest
from Xlib import display as xdisplay

from agent.screen.capture import x11_shared
from agent.screen.capture.x11 import X11Source
from agent.screen.capture.x11_shared import NotShared, SharedPixels
from agent.screen.capture.x11_wire import Refused, Wire
from agent.screen.rect import Rect
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


def is_attached(address: int) -> bool:
    """Say whether shared memory of this process begins there."""
    lines = Path("/proc/self/maps").read_text(encoding="ascii").splitlines()
    return any(line.startswith(f"{address:x}-") and "/SYSV" in line for line in lines)


def test_pixels_are_those_of_the_part_that_was_asked_for() -> None:
    """The server writes what is on the screen; a part outside of it is an error, and the next grab works again."""
    with VirtualDisplay(320, 240) as display, Painter(display.name, Rect(0, 0, 320, 240)) as painter:
        painter.fill(Rect(0, 0, 320, 240), 0x123456)
        painter.fill(Rect(30, 40, 5, 6), 0xABCDEF)
        connection = xdisplay.Display(display.name)
        wire = Wire(xdisplay.Display(display.name))
        shared = SharedPixels(connection, wire)
        seen = shared.grab(Rect(29, 39, 7, 8)).copy() & 0xFFFFFF
        with pytest.raises(Refused):
            shared.grab(Rect(300, 0, 40, 10))
        again = shared.grab(Rect(0, 0, 320, 240)) & 0xFFFFFF
        connection.close()
        wire.close()

    assert (seen[1:7, 1:6] == 0xABCDEF).all()
    assert seen[0, 0] == seen[7, 6] == 0x123456
    assert again[45, 34] == 0xABCDEF


def test_memory_is_given_back_once_nobody_reads_it() -> None:
    """A picture that somebody still holds stays readable after the end; then the memory is gone."""
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        wire = Wire(xdisplay.Display(display.name))
        shared = SharedPixels(connection, wire)
        held = shared.grab(Rect(0, 0, 320, 240))
        address = int(held.ctypes.data)
        assert is_attached(address)
        shared.close()
        connection.close()
        wire.close()
        del shared
        assert held.sum() >= 0
        assert is_attached(address)
        del held

    assert not is_attached(address)


def test_without_shared_memory_pixels_come_by_mss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no memory to share, or the server takes none, pictures come all the same."""

    def refuse(_display: object) -> bool:
        return False

    monkeypatch.setattr(x11_shared, "_is_usual", refuse)
    with VirtualDisplay(320, 240) as display, Painter(display.name, Rect(0, 0, 320, 240)) as painter:
        painter.fill(Rect(0, 0, 320, 240), 0x123456)
        connection, wire = xdisplay.Display(display.name), Wire(xdisplay.Display(display.name))
        with pytest.raises(NotShared):
            SharedPixels(connection, wire)
        connection.close()
        wire.close()
        source = X11Source(display.name)
        seen = source.grab(Rect(10, 10, 33, 7))
        source.close()

    assert (seen == 0x123456).all()


def test_a_server_that_takes_no_memory_says_so() -> None:
    """A number that names no memory is refused by the server, and that is heard."""
    with VirtualDisplay(320, 240) as display:
        connection = xdisplay.Display(display.name)
        wire = Wire(xdisplay.Display(display.name))
        shared = SharedPixels(connection, wire)
        with pytest.raises(NotShared):
            shared._attach(2**31 - 1)
        connection.close()
        wire.close()
