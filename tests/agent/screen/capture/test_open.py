"""The source that fits the system."""

from __future__ import annotations

import pytest

from agent.screen.capture.open import open_screen
from agent.screen.capture.x11 import X11Source
from tests.support.display import VirtualDisplay


def test_on_linux_the_screen_is_x11s(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a display in the environment, that display is opened."""
    with VirtualDisplay(320, 240) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
        opened = open_screen()

        assert isinstance(opened, X11Source)
        assert opened.monitors()[0].w == 320
        opened.close()
