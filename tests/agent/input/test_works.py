"""Remote input, from message to injector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from agent.input.held import HeldKeys
from agent.input.memory import InputMemory
from agent.input.reach import Reach
from agent.input.works import InputMessage, Works
from agent.screen.rect import Rect
from consent.errors import GrantMissing
from protocol import limits
from protocol.errors import InputOutOfBounds, InputRefused, InputTooFast
from protocol.messages.input import KeyCode, KeyText, PointerButton, PointerMove, PointerWheel
from protocol.screen import Monitor
from tests.support.memory_input import MemoryInjector


@dataclass
class Table:
    """Everything around `Works` in one hand."""

    memory: InputMemory
    lives: bool = True
    now: float = 0.0
    reach: Reach = field(default_factory=Reach)

    def __post_init__(self) -> None:
        """Set it up on the right one of two monitors."""
        self.injector = MemoryInjector(self.memory)
        self.works = Works(self.injector, self.memory, self, self.reach, clock=lambda: self.now)
        self.works.show(Monitor(2, 1920, 0, 1280, 800, 100, "right"))

    @property
    def done(self) -> list[tuple[object, ...]]:
        """What was injected."""
        return self.injector.done


@pytest.fixture
def table() -> Iterator[Table]:
    """Give a table whose permit lives."""
    memory = InputMemory.create()
    yield Table(memory)
    memory.close()


EVERY_KIND: tuple[InputMessage, ...] = (
    PointerMove(x=1, y=2),
    PointerButton(button="left", down=True, x=1, y=2),
    PointerWheel(dx=0, dy=3, x=1, y=2),
    KeyCode(code="KeyA", down=True),
    KeyText(text="hello"),
)


def test_messages_become_input_on_the_monitor_that_is_shown(table: Table) -> None:
    """Places are moved to the monitor's place on the desktop, and everything happens in order."""
    for message in EVERY_KIND:
        table.works.take(message)
    table.works.take(PointerButton(button="left", down=False, x=5, y=6))
    table.works.take(KeyCode(code="KeyA", down=False))

    assert table.done == [
        ("move", 1921, 2),
        ("move", 1921, 2),
        ("button", "left", True),
        ("move", 1921, 2),
        ("wheel", 0, 3),
        ("key", "KeyA", True),
        ("text", "hello"),
        ("move", 1925, 6),
        ("button", "left", False),
        ("key", "KeyA", False),
    ]


@pytest.mark.parametrize("message", EVERY_KIND, ids=lambda message: message.kind)
def test_without_a_living_permit_nothing_is_injected(table: Table, message: InputMessage) -> None:
    """Every kind of input is refused once the permit has ended."""
    table.lives = False
    with pytest.raises(GrantMissing):
        table.works.take(message)

    assert table.done == []


@pytest.mark.parametrize("message", EVERY_KIND, ids=lambda message: message.kind)
def test_while_a_question_stands_nothing_is_injected(table: Table, message: InputMessage) -> None:
    """Remote input can never answer a question."""
    table.reach.set_question(True)
    with pytest.raises(InputRefused):
        table.works.take(message)

    assert table.done == []


@pytest.mark.parametrize("message", EVERY_KIND[:3], ids=lambda message: message.kind)
def test_the_desks_windows_are_out_of_the_pointers_reach(table: Table, message: InputMessage) -> None:
    """Neither moves nor clicks nor the wheel get into a window of the desk; beside it they do."""
    table.reach.set_windows([Rect(1900, 0, 100, 100)])
    with pytest.raises(InputRefused):
        table.works.take(message)
    assert table.done == []
    table.reach.set_windows([Rect(1922, 0, 100, 100)])
    table.works.take(message)
    assert table.done


def test_keys_do_not_go_to_a_window_of_the_desk(table: Table) -> None:
    """While one has the focus no key is pressed."""
    table.reach.set_focus(True)
    for message in EVERY_KIND[3:]:
        with pytest.raises(InputRefused):
            table.works.take(message)

    assert table.done == []


def test_the_customers_own_hand_goes_first(table: Table) -> None:
    """While the customer moves the mouse or types, remote input waits."""
    table.reach.set_customer(True)
    with pytest.raises(InputRefused):
        table.works.take(PointerMove(x=1, y=1))
    table.reach.set_customer(False)
    table.works.take(PointerMove(x=1, y=1))

    assert table.done == [("move", 1921, 1)]


def test_a_release_goes_through_whatever_stands_in_the_way(table: Table) -> None:
    """What is down comes up even when permit, question or window would refuse everything else, and at no new place."""
    table.works.take(PointerButton(button="right", down=True, x=10, y=10))
    table.works.take(KeyCode(code="ControlLeft", down=True))
    table.lives = False
    table.reach.set_question(True)
    table.works.take(PointerButton(button="right", down=False, x=500, y=500))
    table.works.take(KeyCode(code="ControlLeft", down=False))

    assert table.done[-2:] == [("button", "right", False), ("key", "ControlLeft", False)]
    assert ("move", 2420, 500) not in table.done


def test_what_is_not_held_is_not_released(table: Table) -> None:
    """Stray releases, and keys pressed twice, reach nobody."""
    table.works.take(KeyCode(code="KeyB", down=False))
    table.works.take(PointerButton(button="left", down=False, x=1, y=1))
    table.works.take(KeyCode(code="KeyB", down=True))
    table.works.take(KeyCode(code="KeyB", down=True))

    assert table.done == [("key", "KeyB", True)]


@pytest.mark.parametrize(
    "message",
    [PointerMove(x=1280, y=0), PointerMove(x=0, y=800), KeyCode(code="Power", down=True)],
    ids=str,
)
def test_what_does_not_exist_is_refused(table: Table, message: InputMessage) -> None:
    """Places beyond the monitor and unknown keys are a documented error."""
    with pytest.raises(InputOutOfBounds):
        table.works.take(message)

    assert table.done == []


def test_more_than_any_person_makes_is_refused(table: Table) -> None:
    """A flood is cut off, and ordinary input goes on afterwards."""
    for _ in range(limits.INPUT_BURST):
        table.works.take(PointerMove(x=1, y=1))
    with pytest.raises(InputTooFast):
        table.works.take(PointerMove(x=1, y=1))
    table.now = 1.0
    table.works.take(PointerMove(x=1, y=1))


def test_letting_go_leaves_nothing_down(table: Table) -> None:
    """After `release` the shared page holds nothing, and keys can be pressed anew."""
    table.works.take(KeyCode(code="ShiftLeft", down=True))
    table.works.take(PointerButton(button="left", down=True, x=1, y=1))
    table.works.release()
    held = HeldKeys(table.memory)

    assert held.keys_down() == []
    assert held.buttons_down() == []
    table.works.take(KeyCode(code="ShiftLeft", down=True))
    assert table.done[-1] == ("key", "ShiftLeft", True)
