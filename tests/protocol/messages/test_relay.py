from __future__ import annotations

import pytest

from protocol.messages import relay
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.RELAY if type(message).__module__ == relay.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


@pytest.mark.parametrize("locator", ["482", "48210", "9999", "048211", "\uff14\uff18\uff12\uff11", "4821 "])
def test_a_locator_has_four_digits_or_six_that_begin_with_nine(locator: str) -> None:
    """So that a code is read back the same way whatever separators it was written with."""
    assert taken(relay.TechnicianJoin, version="attended.v1", locator="0821")
    assert taken(relay.TechnicianJoin, version="attended.v1", locator="948211")
    assert not taken(relay.TechnicianJoin, version="attended.v1", locator=locator)


@pytest.mark.parametrize("origin", ["wss://relay.example", "https://relay.example/", "https://RELAY.example", "relay"])
def test_an_origin_has_one_spelling(origin: str) -> None:
    """Both ends bind it into the pairing, byte for byte."""
    joined = next(message for message in SPECIMENS if isinstance(message, relay.TechnicianJoined))
    assert refused(relay.TechnicianJoined, joined.model_dump(mode="json") | {"origin": origin})


def test_what_an_end_signs_on_coming_back_names_everything() -> None:
    """Role, session and the relay's nonce, each set apart: a signature fits one end of one session once."""
    said = relay.resume_proof_bytes("agent", messages.B16, bytes(32))
    assert said == b"attended/1 resume\0agent\0" + messages.B16.encode() + b"\0" + bytes(32)
    assert said != relay.resume_proof_bytes("technician", messages.B16, bytes(32))
