"""
A group's secret, wrapped for one reader: HPKE (RFC 9180) base mode, single shot.

Suite: KEM MLKEM768-X25519 (0x647a, draft-ietf-hpke-pq-04, the same bytes as X-Wing), HKDF-SHA256, AES-256-GCM.
A wrap of a 32-byte secret has 1,168 bytes. Recordings lie for years: the hybrid KEM holds against a quantum computer
that somebody may build meanwhile.

A reader's private key is its 32-byte seed. Base mode does not say who wrapped: the key list, signed by the desk,
holds the hash of every wrap. The crypto library draws the wrap's own randomness; it cannot be handed in.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from consent.encoding import b64u
from protocol import limits
from protocol.cpace import lv_cat
from protocol.errors import BadReaderKey, NoHybridWrap, WrapBroken

SUITE = "hpke-647a-0001-0002"
"""Stored beside every wrap (KEM, KDF and AEAD ids of IANA's HPKE registry), so that it can be wrapped anew one day."""

SEED_BYTES = 32
PUBLIC_BYTES = 1216
_MLKEM_SEED_BYTES = 64
_MLKEM_PUBLIC_BYTES = 1184


def can_wrap() -> bool:
    """Say whether the linked crypto library has the KEM; older ones of a distribution do not."""
    try:
        _private_key(bytes(SEED_BYTES)).public_key()
    except NoHybridWrap:
        return False
    return True


def reader_public(seed: bytes) -> bytes:
    """
    Give the 1,216-byte public key of a reader's 32-byte seed: ML-KEM-768's, then X25519's.

    Raises:
        BadReaderKey: A seed of another length.
        NoHybridWrap: The crypto library lacks the KEM.
    """
    mlkem, x25519 = _halves(seed)
    return mlkem.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) + x25519.public_key().public_bytes_raw()


def reader_id(public: bytes) -> str:
    """Name a reader by their public key: base64url of its SHA-256."""
    return b64u(hashlib.sha256(public).digest())


def wrap_info(session: bytes, epoch: int, group: str, reader: str) -> bytes:
    """
    Say what a wrap is for; it opens for nothing else.

    `session` is the id's 16 bytes, `group` a reading group, `reader` what `reader_id` gives.
    """
    return lv_cat(b"attended/1 wrap", session, epoch.to_bytes(4, "big"), group.encode(), reader.encode())


def wrap(secret: bytes, public: bytes, info: bytes) -> bytes:
    """
    Wrap a secret for the reader with this public key.

    Raises:
        BadReaderKey: Not a public key.
        NoHybridWrap: The crypto library lacks the KEM.
    """
    key = _public_key(public)
    try:
        return _suite().encrypt(secret, key, info)
    except ValueError:
        raise BadReaderKey("its X25519 half has low order") from None


def unwrap(wrapped: bytes, seed: bytes, info: bytes) -> bytes:
    """
    Open a wrap with the reader's seed.

    Raises:
        BadReaderKey: A seed of another length.
        WrapBroken: Made for another reader, session, epoch or group, or damaged.
        NoHybridWrap: The crypto library lacks the KEM.
    """
    key = _private_key(seed)
    if len(wrapped) > limits.WRAPPED_BYTES:
        raise WrapBroken(f"{len(wrapped)} bytes")
    try:
        return _suite().decrypt(wrapped, key, info)
    except (InvalidTag, ValueError):
        raise WrapBroken from None


def _suite() -> hpke.Suite:
    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise BadReaderKey(f"a seed of {len(seed)} bytes")
    expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED_BYTES + 32)
    try:
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES])
    except UnsupportedAlgorithm:
        raise NoHybridWrap from None
    return mlkem, X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:])


def _private_key(seed: bytes) -> hpke.MLKEM768X25519PrivateKey:
    return hpke.MLKEM768X25519PrivateKey(*_halves(seed))


def _public_key(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise BadReaderKey(f"a public key of {len(public)} bytes")
    try:
        mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES])
    except UnsupportedAlgorithm:
        raise NoHybridWrap from None
    except ValueError:
        raise BadReaderKey("not an ML-KEM-768 key") from None
    return hpke.MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]))
