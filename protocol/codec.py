"""
Messages to bytes and back. What is not in the catalogue, in its own shape and in canonical form is refused.

    relay control    00 ‖ canonical JSON
    pairing          02 ‖ canonical JSON
    sealed           01 ‖ SFrame, whose plaintext is canonical JSON;
                     on channel 3: its length in 2 bytes ‖ canonical JSON ‖ zeros, 256 bytes in all
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from consent.canonical import canonical, parse_canonical
from consent.errors import DocumentTooLong, NotCanonical
from protocol import limits
from protocol.catalogue import CATALOGUE, PAIRING, RELAY, Entry, Plain, Sender
from protocol.channels import Channel, Direction, First
from protocol.errors import MessageMalformed, MessageNotYours, MessageOutOfPlace, MessageTooLong, MessageUnknown
from protocol.wire import Message

_LENGTH_BYTES = 2
UNKNOWN = "unknown"
"""What an unreadable message is called where its kind must be named."""


def encode(message: Message) -> bytes:
    """
    Write a sealed message's plaintext, padded where its channel is.

    Raises:
        MessageUnknown: It is no message of the catalogue.
        MessageTooLong: Longer than its channel allows.
    """
    entry = _entry(message.kind)
    return _padded(_written(message, limit_of(entry.channel)), entry.channel)


def entry_for(message: Message, direction: int) -> Entry:
    """
    Find what the catalogue says of a message that the end of this direction wants to send.

    Raises:
        MessageUnknown: Nothing.
        MessageNotYours: Only the other end may send it.
    """
    entry = _entry(message.kind)
    if not entry.may_come_from(Direction(direction)):
        raise MessageNotYours(message.kind)
    return entry


def decode(plaintext: bytes, channel: int, direction: int) -> Message:
    """
    Read a sealed message's plaintext that came on this channel in this direction.

    Raises:
        MessageTooLong: Longer than the channel allows.
        MessageMalformed: Not canonical JSON, not padded as it must be, or not of its kind's shape.
        MessageUnknown: A kind that is not in the catalogue.
        MessageOutOfPlace: A kind of another channel.
        MessageNotYours: A kind that only the other side may send.
    """
    data = _stripped(plaintext) if channel == Channel.KEYS else plaintext
    kind = _kind_in(data, limit_of(channel))
    entry = _entry(kind)
    if entry.channel != channel:
        raise MessageOutOfPlace(f"{kind} on channel {channel}")
    if not entry.may_come_from(Direction(direction)):
        raise MessageNotYours(kind)
    return _shaped(data, entry)


def kind_in(plaintext: bytes, channel: int) -> str:
    """Name the kind of a message that may be refused; `unknown` where it has none."""
    try:
        data = _stripped(plaintext) if channel == Channel.KEYS else plaintext
        kind = _kind_in(data, limit_of(channel))
    except (MessageMalformed, MessageTooLong):
        return UNKNOWN
    return kind if kind in CATALOGUE else UNKNOWN


def limit_of(channel: int) -> int:
    """Give the bytes that a JSON message on this channel may have."""
    if channel == Channel.KEYS:
        return limits.KEYS_PADDED_BYTES - _LENGTH_BYTES
    return limits.CONTROL_BYTES if channel == Channel.CONTROL else limits.MESSAGE_BYTES


def encode_plain(message: Message) -> bytes:
    """
    Write a message in clear, first byte included.

    Raises:
        MessageUnknown: It is no message to the relay, of pairing or of resume.
        MessageTooLong: Longer than any may be.
    """
    if message.kind in RELAY:
        return bytes((First.RELAY,)) + _written(message, limits.RELAY_BYTES)
    if message.kind in PAIRING:
        return bytes((First.PAIRING,)) + _written(message, limits.PAIRING_BYTES)
    raise MessageUnknown(message.kind)


def decode_relay(data: bytes, sender: Sender) -> Message:
    """
    Read what came after first byte 0 from this sender.

    Raises:
        MessageTooLong, MessageMalformed, MessageUnknown, MessageNotYours: As `decode`.
    """
    return _plain(data, sender, RELAY, limits.RELAY_BYTES)


def decode_pairing(data: bytes, sender: Sender) -> Message:
    """
    Read what came after first byte 2 from this sender.

    Raises:
        MessageTooLong, MessageMalformed, MessageUnknown, MessageNotYours: As `decode`.
    """
    return _plain(data, sender, PAIRING, limits.PAIRING_BYTES)


def _plain(data: bytes, sender: Sender, known: Mapping[str, Plain], limit: int) -> Message:
    kind = _kind_in(data, limit)
    plain = known.get(kind)
    if plain is None:
        raise MessageUnknown(kind[:40])
    if not plain.sender & sender:
        raise MessageNotYours(kind)
    return _shaped(data, plain)


def _entry(kind: str) -> Entry:
    entry = CATALOGUE.get(kind)
    if entry is None:
        raise MessageUnknown(kind[:40])
    return entry


def _written(message: Message, limit: int) -> bytes:
    data = canonical(message.model_dump(mode="json"))
    if len(data) > limit:
        raise MessageTooLong(f"{message.kind}: {len(data)} bytes, {limit} allowed")
    return data


def _kind_in(data: bytes, limit: int) -> str:
    try:
        kind = parse_canonical(data, limit).get("kind")
    except DocumentTooLong as reason:
        raise MessageTooLong(reason.detail) from None
    except NotCanonical as reason:
        raise MessageMalformed(reason.detail) from None
    if not isinstance(kind, str):
        raise MessageMalformed("no kind")
    return kind


def _shaped(data: bytes, entry: Entry | Plain) -> Message:
    try:
        return entry.model.model_validate_json(data)
    except ValidationError as wrong:
        # The fields that did not fit, never their values: they may be words of a person.
        places = sorted({".".join(str(step) for step in error["loc"]) for error in wrong.errors()})
        raise MessageMalformed(", ".join(places)[:200]) from None


def _padded(data: bytes, channel: Channel) -> bytes:
    if channel != Channel.KEYS:
        return data
    return (len(data).to_bytes(_LENGTH_BYTES, "big") + data).ljust(limits.KEYS_PADDED_BYTES, b"\0")


def _stripped(padded: bytes) -> bytes:
    if len(padded) != limits.KEYS_PADDED_BYTES:
        raise MessageMalformed(f"{len(padded)} bytes of padded message")
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    data, padding = padded[_LENGTH_BYTES:end], padded[end:]
    # Anything but zeros would be a second, unseen message.
    if end > len(padded) or any(padding):
        raise MessageMalformed("padding")
    return data
