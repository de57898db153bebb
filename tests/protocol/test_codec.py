from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import canonical
from consent.errors import AttendedError
from protocol import codec, limits
from protocol.catalogue import CATALOGUE, PAIRING, RELAY, Sender
from protocol.channels import Channel, Direction, First
from protocol.errors import (
    CATALOGUE as ERRORS,
)
from protocol.errors import (
    MessageMalformed,
    MessageNotYours,
    MessageOutOfPlace,
    MessageTooLong,
    MessageUnknown,
    PeerError,
)
from protocol.messages.chat import ChatSaid
from protocol.messages.input import KeyCode, KeyText, PointerMove
from protocol.wire import Message
from tests.support import messages
from tests.support.messages import B16

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def _way(message: Message) -> Direction:
    entry = CATALOGUE[message.kind]
    return next(way for way in Direction if entry.may_come_from(way))


@pytest.mark.parametrize("message", messages.SEALED, ids=lambda message: message.kind)
def test_a_sealed_message_comes_back_as_it_was(message: Message) -> None:
    """Writing and reading are each other's opposite, and the bytes are the one canonical form."""
    plaintext = codec.encode(message)
    assert codec.decode(plaintext, CATALOGUE[message.kind].channel, _way(message)) == message
    assert codec.kind_in(plaintext, CATALOGUE[message.kind].channel) == message.kind


@pytest.mark.parametrize("message", [*messages.RELAY, *messages.PAIRING], ids=lambda message: message.kind)
def test_a_message_in_clear_comes_back_as_it_was(message: Message) -> None:
    """The first byte says whom it is for, the rest is canonical JSON."""
    data = codec.encode_plain(message)
    plain = RELAY.get(message.kind) or PAIRING[message.kind]
    sender = next(sender for sender in Sender if plain.sender & sender)
    read = codec.decode_relay if data[0] == First.RELAY else codec.decode_pairing
    assert read(data[1:], sender) == message
    assert canonical(json.loads(data[1:])) == data[1:]


@pytest.mark.parametrize("message", messages.the_longest(), ids=lambda message: message.kind)
def test_the_longest_real_messages_fit_their_channel(message: Message) -> None:
    """Every document that travels on channel 0 fits there, with all scopes and the longest words."""
    assert len(codec.encode(message)) <= limits.CONTROL_BYTES


def test_every_key_message_has_the_same_length() -> None:
    """The length on the wire does not tell which key it was."""
    sizes = {
        len(codec.encode(message))
        for message in (
            KeyCode(code="A", down=True),
            KeyCode(code="A" * 32, down=False),
            KeyText(text="\U0001f600" * 32),
        )
    }
    assert sizes == {limits.KEYS_PADDED_BYTES}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:-1] + b"\1",
        lambda data: b"\xff\xff" + data[2:],
        lambda data: (int.from_bytes(data[:2], "big") + 1).to_bytes(2, "big") + data[2:],
        lambda data: (int.from_bytes(data[:2], "big") - 1).to_bytes(2, "big") + data[2:],
    ],
)
def test_padding_hides_nothing(spoil: object) -> None:
    """A padded message that holds anything beside its text and zeros is refused."""
    assert callable(spoil)
    with pytest.raises(MessageMalformed):
        codec.decode(spoil(codec.encode(KeyCode(code="KeyA", down=True))), Channel.KEYS, Direction.FROM_TECHNICIAN)


def test_a_message_on_another_channel_is_refused() -> None:
    """A key on the chat channel would be recorded for other readers than a key."""
    data = codec.encode(PointerMove(x=1, y=2))
    for channel in set(Channel) - {Channel.POINTER, Channel.KEYS}:
        with pytest.raises(MessageOutOfPlace):
            codec.decode(data, channel, Direction.FROM_TECHNICIAN)


@pytest.mark.parametrize("message", messages.SEALED, ids=lambda message: message.kind)
def test_nobody_says_what_only_the_other_may_say(message: Message) -> None:
    """The agent takes no agent's message, the technician no technician's."""
    entry = CATALOGUE[message.kind]
    for way in Direction:
        if not entry.may_come_from(way):
            with pytest.raises(MessageNotYours):
                codec.decode(codec.encode(message), entry.channel, way)
            with pytest.raises(MessageNotYours):
                codec.entry_for(message, way)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", MessageMalformed),
        (b"[]", MessageMalformed),
        (b"{}", MessageMalformed),
        (b'{"kind":7}', MessageMalformed),
        (b'{"kind": "screen.keyframe"}', MessageMalformed),
        (b'{"kind":"screen.keyframe","kind":"screen.keyframe"}', MessageMalformed),
        (b'{"kind":"screen.keyframe","more":1}', MessageMalformed),
        (b'{"frame":1.5,"kind":"screen.ack"}', MessageMalformed),
        (b'{"decode_ms":-1,"frame":1,"kind":"screen.ack"}', MessageMalformed),
        (b'{"decode_ms":"1","frame":1,"kind":"screen.ack"}', MessageMalformed),
        (b'{"decode_ms":true,"frame":1,"kind":"screen.ack"}', MessageMalformed),
        (b'{"kind":"screen.frame"}', MessageUnknown),
        (b'{"kind":"credit","bytes":1}', MessageMalformed),
        (b'{"bytes":1,"kind":"credit"}', MessageUnknown),
        (b'{"kind":"' + b"a" * limits.MESSAGE_BYTES + b'"}', MessageTooLong),
    ],
)
def test_what_is_not_in_the_catalogue_is_refused(data: bytes, error: type[PeerError]) -> None:
    """Unknown kinds, other shapes, other spellings and other lists' kinds."""
    with pytest.raises(error):
        codec.decode(data, Channel.SCREEN, Direction.FROM_TECHNICIAN)


def test_what_is_not_in_the_catalogue_cannot_be_said() -> None:
    """An end does not send what the other would refuse."""
    with pytest.raises(MessageUnknown):
        codec.encode(messages.RELAY[0])
    with pytest.raises(MessageUnknown):
        codec.encode_plain(PointerMove(x=1, y=2))
    with pytest.raises(MessageTooLong):
        codec.encode(KeyText(text="\x01" * 32).model_copy(update={"text": "\x01" * 64}))


def test_a_chat_line_of_the_greatest_length_fits() -> None:
    """A thousand characters of any script, escaped at their worst, fit the channel."""
    longest = ChatSaid(id=B16, text="\U0001f527" * limits.CHAT_TEXT)
    assert len(codec.encode(longest)) <= limits.MESSAGE_BYTES


@given(data=st.binary(max_size=600), channel=st.sampled_from(Channel), way=st.sampled_from(Direction))
def test_any_bytes_are_a_message_or_a_documented_error(data: bytes, channel: Channel, way: Direction) -> None:
    """No bytes bring the readers to anything else than a value or a documented error."""
    with suppress(*ERRORS.values()):
        codec.decode(data, channel, way)
    with suppress(*ERRORS.values()):
        codec.decode_relay(data, Sender.RELAY)
    with suppress(*ERRORS.values()):
        codec.decode_pairing(data, Sender.TECHNICIAN)
    assert codec.kind_in(data, channel)


@given(
    fields=st.dictionaries(st.sampled_from(["x", "y", "code", "down", "id", "text", "scopes", "request"]), ANY_JSON),
    kind=st.sampled_from([*CATALOGUE, *RELAY, *PAIRING]),
    way=st.sampled_from(Direction),
)
def test_any_shape_is_a_message_or_a_documented_error(fields: dict[str, object], kind: str, way: Direction) -> None:
    """Whatever stands in a message of a known kind, it is read whole or refused with a documented error."""
    data = canonical(fields | {"kind": kind})
    entry = CATALOGUE.get(kind)
    channel = entry.channel if entry else Channel.CONTROL
    padded = (len(data).to_bytes(2, "big") + data).ljust(256, b"\0") if channel is Channel.KEYS else data
    with suppress(AttendedError):
        message = codec.decode(padded, channel, way)
        assert codec.encode(message) == padded
    for sender in (Sender.AGENT, Sender.TECHNICIAN, Sender.RELAY):
        with suppress(AttendedError):
            assert codec.encode_plain(codec.decode_relay(data, sender))[1:] == data
        with suppress(AttendedError):
            assert codec.encode_plain(codec.decode_pairing(data, sender))[1:] == data
