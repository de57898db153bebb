"""
The key schedule: which secret every key comes from, and by which label.

    ISK (CPace, 64)
    └─ session secret (64)        salt: SHA-512 of the pairing's transcript     "attended/1 session"
       ├─ resume key (64)                                                        "attended/1 resume"
       ├─ verifier (4 digits)                                                    "attended/1 verifier"
       └─ channel 0, per epoch and direction (64)                                "attended/1 channel" ‖ place ‖ nonces
    group secret (32, random, one per epoch and reading group)
    └─ channels 1 to 8, per epoch and direction (64)   salt: session id          "attended/1 channel" ‖ place

`place` is the epoch in 4 bytes, the direction in 1 and the channel in 1, big-endian. All of it is HKDF (RFC 5869)
with SHA-512. Two keys never share a label, and no key serves two directions.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final, Literal, NewType, overload

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from protocol import limits
from protocol.cpace import Isk
from protocol.errors import KeyMisuse

SessionSecret = NewType("SessionSecret", bytes)
"""64 bytes that only the two ends of a pairing hold."""
ResumeKey = NewType("ResumeKey", bytes)
"""64 bytes that prove both ends to each other after a lost line."""
GroupSecret = NewType("GroupSecret", bytes)
"""32 random bytes of one epoch and reading group; the readers get it wrapped."""
ToConsoleKey = NewType("ToConsoleKey", bytes)
"""64 bytes: seals what the agent says, to the technician or to the recording; never what it hears."""
ToAgentKey = NewType("ToAgentKey", bytes)
"""64 bytes: seals what the technician says."""

FROM_AGENT: Final = 0
FROM_TECHNICIAN: Final = 1
Direction = Literal[0, 1]
Role = Literal["agent", "technician"]

GROUP_SECRET_BYTES = 32
SESSION_ID_BYTES = 16
_KEY_BYTES = 64
_NONCES_BYTES = 64


def session_secret(isk: Isk, transcript: bytes) -> SessionSecret:
    """Derive the pairing's root from CPace's key and its `transcript_ir`."""
    salt = hashlib.sha512(transcript).digest()
    return SessionSecret(HKDF(SHA512(), _KEY_BYTES, salt, b"attended/1 session").derive(isk))


def resume_key(secret: SessionSecret) -> ResumeKey:
    """Derive the key under which both ends prove themselves after a lost line."""
    return ResumeKey(_expand(secret, b"attended/1 resume", _KEY_BYTES))


def resume_mac(key: ResumeKey, role: Role, nonces: bytes, epoch: int) -> bytes:
    """
    Give the 64-byte proof that one end shows the other when a line is back.

    `nonces` are the technician's 32 bytes followed by the agent's 32; `epoch` is the one that the resume opens.
    """
    _bounded(len(nonces) == _NONCES_BYTES and 0 <= epoch < limits.EPOCHS, "nonces or epoch of a resume")
    return hmac.digest(key, role.encode() + b"\0" + nonces + epoch.to_bytes(4, "big"), "sha512")


def verifier_digits(secret: SessionSecret) -> str:
    """Give 4 digits that both people may compare aloud: equal at both ends unless somebody sits between."""
    return f"{int.from_bytes(_expand(secret, b'attended/1 verifier', 8), 'big') % 10_000:04}"


@overload
def channel0(secret: SessionSecret, epoch: int, direction: Literal[0], nonces: bytes = b"") -> ToConsoleKey: ...
@overload
def channel0(secret: SessionSecret, epoch: int, direction: Literal[1], nonces: bytes = b"") -> ToAgentKey: ...
def channel0(secret: SessionSecret, epoch: int, direction: Direction, nonces: bytes = b"") -> ToConsoleKey | ToAgentKey:
    """
    Derive channel 0's base key: for epoch 0 without nonces, for an epoch opened by a resume with its 64 bytes.

    Raises:
        KeyMisuse: An epoch, direction or length of nonces that cannot be.
    """
    _bounded(len(nonces) == (_NONCES_BYTES if epoch else 0), "nonces of another length than the epoch needs")
    return _keyed(_expand(secret, _label(epoch, direction, 0) + nonces, _KEY_BYTES), direction)


@overload
def channel_key(
    secret: GroupSecret, session: bytes, epoch: int, direction: Literal[0], channel: int
) -> ToConsoleKey: ...
@overload
def channel_key(secret: GroupSecret, session: bytes, epoch: int, direction: Literal[1], channel: int) -> ToAgentKey: ...
def channel_key(
    secret: GroupSecret, session: bytes, epoch: int, direction: Direction, channel: int
) -> ToConsoleKey | ToAgentKey:
    """
    Derive the base key of one channel, direction and epoch from its group's secret; `session` is the id's 16 bytes.

    Raises:
        KeyMisuse: Channel 0 (it has no group), or a length or number that cannot be.
    """
    _bounded(len(secret) == GROUP_SECRET_BYTES and len(session) == SESSION_ID_BYTES, "length of secret or session id")
    _bounded(channel > 0, "channel 0 is keyed from the pairing")
    derived = HKDF(SHA512(), _KEY_BYTES, session, _label(epoch, direction, channel)).derive(secret)
    return _keyed(derived, direction)


def commitment(salt: bytes, text: str) -> bytes:
    """Commit to words without telling them: HMAC-SHA-256 under 32 random bytes. Deleting the salt unties the words."""
    _bounded(len(salt) == 32, "a salt has 32 bytes")  # noqa: PLR2004 - said in the sentence
    return hmac.digest(salt, text.encode("utf-8"), "sha256")


def _label(epoch: int, direction: int, channel: int) -> bytes:
    _bounded(0 <= epoch < limits.EPOCHS and direction in (0, 1) and 0 <= channel < limits.CHANNELS, "place of a key")
    return b"attended/1 channel" + epoch.to_bytes(4, "big") + bytes((direction, channel))


def _keyed(key: bytes, direction: Direction) -> ToConsoleKey | ToAgentKey:
    return ToConsoleKey(key) if direction == FROM_AGENT else ToAgentKey(key)


def _expand(secret: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(SHA512(), length, info).derive(secret)


def _bounded(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence at every call
    if not holds:
        raise KeyMisuse(what)
