"""The injector that fits the system."""

from __future__ import annotations

import pytest

from agent.input.inject.open import open_input
from agent.input.inject.x11 import X11Injector
from agent.input.memory import InputMemory
from tests.support.display import VirtualDisplay


def test_on_linux_input_goes_by_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a display in the environment, that display is worked."""
    memory = InputMemory.create()
    with VirtualDisplay(320, 240) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        opened = open_input(memory)

        assert isinstance(opened, X11Injector)
        opened.close()
    memory.close()
