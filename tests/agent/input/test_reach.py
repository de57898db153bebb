"""What remote input may not reach."""

from __future__ import annotations

from agent.input.reach import Reach
from agent.screen.rect import Rect


def test_each_word_of_the_desk_closes_what_it_names() -> None:
    """Windows close places, focus closes keys, a question or the customer's hand closes everything."""
    reach = Reach()
    assert reach.allows_keys()
    assert reach.allows_pointer(5, 5)

    reach.set_windows([Rect(0, 0, 10, 10)])
    assert not reach.allows_pointer(9, 9)
    assert reach.allows_pointer(10, 9)
    assert reach.allows_keys()

    reach.set_focus(True)
    assert not reach.allows_keys()
    reach.set_focus(False)

    for close in (reach.set_question, reach.set_customer):
        close(True)
        assert reach.is_closed
        assert not reach.allows_keys()
        assert not reach.allows_pointer(500, 500)
        close(False)
    assert not reach.is_closed
