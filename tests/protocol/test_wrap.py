"""Wrapped secrets: the published HPKE vectors, and a wrap that opens for one reader and purpose alone."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol import limits, wrap
from protocol.errors import AttendedError, BadReaderKey, NoHybridWrap, WrapBroken
from tests.support.vectors import load

CLASSIC = load("hpke-rfc9180-x25519-base")["vectors"]
HYBRID = load("hpke-pq-mlkem768-x25519")["vectors"]
KDFS = {1: hpke.KDF.HKDF_SHA256, 3: hpke.KDF.HKDF_SHA512}
AEADS = {1: hpke.AEAD.AES_128_GCM, 2: hpke.AEAD.AES_256_GCM, 3: hpke.AEAD.CHACHA20_POLY1305}

SECRET = bytes(range(32))
SEED = bytes(range(100, 132))
PUBLIC = wrap.reader_public(SEED)
READER = wrap.reader_id(PUBLIC)
SESSION = bytes(range(16))
INFO = wrap.wrap_info(SESSION, 7, "view", READER)


def first(case: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    """Give the first encryption's single-shot form, its AAD and its plaintext."""
    one = case["encryptions"][0]
    return bytes.fromhex(case["enc"] + one["ct"]), bytes.fromhex(one["aad"]), bytes.fromhex(one["pt"])


@pytest.mark.parametrize("case", CLASSIC, ids=lambda case: f"kdf{case['kdf_id']}-aead{case['aead_id']}")
def test_the_library_opens_rfc_9180_s_vectors(case: dict[str, Any]) -> None:
    """The linked HPKE is RFC 9180's; the vectors carry an AAD, which only the library's private function takes."""
    sealed, aad, plaintext = first(case)
    suite = hpke.Suite(hpke.KEM.X25519, KDFS[case["kdf_id"]], AEADS[case["aead_id"]])
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["skRm"]))
    assert key.public_key().public_bytes_raw().hex() == case["pkRm"]
    assert openssl.hpke._decrypt_with_aad(suite, sealed, key, bytes.fromhex(case["info"]), aad) == plaintext


@pytest.mark.parametrize("case", HYBRID, ids=lambda case: f"kdf{case['kdf_id']}-aead{case['aead_id']}")
def test_a_reader_s_seed_expands_as_in_the_hybrid_s_vectors(case: dict[str, Any]) -> None:
    """A 32-byte seed gives the draft's public key, and opens what was sealed for it."""
    seed = bytes.fromhex(case["skRm"])
    assert wrap.reader_public(seed).hex() == case["pkRm"]
    sealed, aad, plaintext = first(case)
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, KDFS[case["kdf_id"]], AEADS[case["aead_id"]])
    key = wrap._private_key(seed)
    assert openssl.hpke._decrypt_with_aad(suite, sealed, key, bytes.fromhex(case["info"]), aad) == plaintext


def test_a_wrap_opens_for_its_reader() -> None:
    """A secret comes back whole, and its wrap is as long as was promised."""
    wrapped = wrap.wrap(SECRET, PUBLIC, INFO)
    assert len(wrapped) == 1168 <= limits.WRAPPED_BYTES
    assert len(PUBLIC) == wrap.PUBLIC_BYTES
    assert wrap.unwrap(wrapped, SEED, INFO) == SECRET
    assert wrap.wrap(SECRET, PUBLIC, INFO) != wrapped


@pytest.mark.parametrize(
    "other",
    [
        wrap.wrap_info(bytes(16), 7, "view", READER),
        wrap.wrap_info(SESSION, 8, "view", READER),
        wrap.wrap_info(SESSION, 7, "keys", READER),
        wrap.wrap_info(SESSION, 7, "view", wrap.reader_id(b"")),
        b"",
    ],
    ids=["session", "epoch", "group", "reader", "nothing"],
)
def test_a_wrap_opens_for_nothing_else(other: bytes) -> None:
    """Moved to another session, epoch, group or reader, a wrap stays shut."""
    wrapped = wrap.wrap(SECRET, PUBLIC, INFO)
    with pytest.raises(WrapBroken):
        wrap.unwrap(wrapped, SEED, other)


def test_another_reader_cannot_open_it() -> None:
    """Only the reader whose key it was made for opens a wrap."""
    with pytest.raises(WrapBroken):
        wrap.unwrap(wrap.wrap(SECRET, PUBLIC, INFO), bytes(32), INFO)


@settings(max_examples=30)
@given(st.binary(max_size=64) | st.binary(min_size=1168, max_size=1168) | st.just(bytes(limits.WRAPPED_BYTES + 1)))
def test_any_bytes_are_no_wrap(wrapped: bytes) -> None:
    """Whatever lies where a wrap should, a documented error comes of it."""
    with pytest.raises(AttendedError) as refused:
        wrap.unwrap(wrapped, SEED, INFO)
    assert isinstance(refused.value, WrapBroken)


@pytest.mark.parametrize(
    "public",
    [b"", PUBLIC[:-1], PUBLIC + b"\0", b"\xff" * 1216, PUBLIC[:1184] + bytes(32)],
    ids=["empty", "short", "long", "no ML-KEM key", "low order"],
)
def test_what_is_no_reader_key_is_refused(public: bytes) -> None:
    """A damaged public key is named before anything is wrapped for nobody."""
    with pytest.raises(BadReaderKey):
        wrap.wrap(SECRET, public, INFO)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(64)])
def test_a_seed_has_32_bytes(seed: bytes) -> None:
    """A damaged private key is named as one."""
    with pytest.raises(BadReaderKey):
        wrap.reader_public(seed)
    with pytest.raises(BadReaderKey):
        wrap.unwrap(bytes(1168), seed, INFO)


def test_a_library_without_the_kem_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over an older OpenSSL the probe says no, and every use says which package helps."""
    assert wrap.can_wrap()

    monkeypatch.setattr(wrap, "MLKEM768PrivateKey", _Lacking)
    monkeypatch.setattr(wrap, "MLKEM768PublicKey", _Lacking)
    assert not wrap.can_wrap()
    with pytest.raises(NoHybridWrap):
        wrap.reader_public(SEED)
    with pytest.raises(NoHybridWrap):
        wrap.wrap(SECRET, PUBLIC, INFO)


class _Lacking:
    """What a library over an older OpenSSL has in place of ML-KEM."""

    @staticmethod
    def from_seed_bytes(_: bytes) -> NoReturn:
        raise UnsupportedAlgorithm("ML-KEM-768 is not supported")

    from_public_bytes = from_seed_bytes
