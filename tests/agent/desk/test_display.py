"""The display that is asked on."""

from __future__ import annotations

import os
import sys

import pytest

from agent.desk.display import demand_display
from protocol.errors import NoDisplay, WaylandOnly
from tests.support.display import VirtualDisplay


def test_a_wayland_desktop_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame can stand there, and nothing can be captured."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(WaylandOnly):
        demand_display()


@pytest.mark.parametrize("name", ["", "nonsense"])
def test_a_display_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whatever is named."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("DISPLAY", name)
    with pytest.raises(NoDisplay):
        demand_display()


def test_without_its_library_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a screen need not have it."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setitem(sys.modules, "Xlib.display", None)
    with pytest.raises(NoDisplay):
        demand_display()


def test_to_look_for_it_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever only asks, as the self-check does, leaves the environment of what runs afterwards as it was."""
    with VirtualDisplay(320, 240) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        before = dict(os.environ)
        assert demand_display() == display.name
        assert dict(os.environ) == before
