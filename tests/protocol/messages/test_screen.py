from __future__ import annotations

import pytest

from protocol.messages import screen
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.SEALED if type(message).__module__ == screen.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_a_monitor_is_one_of_sixteen() -> None:
    """As many as a grant can name."""
    assert taken(screen.ScreenMonitor, monitor=15)
    assert not taken(screen.ScreenMonitor, monitor=16)


def test_an_acknowledgement_names_one_frame() -> None:
    """A number that a frame can have, and a time that decoding can take."""
    assert taken(screen.ScreenAck, frame=2**32 - 1, decode_ms=0)
    assert not taken(screen.ScreenAck, frame=2**32, decode_ms=0)
    assert not taken(screen.ScreenAck, frame=1, decode_ms=600_001)
