"""Windows and macOS through pynput, tried with a stand-in that has pynput's names."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from agent.input.held import HeldKeys
from agent.input.inject.other import PynputInjector
from agent.input.injected import Injected
from agent.input.memory import InputMemory


class StandIn:
    """What pynput offers on Windows, writing down what it was told."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.done: list[tuple[object, ...]] = []
        self.mouse = SimpleNamespace(
            Controller=lambda: self,
            Button=SimpleNamespace(left="left", middle="middle", right="right", x1="x1", x2="x2"),
        )
        self.keyboard = SimpleNamespace(
            Controller=lambda: self,
            Key=SimpleNamespace(ctrl_l="ctrl_l", enter="enter"),
            KeyCode=SimpleNamespace(from_char=lambda character: f"char {character}"),
        )

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - whatever is set
        """Write down where the pointer is put."""
        if name == "position":
            self.done.append(("position", value))
        super().__setattr__(name, value)

    def press(self, what: object) -> None:
        """Note a press."""
        self.done.append(("press", what))

    def release(self, what: object) -> None:
        """Note a release."""
        self.done.append(("release", what))

    def scroll(self, dx: int, dy: int) -> None:
        """Note a turn of the wheel."""
        self.done.append(("scroll", dx, dy))

    def type(self, text: str) -> None:
        """Note typed text."""
        self.done.append(("type", text))


@pytest.fixture
def memory() -> Iterator[InputMemory]:
    """Give a shared page."""
    memory = InputMemory.create()
    yield memory
    memory.close()


def test_everything_goes_by_pynputs_names(memory: InputMemory) -> None:
    """Pointer, wheel, named keys, keys by their US character, and characters."""
    pynput = StandIn()
    injector = PynputInjector(memory, lambda: 5, pynput)
    injector.move(3, 4)
    injector.button("back", down=True)
    injector.wheel(1, 2)
    assert injector.key("ControlLeft", down=True)
    assert injector.key("KeyC", down=True)
    assert not injector.key("F13", down=True)
    injector.text("ß")

    assert pynput.done == [
        ("position", (3, 4)),
        ("press", "x1"),
        ("scroll", 1, -2),
        ("press", "ctrl_l"),
        ("press", "char c"),
        ("type", "ß"),
    ]
    assert len(HeldKeys(memory).keys_down()) == 2
    assert Injected(memory).press_count == 3


def test_closing_releases_everything(memory: InputMemory) -> None:
    """Nothing stays down."""
    pynput = StandIn()
    injector = PynputInjector(memory, lambda: 5, pynput)
    injector.key("ControlLeft", down=True)
    injector.key("KeyC", down=True)
    injector.button("left", down=True)
    injector.close()

    assert {what for done, what, *_ in pynput.done if done == "release"} == {"ctrl_l", "char c", "left"}
    assert HeldKeys(memory).keys_down() == []
    assert HeldKeys(memory).buttons_down() == []
