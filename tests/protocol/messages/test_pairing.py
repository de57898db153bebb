from __future__ import annotations

import pytest

from protocol.messages import pairing
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled

SPECIMENS = [message for message in messages.PAIRING if type(message).__module__ == pairing.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_no_name_travels_in_clear() -> None:
    """What the relay and anybody on the way can read holds keys, hashes, nonces and a version: nothing about people."""
    fields = {name for message in SPECIMENS for name in type(message).model_fields}
    assert fields == {
        "kind", "nonce", "share", "key", "entry_sha256", "console", "policy_sha256", "tag", "code", "epoch", "mac",
    }  # fmt: skip


def test_a_key_that_proves_nothing_is_no_key() -> None:
    """A point of small order would make signatures that anybody can write."""
    share = next(message for message in SPECIMENS if isinstance(message, pairing.PairShare)).model_dump(mode="json")
    assert not refused(pairing.PairShare, share)
    assert refused(pairing.PairShare, share | {"key": {"crv": "Ed25519", "kty": "OKP", "x": "A" * 43}})
