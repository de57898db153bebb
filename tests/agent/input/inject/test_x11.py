"""Input on a real X display, into real programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.input.held import HeldKeys
from agent.input.inject.x11 import X11Injector
from agent.input.injected import Injected
from agent.input.memory import InputMemory
from protocol.errors import InputMissing
from tests.support.display import VirtualDisplay
from tests.support.listener import Heard, Listener


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualDisplay]:
    """Give a display, named in the environment."""
    with VirtualDisplay(640, 480) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        yield display


@pytest.fixture
def memory() -> Iterator[InputMemory]:
    """Give a shared page."""
    memory = InputMemory.create()
    yield memory
    memory.close()


@pytest.fixture
def injector(display: VirtualDisplay, memory: InputMemory) -> Iterator[X11Injector]:
    """Give an injector for the display."""
    injector = X11Injector(memory)
    yield injector
    injector.close()


def test_pointer_buttons_and_wheel_arrive_where_they_are_sent(
    display: VirtualDisplay, injector: X11Injector, memory: InputMemory
) -> None:
    """All five buttons and both directions of both wheels, each at its place; the account has them all."""
    with Listener(display.name) as listener:
        injector.move(30, 40)
        for button in ("left", "middle", "right", "back", "forward"):
            injector.button(button, down=True)
            injector.button(button, down=False)
        injector.wheel(0, 1)
        injector.wheel(0, -2)
        injector.wheel(1, 0)
        injector.wheel(-1, 0)
        heard = listener.hear(20)

    pressed = [event.number for event in heard if event.down]
    assert pressed == [1, 2, 3, 8, 9, 5, 4, 4, 7, 6]
    assert {(event.x, event.y) for event in heard} == {(30, 40)}
    assert Injected(memory).place == (30, 40)
    assert Injected(memory).pointer_count == 15


def test_keys_arrive_by_their_place(display: VirtualDisplay, injector: X11Injector, memory: InputMemory) -> None:
    """The keycode is the place's, whatever letter is on it; presses are counted, unknown keys are not there."""
    with Listener(display.name) as listener:
        assert injector.key("KeyQ", down=True)
        assert injector.key("KeyQ", down=False)
        assert not injector.key("Power", down=True)
        heard = listener.hear(2)

    assert [(event.kind, event.number, event.down) for event in heard] == [("key", 24, True), ("key", 24, False)]
    assert Injected(memory).presses(24) == 1


def typed_into_xterm(display: VirtualDisplay, injector: X11Injector, text: str, tmp_path: Path) -> str:
    """Type a line into an xterm and give what a program in it read."""
    out = tmp_path / "line"
    script = f"import pathlib; pathlib.Path({str(out)!r}).write_text(input())"
    terminal = display.run(["xterm", "-u8", "-T", "typing", "-e", sys.executable, "-X", "utf8", "-c", script])
    display.focus(display.window("typing"))
    injector.text(text)
    injector.key("Enter", down=True)
    injector.key("Enter", down=False)
    terminal.wait(20)
    return out.read_text()


def test_characters_arrive_in_a_real_terminal(display: VirtualDisplay, injector: X11Injector, tmp_path: Path) -> None:
    """Capitals, signs under Shift, and characters that no key of a US keyboard makes."""
    text = "Grüße, Öl & 5 € to José: {x} ~Ж 漢"

    assert typed_into_xterm(display, injector, text, tmp_path) == text


def test_characters_follow_the_customers_layout(display: VirtualDisplay, injector: X11Injector, tmp_path: Path) -> None:
    """On a German keyboard the same text comes out, AltGr signs included."""
    display.run(["setxkbmap", "de"]).wait(10)
    text = "zyx@[]{}\\|ß"

    assert typed_into_xterm(display, injector, text, tmp_path) == text


def test_caps_lock_and_a_held_shift_change_no_character(
    display: VirtualDisplay, injector: X11Injector, memory: InputMemory, tmp_path: Path
) -> None:
    """Caps Lock at the customer's and Shift held by the technician leave text alone, and Shift stays held."""
    display.key("Caps_Lock")
    injector.key("ShiftLeft", down=True)
    text = "aBc1!"

    assert typed_into_xterm(display, injector, text, tmp_path) == text
    assert HeldKeys(memory).keys_down() == [50]


def test_many_lent_characters_one_after_another_stay_themselves(
    display: VirtualDisplay, injector: X11Injector, tmp_path: Path
) -> None:
    """More foreign characters than keycodes are lent come out in order."""
    text = "".join(map(chr, range(0x410, 0x410 + 8)))

    assert typed_into_xterm(display, injector, text, tmp_path) == text


def test_letting_go_releases_everything_and_returns_lent_keycodes(
    display: VirtualDisplay, injector: X11Injector, memory: InputMemory
) -> None:
    """After `release_all` the display has nothing pressed and its keyboard map is as before."""
    with Listener(display.name) as listener:
        injector.text("漢")
        assert HeldKeys(memory).borrowed()
        injector.key("ControlLeft", down=True)
        injector.move(5, 5)
        injector.button("left", down=True)
        assert listener.keys_down() == [37]
        injector.release_all()

        assert listener.keys_down() == []
        assert listener.buttons_down() == 0
        assert HeldKeys(memory).borrowed() == []
        assert Heard("button", 1, down=False, x=5, y=5) in listener.hear(6, within=2)


# python-xlib leaves its sockets to the collector when a connection fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_display_there_is_a_documented_error(memory: InputMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No display means no input, said in words."""
    monkeypatch.setenv("DISPLAY", ":9999")
    assert os.environ["DISPLAY"] == ":9999"
    with pytest.raises(InputMissing):
        X11Injector(memory)
