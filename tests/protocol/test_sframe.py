"""Sealed messages: RFC 9605's vectors, counters that never come twice, and every way to meddle."""

from __future__ import annotations

import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from protocol import limits, sframe
from protocol.errors import (
    CATALOGUE,
    AttendedError,
    EpochWornOut,
    KeyMisuse,
    SealBroken,
    SealedForAnotherKey,
    SealedMalformed,
    SealedRepeated,
    SealedTooLong,
)
from protocol.sframe import Opener, OpeningKey, Sealer, SealingKey, read_header, write_header
from tests.support.vectors import load

VECTORS = load("sframe-rfc9605")
BASE = bytes(range(64))
SESSION = bytes(range(16))
ABOUT = sframe.metadata(SESSION)
KID = sframe.kid(3, 0, 1)

wide = st.integers(0, 2**64 - 1) | st.integers(0, 300)


def suite(number: int) -> dict[str, Any]:
    """Find one suite's vector, its hex read into bytes."""
    case = next(case for case in VECTORS["sframe"] if case["cipher_suite"] == number)
    return {name: bytes.fromhex(value) if isinstance(value, str) else value for name, value in case.items()}


def pair(kid: int = KID) -> tuple[Sealer, Opener]:
    """Give both ends of one channel."""
    return Sealer(BASE, kid, ABOUT), Opener(BASE, kid, ABOUT)


def ctr_hmac(
    keys: tuple[bytes, bytes], nonce: bytes, aad: bytes, plaintext: bytes, tag_bytes: int, hash_name: str
) -> bytes:
    """Seal by RFC 9605 4.5.1, written here a second time for the short-tag suites that we never use."""
    encryptor = Cipher(algorithms.AES(keys[0]), modes.CTR(nonce + bytes(4))).encryptor()
    box = encryptor.update(plaintext)
    sizes = b"".join(size.to_bytes(8, "big") for size in (len(aad), len(box), tag_bytes))
    return box + hmac.digest(keys[1], sizes + nonce + aad + box, hash_name)[:tag_bytes]


@pytest.mark.parametrize("case", VECTORS["header"], ids=lambda case: case["encoded"])
def test_the_rfc_s_headers_are_written_and_read(case: dict[str, Any]) -> None:
    """Every header of the RFC goes both ways."""
    encoded = bytes.fromhex(case["encoded"])
    assert write_header(case["kid"], case["ctr"]) == encoded
    assert read_header(encoded + bytes(16)) == (case["kid"], case["ctr"], len(encoded))


def test_the_rfc_s_suite_5_is_ours() -> None:
    """AES_256_GCM_SHA512_128 seals to the RFC's bytes and opens them."""
    case = suite(5)
    sealed = SealingKey(case["base_key"], case["kid"]).seal(case["ctr"], case["pt"], case["metadata"])
    assert sealed == case["ct"]
    assert OpeningKey(case["base_key"], case["kid"]).open(sealed, case["metadata"]) == case["pt"]
    assert case["aad"] == write_header(case["kid"], case["ctr"]) + case["metadata"]


def test_the_rfc_s_suite_4_has_the_same_frame() -> None:
    """With suite 4's shorter keys the same labels, nonce rule and header give the RFC's bytes."""
    case = suite(4)
    secret = hmac.digest(b"", case["base_key"], "sha256")
    assert secret == case["sframe_secret"]
    key = HKDFExpand(SHA256(), 16, case["sframe_key_label"]).derive(secret)
    salt = HKDFExpand(SHA256(), 12, case["sframe_salt_label"]).derive(secret)
    nonce = (int.from_bytes(salt, "big") ^ case["ctr"]).to_bytes(12, "big")
    assert (key, salt, nonce) == (case["sframe_key"], case["sframe_salt"], case["nonce"])
    header = write_header(case["kid"], case["ctr"])
    assert header + AESGCM(key).encrypt(nonce, case["pt"], header + case["metadata"]) == case["ct"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_rfc_s_short_tag_suites_differ_from_ours_in_the_cipher_alone(number: int) -> None:
    """Their vectors come out of our header and labels with the RFC's other cipher; and our opener refuses them."""
    case = suite(number)
    tag_bytes = {1: 10, 2: 8, 3: 4}[number]
    tail = case["kid"].to_bytes(8, "big") + number.to_bytes(2, "big")
    assert case["sframe_key_label"] == b"SFrame 1.0 Secret key " + tail
    assert case["sframe_salt_label"] == b"SFrame 1.0 Secret salt " + tail
    secret = hmac.digest(b"", case["base_key"], "sha256")
    key = HKDFExpand(SHA256(), 48, case["sframe_key_label"]).derive(secret)
    assert key == case["sframe_key"]
    header = write_header(case["kid"], case["ctr"])
    box = ctr_hmac((key[:16], key[16:]), case["nonce"], header + case["metadata"], case["pt"], tag_bytes, "sha256")
    assert header + box == case["ct"]
    with pytest.raises(SealBroken):
        OpeningKey(case["base_key"], case["kid"]).open(case["ct"], case["metadata"])


@pytest.mark.parametrize(
    "case", [*VECTORS["aes_ctr_hmac"], *VECTORS["aes_256_ctr_hmac"]], ids=lambda case: case["cipher_suite"]
)
def test_the_rfc_s_ctr_construction_is_reproduced(case: dict[str, Any]) -> None:
    """The second writing of the short-tag cipher, used above, is the RFC's."""
    value = {name: bytes.fromhex(text) for name, text in case.items() if isinstance(text, str)}
    tag_bytes = len(value["ct"]) - len(value["pt"])
    hash_name = "sha512" if len(value["auth_key"]) == 64 else "sha256"
    keys = (value["enc_key"], value["auth_key"])
    assert b"".join(keys) == value["key"]
    assert ctr_hmac(keys, value["nonce"], value["aad"], value["pt"], tag_bytes, hash_name) == value["ct"]


def test_suite_5_s_key_and_salt_are_derived_as_in_the_rfc() -> None:
    """Labels, secret, key and salt of suite 5, step by step."""
    case = suite(5)
    secret = hmac.digest(b"", case["base_key"], "sha512")
    assert secret == case["sframe_secret"]
    assert HKDFExpand(SHA512(), 32, case["sframe_key_label"]).derive(secret) == case["sframe_key"]
    assert HKDFExpand(SHA512(), 12, case["sframe_salt_label"]).derive(secret) == case["sframe_salt"]


@given(wide, wide)
def test_any_header_is_read_back(kid: int, counter: int) -> None:
    """Key ids and counters of up to 64 bits go both ways in at most 17 bytes."""
    header = write_header(kid, counter)
    assert len(header) <= sframe.HEADER_BYTES
    assert read_header(header + bytes(16)) == (kid, counter, len(header))


@given(st.binary(max_size=40))
def test_any_bytes_are_one_header_or_a_documented_error(data: bytes) -> None:
    """What can be read has one spelling: it is written back the same."""
    try:
        header = read_header(data)
    except (SealedMalformed, SealedTooLong):
        return
    assert data.startswith(write_header(header.kid, header.counter))


@pytest.mark.parametrize(
    "data", ["", "00", "0f", "f0", "08" + "07" + "00" * 16, "80" + "01" + "00" * 16, "09" + "00ff" + "00" * 16]
)
def test_a_header_cut_off_or_longer_than_it_needs_is_refused(data: str) -> None:
    """A number in more bytes than it needs would give one message two headers."""
    with pytest.raises(SealedMalformed):
        read_header(bytes.fromhex(data))


def test_a_key_id_names_epoch_direction_and_channel() -> None:
    """The parts come out as they went in, up to their bounds."""
    for parts in ((0, 0, 0), (1, 1, 3), (2**32 - 1, 1, 127)):
        assert sframe.place(sframe.kid(*parts)) == parts
    assert sframe.kid(1, 1, 3) == 0x183
    with pytest.raises(SealedMalformed):
        sframe.place(2**40)
    for parts in ((2**32, 0, 0), (0, 2, 0), (0, 0, 128), (-1, 0, 0)):
        with pytest.raises(KeyMisuse):
            sframe.kid(*parts)


def test_messages_arrive_in_their_order() -> None:
    """Counters go from 0 up by one, and no gap is reported where there is none."""
    sealer, opener = pair()
    for number in range(300):
        opened = opener.open(sealer.seal(b"%d" % number))
        assert opened == (b"%d" % number, number, 0)
    assert sealer.count == opener.count == 300


def test_a_sealer_says_whose_key_it_holds() -> None:
    """Where a message will go is known before it is sealed, and stands in its header."""
    sealer, _ = pair(sframe.kid(7, 1, 3))
    assert sealer.place == (7, 1, 3) == sframe.place(read_header(sealer.seal(b"words")).kid)


def test_a_gap_is_told() -> None:
    """Messages that never arrived are counted."""
    sealer, opener = pair()
    sealed = [sealer.seal(b"x") for _ in range(6)]
    assert opener.open(sealed[2]).gap == 2
    assert opener.open(sealed[5]).gap == 2


def test_a_repeated_or_late_message_is_refused() -> None:
    """Nothing comes twice, and nothing after a later one."""
    sealer, opener = pair()
    sealed = [sealer.seal(b"x") for _ in range(3)]
    opener.open(sealed[1])
    for late in sealed[:2]:
        with pytest.raises(SealedRepeated):
            opener.open(late)
    assert opener.open(sealed[2]).gap == 0


@given(st.binary(max_size=60), st.data())
def test_a_flipped_bit_never_opens(plaintext: bytes, data: st.DataObject) -> None:
    """Whichever bit is changed, header or box, nothing is opened and the right message still opens after it."""
    sealer, opener = pair()
    sealed = sealer.seal(plaintext)
    bad = bytearray(sealed)
    bad[data.draw(st.integers(0, len(bad) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((SealBroken, SealedForAnotherKey, SealedMalformed)):
        opener.open(bytes(bad))
    assert opener.open(sealed).plaintext == plaintext


@given(st.binary(max_size=80))
def test_any_bytes_open_to_a_documented_error(data: bytes) -> None:
    """Nothing that was not sealed with the key opens, and the opener goes on."""
    opener = pair()[1]
    with pytest.raises(AttendedError) as refused:
        opener.open(data)
    assert refused.value.code in CATALOGUE
    assert opener.count == 0


def test_a_message_moved_elsewhere_does_not_open() -> None:
    """Another epoch, direction, channel, session or key refuses it."""
    sealed = pair()[0].seal(b"x")
    for kid in (sframe.kid(4, 0, 1), sframe.kid(3, 1, 1), sframe.kid(3, 0, 2)):
        with pytest.raises(SealedForAnotherKey):
            Opener(BASE, kid, ABOUT).open(sealed)
    with pytest.raises(SealBroken):
        Opener(BASE, KID, sframe.metadata(bytes(16))).open(sealed)
    with pytest.raises(SealBroken):
        Opener(bytes(64), KID, ABOUT).open(sealed)


def test_a_relabelled_message_does_not_open() -> None:
    """With its header rewritten to the key it came to, the seal does not hold: the key id is in key and seal."""
    sealed = pair()[0].seal(b"x")
    other = sframe.kid(4, 0, 1)
    moved = write_header(other, 0) + sealed[read_header(sealed).length :]
    with pytest.raises(SealBroken):
        Opener(BASE, other, ABOUT).open(moved)


def test_a_key_wears_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven eighths through, a new epoch is due; at the end the key seals nothing more."""
    monkeypatch.setattr(limits, "SFRAME_FRAMES", 16)
    sealer, opener = pair()
    sealed = []
    for number in range(16):
        assert sealer.worn == (number >= 14)
        sealed.append(sealer.seal(b"x"))
    with pytest.raises(EpochWornOut):
        sealer.seal(b"x")
    assert sealer.count == 16
    beyond = SealingKey(BASE, KID).seal(16, b"x", ABOUT)
    assert opener.open(sealed[-1]).counter == 15
    with pytest.raises(SealedMalformed):
        opener.open(beyond)


def test_a_key_wears_out_by_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key's bytes are bounded as its frames are."""
    monkeypatch.setattr(limits, "SFRAME_KEY_BYTES", 80)
    sealer = pair()[0]
    sealer.seal(bytes(70))
    assert sealer.worn
    with pytest.raises(EpochWornOut):
        sealer.seal(bytes(11))


def test_a_message_too_long_uses_no_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """What may not be sent is refused before a counter is spent, and not read at the other end either."""
    monkeypatch.setattr(limits, "SEALED_BYTES", 100)
    sealer, opener = pair()
    with pytest.raises(KeyMisuse):
        sealer.seal(bytes(68))
    assert sealer.count == 0
    with pytest.raises(SealedTooLong):
        opener.open(bytes(101))
    assert len(opener.open(sealer.seal(bytes(67))).plaintext) == 67
