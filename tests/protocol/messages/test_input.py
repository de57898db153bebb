from __future__ import annotations

import pytest

from protocol.messages import input  # noqa: A004 - a room of ours
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.SEALED if type(message).__module__ == input.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_positions_are_pixels_of_a_monitor() -> None:
    """Not negative, not beyond the largest monitor, never a fraction or a text."""
    assert taken(input.PointerMove, x=0, y=16_383)
    for x in (-1, 16_384, True, "1"):
        assert not taken(input.PointerMove, x=x, y=0)


def test_a_key_is_named_by_its_place() -> None:
    """A code is a short word of letters and digits: nothing in it can be a path, a command or a second message."""
    assert taken(input.KeyCode, code="BracketLeft", down=True)
    for code in ("", "Key A", "../x", "K" * 33, "\u041aey", "KeyA\n"):
        assert not taken(input.KeyCode, code=code, down=True)
    assert not taken(input.KeyCode, code="KeyA", down=1)


def test_text_comes_in_small_pieces() -> None:
    """A composed word at a time, so that the customer's hand can stop it between two."""
    assert taken(input.KeyText, text="ß" * 32)
    assert not taken(input.KeyText, text="x" * 33)
    assert not taken(input.KeyText, text="")


def test_a_wheel_turns_a_little_at_a_time() -> None:
    """More steps than a hand makes are no turn of a wheel."""
    assert taken(input.PointerWheel, dx=0, dy=-100, x=1, y=1)
    assert not taken(input.PointerWheel, dx=0, dy=-101, x=1, y=1)
