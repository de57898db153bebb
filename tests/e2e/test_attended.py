"""The demonstration to try by hand: what it prints, and that Ctrl+C ends all of it."""

import os
import re
import signal
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from demo.attended import has_screen
from tests.support.house import ROOT
from tests.support.processes import Child, is_alive

pytestmark = pytest.mark.timeout(120)
HIDDEN = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


def test_it_prints_the_address_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    """Without a screen it gives link and code, the link leads to the page, and Ctrl+C leaves nothing behind."""
    argv = [sys.executable, "-u", "-m", "demo.attended"]
    with Child(argv, cwd=ROOT, env={**HIDDEN, "TMPDIR": str(tmp_path)}) as demo:
        link = demo.line(r"(http://localhost:\d+)/enrol#\S+", within=60)
        demo.line(r"type the code \d{4,6}-\d{6,8}-\d", within=60)
        demo.line(r"Ctrl\+C ends everything", within=60)
        assert "<title>Attended</title>" in httpx.get(f"{link[1]}/enrol").text
        started = [child.pid for child in psutil.Process(demo.pid).children(recursive=True)]
        demo.signal(signal.SIGINT)
        assert demo.wait(30) == 0
    assert len(started) > 4
    assert [pid for pid in started if is_alive(pid)] == []
    assert list(tmp_path.iterdir()) == []
    assert not [line for line in demo.lines if re.search(r"Traceback|Error", line)]


def test_a_screen_is_an_x_display_that_no_wayland_hides() -> None:
    """The present screen is used where an agent can work: X, and not inside Wayland."""
    assert has_screen({"DISPLAY": ":0"})
    assert not has_screen({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"})
    assert not has_screen({"DISPLAY": ""})
    assert not has_screen({name: value for name, value in os.environ.items() if "DISPLAY" not in name})
