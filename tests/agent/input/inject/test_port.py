"""The port to input, and that its twins keep the same account."""

from __future__ import annotations

import pytest

from agent.input.held import HeldKeys
from agent.input.inject.port import Injector
from agent.input.inject.x11 import X11Injector
from agent.input.injected import Injected
from agent.input.memory import InputMemory
from tests.support.display import VirtualDisplay
from tests.support.memory_input import MemoryInjector


def account_after(injector: Injector, memory: InputMemory) -> tuple[object, ...]:
    """Work an injector and give what the shared page says then."""
    injector.move(7, 8)
    injector.button("left", down=True)
    injector.wheel(0, 1)
    injector.key("ControlLeft", down=True)
    held, injected = HeldKeys(memory), Injected(memory)
    during = (len(held.keys_down()), held.buttons_down(), injected.place, injected.pointer_count, injected.press_count)
    injector.release_all()
    after = (held.keys_down(), held.buttons_down())
    injector.close()
    return during, after


def test_the_twins_keep_the_same_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """What desk and watch read from the page is the same for the real display and for the tests' memory."""
    memory, other = InputMemory.create(), InputMemory.create()
    with VirtualDisplay(320, 240) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        real = account_after(X11Injector(memory), memory)
    twin = account_after(MemoryInjector(other), other)
    memory.close()
    other.close()

    assert real == twin
    assert real == ((1, ["left"], (7, 8), 3, 1), ([], []))
