"""
Sealed messages: SFrame (RFC 9605) with suite 5, AES_256_GCM_SHA512_128.

    sealed message = header ‖ ciphertext ‖ tag (16 bytes)
    header         = config byte ‖ key id (0 to 8 bytes) ‖ counter (0 to 8 bytes)
    key id         = epoch << 8 | direction << 7 | channel          visible to the relay
    sealed with it = header ‖ metadata: protocol version and session id, each after its length

`Sealer` and `Opener` are what an end uses: a Sealer counts from 0 and never twice, an Opener never goes back.
`SealingKey` and `OpeningKey` are the bare key of one epoch, direction and channel.
"""

from __future__ import annotations

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from protocol import limits
from protocol.cpace import lv_cat
from protocol.errors import (
    EpochWornOut,
    KeyMisuse,
    SealBroken,
    SealedForAnotherKey,
    SealedMalformed,
    SealedRepeated,
    SealedTooLong,
)

SUITE = 5
TAG_BYTES = 16
HEADER_BYTES = 17
VERSION = b"attended.v1"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_IN_THE_CONFIG_BYTE = 8  # values below stand in the config byte itself


class Header(NamedTuple):
    """What everybody sees of a sealed message, and how many bytes it takes."""

    kid: int
    counter: int
    length: int


class Place(NamedTuple):
    """What a key id says: whose key, for what, since when."""

    epoch: int
    direction: int
    channel: int


class Opened(NamedTuple):
    """An opened message: what it says, its counter, and how many before it never arrived."""

    plaintext: bytes
    counter: int
    gap: int


def kid(epoch: int, direction: int, channel: int) -> int:
    """
    Join a key's place into its key id, of at most 40 bits.

    Raises:
        KeyMisuse: A number outside its bounds.
    """
    if not (0 <= epoch < limits.EPOCHS and direction in (0, 1) and 0 <= channel < limits.CHANNELS):
        raise KeyMisuse("place of a key")
    return epoch << 8 | direction << 7 | channel


def place(key_id: int) -> Place:
    """
    Say whose key an id names.

    Raises:
        SealedMalformed: An epoch beyond 32 bits.
    """
    if key_id >> 8 >= limits.EPOCHS:
        raise SealedMalformed("epoch beyond 32 bits")
    return Place(key_id >> 8, key_id >> 7 & 1, key_id & 0x7F)


def metadata(session: bytes) -> bytes:
    """Give what every seal of a session covers besides its message; `session` is the id's 16 bytes."""
    return lv_cat(VERSION, session)


def write_header(key_id: int, counter: int) -> bytes:
    """Write a header: X K K K Y C C C, then the key id and the counter, where they do not fit in (RFC 9605, 4.3)."""
    high, key_bytes = _written(key_id)
    low, counter_bytes = _written(counter)
    return bytes((high << 4 | low,)) + key_bytes + counter_bytes


def read_header(sealed: bytes | memoryview) -> Header:
    """
    Read the visible part of a sealed message. It says nothing about whether the seal holds.

    Raises:
        SealedMalformed: Too short for its own header and tag, or a number written longer than it needs.
        SealedTooLong: Longer than any sealed message.
    """
    size = len(sealed)
    if size > limits.SEALED_BYTES:
        raise SealedTooLong(f"{size} bytes")
    if size == 0:
        raise SealedMalformed("empty")
    config = sealed[0]
    key_id, at = _read(sealed, config >> 4, 1)
    counter, at = _read(sealed, config & 0x0F, at)
    if size < at + TAG_BYTES:
        raise SealedMalformed("no room for the tag")
    return Header(key_id, counter, at)


def _written(number: int) -> tuple[int, bytes]:
    if number < _IN_THE_CONFIG_BYTE:
        return number, b""
    length = (number.bit_length() + 7) // 8
    return 0x8 | length - 1, number.to_bytes(length, "big")


def _read(sealed: bytes | memoryview, half: int, at: int) -> tuple[int, int]:
    if half < _IN_THE_CONFIG_BYTE:
        return half, at
    end = at + (half & 0x7) + 1
    number = int.from_bytes(sealed[at:end], "big")
    # RFC 9605, 4.3 wants the fewest bytes; another spelling would let one message have two headers in the recording.
    # A header that is cut off reads as a smaller number and is refused here too, or for want of a tag.
    if number < _IN_THE_CONFIG_BYTE or number.bit_length() <= 8 * (half & 0x7):
        raise SealedMalformed("a number longer than it needs")
    return number, end


class _Key:
    """AES key and salt of one key id (RFC 9605, 4.4.2)."""

    def __init__(self, base_key: bytes, kid: int) -> None:
        self.kid = kid
        secret = hmac.HMAC(b"", SHA512())  # HKDF-Extract with an empty salt
        secret.update(base_key)
        pseudorandom = secret.finalize()
        tail = kid.to_bytes(8, "big") + SUITE.to_bytes(2, "big")
        key = HKDFExpand(SHA512(), _KEY_BYTES, b"SFrame 1.0 Secret key " + tail).derive(pseudorandom)
        salt = HKDFExpand(SHA512(), _NONCE_BYTES, b"SFrame 1.0 Secret salt " + tail).derive(pseudorandom)
        self._aead = AESGCM(key)
        self._salt = int.from_bytes(salt, "big")
        half, self._kid_bytes = _written(kid)
        self._config = half << 4


class SealingKey(_Key):
    """One key for sealing. It does not count: use it through a `Sealer`."""

    def seal(self, counter: int, plaintext: bytes, metadata: bytes) -> bytes:
        """Seal one message under a counter that was never used with this key before."""
        half, counter_bytes = _written(counter)
        header = bytes((self._config | half,)) + self._kid_bytes + counter_bytes
        nonce = (self._salt ^ counter).to_bytes(_NONCE_BYTES, "big")
        return header + self._aead.encrypt(nonce, plaintext, header + metadata)


class OpeningKey(_Key):
    """One key for opening. It does not remember: use it through an `Opener`, or to replay a recording."""

    def open(self, sealed: bytes, metadata: bytes) -> bytes:
        """
        Open one message.

        Raises:
            SealedMalformed: The header cannot be read.
            SealedTooLong: Longer than any sealed message.
            SealedForAnotherKey: The header names another key.
            SealBroken: The seal does not hold.
        """
        return self.open_at(read_header(sealed), sealed, metadata)

    def open_at(self, header: Header, sealed: bytes, metadata: bytes) -> bytes:
        """Open one message whose header was read already; raises as `open` does."""
        if header.kid != self.kid:
            raise SealedForAnotherKey(f"{header.kid} at {self.kid}")
        nonce = (self._salt ^ header.counter).to_bytes(_NONCE_BYTES, "big")
        written = sealed[: header.length]
        try:
            return self._aead.decrypt(nonce, sealed[header.length :], written + metadata)
        except InvalidTag:
            raise SealBroken(f"counter {header.counter}") from None


class Sealer:
    """Seals what one end says on one channel in one epoch. Counters rise from 0 and never come twice."""

    def __init__(self, base_key: bytes, kid: int, metadata: bytes) -> None:
        """Begin with the channel's base key, its key id, and what `metadata` gives for the session."""
        self._key = SealingKey(base_key, kid)
        self._metadata = metadata
        self._bytes = 0
        self.kid = kid
        self.place = place(kid)
        """Whose key it is, for what, since when: what the key id says."""
        self.count = 0

    @property
    def worn(self) -> bool:
        """Say that a new epoch is due: seven eighths of the frames or bytes of this key are used."""
        return 8 * self.count >= 7 * limits.SFRAME_FRAMES or 8 * self._bytes >= 7 * limits.SFRAME_KEY_BYTES

    def seal(self, plaintext: bytes) -> bytes:
        """
        Seal the next message.

        Raises:
            EpochWornOut: This key has sealed as much as it may; nothing was sealed.
            KeyMisuse: A message longer than any may be; nothing was sealed and no counter used.
        """
        if self.count >= limits.SFRAME_FRAMES or self._bytes + len(plaintext) > limits.SFRAME_KEY_BYTES:
            raise EpochWornOut(f"key {self.kid} after {self.count} frames")
        if len(plaintext) > limits.SEALED_BYTES - HEADER_BYTES - TAG_BYTES:
            raise KeyMisuse(f"a message of {len(plaintext)} bytes")
        counter = self.count
        self.count += 1
        self._bytes += len(plaintext)
        return self._key.seal(counter, plaintext, self._metadata)


class Opener:
    """Opens what the other end says on one channel in one epoch, and goes only forward."""

    def __init__(self, base_key: bytes, kid: int, metadata: bytes) -> None:
        """Begin with the channel's base key, its key id, and what `metadata` gives for the session."""
        self._key = OpeningKey(base_key, kid)
        self._metadata = metadata
        self.kid = kid
        self.count = 0
        """The lowest counter that may still come: one above the last."""

    def open(self, sealed: bytes) -> Opened:
        """
        Open the next message and say how many before it are missing.

        Raises:
            SealedMalformed: The header cannot be read, or its counter lies beyond the life of a key.
            SealedTooLong: Longer than any sealed message.
            SealedForAnotherKey: The header names another key.
            SealedRepeated: A counter that came before, or was passed over.
            SealBroken: The seal does not hold. What was opened before stays counted, this one is not.
        """
        return self.open_at(read_header(sealed), sealed)

    def open_at(self, header: Header, sealed: bytes) -> Opened:
        """Open the next message, whose header was read already; raises as `open` does."""
        if header.counter >= limits.SFRAME_FRAMES:
            raise SealedMalformed("counter beyond the life of a key")
        if header.counter < self.count and header.kid == self.kid:
            raise SealedRepeated(f"counter {header.counter}, next is {self.count}")
        plaintext = self._key.open_at(header, sealed, self._metadata)
        gap = header.counter - self.count
        self.count = header.counter + 1
        return Opened(plaintext, header.counter, gap)
