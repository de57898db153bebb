"""What is held down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.input.held import BUTTONS, HeldKeys
from agent.input.memory import InputMemory


@given(st.lists(st.tuples(st.integers(0, 255), st.booleans()), max_size=40))
def test_the_page_holds_exactly_what_is_down(steps: list[tuple[int, bool]]) -> None:
    """Any order of presses and releases of any keys is noted right."""
    memory = InputMemory.create()
    held, down = HeldKeys(memory), set[int]()
    for key, is_down in steps:
        (held.press if is_down else held.released)(key)
        (down.add if is_down else down.discard)(key)

    assert held.keys_down() == sorted(down)
    assert all(held.holds(key) for key in down)
    assert held.buttons_down() == []
    assert held.borrowed() == []
    memory.close()


def test_buttons_and_borrowed_keycodes_have_their_own_bits() -> None:
    """They are noted beside the keys."""
    memory = InputMemory.create()
    held = HeldKeys(memory)
    for button in BUTTONS:
        held.press_button(button)
    held.released_button("middle")
    held.borrow(250)

    assert held.buttons_down() == ["left", "right", "back", "forward"]
    assert held.borrowed() == [250]
    assert held.keys_down() == []
    held.returned(250)
    assert held.borrowed() == []
    memory.close()
