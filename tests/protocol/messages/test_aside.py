from __future__ import annotations

import pytest

from protocol.messages import aside
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.SEALED if type(message).__module__ == aside.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_the_aside_tells_no_words_beyond_their_bounds() -> None:
    """A notice is at most two screens long, an answer one word of a list."""
    answer = {"question": "who-called", "answer": "customer"}
    assert taken(aside.AsideCheck, answers=[answer] * 16)
    assert not taken(aside.AsideCheck, answers=[answer] * 17)
    assert not taken(aside.AsideCheck, answers=[answer | {"answer": "My bank"}])
