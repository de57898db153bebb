"""Screens as the X server drives them."""

from __future__ import annotations

import re
import subprocess
from types import SimpleNamespace

import pytest

from agent.report import screens
from agent.report.machine import Unread
from tests.support.display import VirtualDisplay


def test_a_screen_is_told_as_xrandr_tells_it() -> None:
    """Name and resolution of every output in use."""
    with VirtualDisplay(1024, 768) as display:
        name = display.env["DISPLAY"]
        ran = subprocess.run(["xrandr", "-d", name], capture_output=True, text=True, check=True)
        found = screens.screens(name)
    theirs = re.findall(r"(?m)^(\S+) connected (?:primary )?(\d+)x(\d+)\+", ran.stdout)
    assert [(each["name"], str(each["width"]), str(each["height"])) for each in found] == theirs
    assert theirs
    assert all(each["edid"] == "" for each in found)


def test_without_a_server_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """And under Wayland what X tells is made up."""
    with pytest.raises(Unread) as caught:
        screens.screens("no display")
    assert caught.value.status == "not-present"
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    with pytest.raises(Unread) as caught:
        screens.screens()
    assert caught.value.status == "not-supported"


def test_a_rate_is_dots_by_their_number() -> None:
    """A mode without timing has none."""
    assert screens.rate(SimpleNamespace(dot_clock=148_500_000, h_total=2200, v_total=1125)) == 60
    assert screens.rate(SimpleNamespace(dot_clock=0, h_total=2200, v_total=1125)) is None
    assert screens.rate(SimpleNamespace(dot_clock=1, h_total=0, v_total=0)) is None
    assert screens.rate(None) is None
