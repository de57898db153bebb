from __future__ import annotations

import pytest

from protocol.messages import chat
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.SEALED if type(message).__module__ == chat.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_a_chat_line_has_a_thousand_characters_at_most() -> None:
    """A line says something and fits the small window; its name is 16 random bytes."""
    assert taken(chat.ChatSaid, id=messages.B16, text="x" * 1000)
    assert not taken(chat.ChatSaid, id=messages.B16, text="x" * 1001)
    assert not taken(chat.ChatSaid, id=messages.B16, text="")
    assert not taken(chat.ChatSaid, id="1", text="x")
