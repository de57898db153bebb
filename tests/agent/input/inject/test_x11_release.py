"""The desk lets go of what a killed engine left pressed."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from agent.input.held import HeldKeys
from agent.input.inject.x11_release import release_all
from agent.input.memory import InputMemory
from tests.support.display import VirtualDisplay
from tests.support.listener import Listener
from tests.support.processes import Child

ENGINE = """
import sys
from agent.input.inject.x11 import X11Injector
from agent.input.memory import InputMemory
injector = X11Injector(InputMemory(int(sys.argv[1])))
injector.key("ShiftLeft", down=True)
injector.key("KeyA", down=True)
injector.text("漢")
injector.move(50, 50)
injector.button("left", down=True)
print("pressed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualDisplay]:
    """Give a display, named in the environment."""
    with VirtualDisplay(640, 480) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        yield display


def test_keys_held_by_a_killed_engine_are_released(display: VirtualDisplay) -> None:
    """SIGKILL leaves keys down on the display; the desk's own connection brings them up."""
    memory = InputMemory.create()
    with Listener(display.name) as listener:
        engine = Child(
            [sys.executable, "-c", ENGINE, str(memory.descriptor)], env=display.env, pass_fds=[memory.descriptor]
        )
        engine.line("pressed")
        engine.signal(signal.SIGKILL)
        engine.wait()
        assert listener.keys_down() == [38, 50]
        assert listener.buttons_down() == 1

        assert release_all(memory)
        assert listener.keys_down() == []
        assert listener.buttons_down() == 0
    held = HeldKeys(memory)
    assert (held.keys_down(), held.buttons_down(), held.borrowed()) == ([], [], [])
    engine.end()
    memory.close()


# python-xlib leaves its sockets to the collector when a connection fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_display_there_is_nothing_to_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty page needs no display; a page with keys says that there was none."""
    monkeypatch.setenv("DISPLAY", ":9999")
    memory = InputMemory.create()
    assert release_all(memory)
    HeldKeys(memory).press(38)

    assert not release_all(memory)
    memory.close()
