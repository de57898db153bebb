"""The key schedule: fixed values, and no two keys alike."""

from __future__ import annotations

import itertools
from typing import Any, cast

import pytest

from protocol import keys, limits
from protocol.cpace import Isk
from protocol.errors import KeyMisuse
from protocol.keys import Direction, GroupSecret, SessionSecret
from tests.support.vectors import load

VECTORS = load("key-schedule")
SECRET = SessionSecret(bytes.fromhex(VECTORS["session_secret"]))
GROUP = GroupSecret(bytes.fromhex(VECTORS["group_secret"]))
SESSION = bytes.fromhex(VECTORS["session"])
NONCES = bytes.fromhex(VECTORS["nonces"])


def test_the_pairing_s_keys_have_their_fixed_values() -> None:
    """Session secret, resume key and verifier are what HMAC alone gives."""
    secret = keys.session_secret(Isk(bytes.fromhex(VECTORS["isk"])), bytes.fromhex(VECTORS["transcript"]))
    assert secret == SECRET
    assert keys.resume_key(SECRET).hex() == VECTORS["resume_key"]
    assert keys.verifier_digits(SECRET) == VECTORS["verifier_digits"]


@pytest.mark.parametrize("case", VECTORS["channel0"])
def test_channel_0_s_keys_have_their_fixed_values(case: dict[str, Any]) -> None:
    """Channel 0 comes from the pairing, and after a resume from both nonces as well."""
    derived = keys.channel0(SECRET, case["epoch"], case["direction"], bytes.fromhex(case["nonces"]))
    assert derived.hex() == case["key"]


@pytest.mark.parametrize("case", VECTORS["channels"])
def test_the_channels_keys_have_their_fixed_values(case: dict[str, Any]) -> None:
    """All other channels come from their group's secret."""
    derived = keys.channel_key(GROUP, SESSION, case["epoch"], case["direction"], case["channel"])
    assert derived.hex() == case["key"]


@pytest.mark.parametrize("case", VECTORS["resume_macs"])
def test_the_proofs_of_a_resume_have_their_fixed_values(case: dict[str, Any]) -> None:
    """Each role proves itself over both nonces and the new epoch."""
    proof = keys.resume_mac(keys.resume_key(SECRET), case["role"], NONCES, case["epoch"])
    assert proof.hex() == case["mac"]


@pytest.mark.parametrize("case", VECTORS["commitments"])
def test_commitments_have_their_fixed_values(case: dict[str, str]) -> None:
    """Words are committed to as UTF-8 under the salt."""
    assert keys.commitment(bytes.fromhex(case["salt"]), case["text"]).hex() == case["commitment"]


def test_no_two_keys_are_alike() -> None:
    """Every epoch, direction, channel, session and nonce has keys of its own."""
    directions: tuple[Direction, Direction] = (0, 1)
    places = list(itertools.product((1, 2), directions, (1, 2, 8)))
    derived = [keys.channel_key(GROUP, SESSION, epoch, direction, channel) for epoch, direction, channel in places]
    derived += [keys.channel_key(GROUP, bytes(16), 1, 0, 1), keys.channel_key(GroupSecret(bytes(32)), SESSION, 1, 0, 1)]
    roots = [keys.channel0(SECRET, 0, 0), keys.channel0(SECRET, 0, 1)]
    roots += [
        keys.channel0(SECRET, 1, 0, NONCES),
        keys.channel0(SECRET, 1, 0, bytes(64)),
        keys.channel0(SECRET, 2, 0, NONCES),
    ]
    everything = [*derived, *roots, keys.resume_key(SECRET), bytes(SECRET)]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize(
    ("epoch", "direction", "channel"),
    [(-1, 0, 1), (limits.EPOCHS, 0, 1), (1, 2, 1), (1, -1, 1), (1, 0, 0), (1, 0, limits.CHANNELS), (1, 0, -1)],
)
def test_no_key_is_made_for_a_place_that_cannot_be(epoch: int, direction: int, channel: int) -> None:
    """Numbers outside their bounds raise before anything is derived."""
    with pytest.raises(KeyMisuse):
        keys.channel_key(GROUP, SESSION, epoch, cast("Direction", direction), channel)


def test_lengths_are_held() -> None:
    """Short secrets, session ids, nonces and salts are refused."""
    with pytest.raises(KeyMisuse):
        keys.channel_key(GroupSecret(bytes(31)), SESSION, 1, 0, 1)
    with pytest.raises(KeyMisuse):
        keys.channel_key(GROUP, bytes(22), 1, 0, 1)
    with pytest.raises(KeyMisuse):
        keys.channel0(SECRET, 1, 0)
    with pytest.raises(KeyMisuse):
        keys.channel0(SECRET, 0, 0, NONCES)
    with pytest.raises(KeyMisuse):
        keys.resume_mac(keys.resume_key(SECRET), "agent", bytes(63), 1)
    with pytest.raises(KeyMisuse):
        keys.commitment(bytes(16), "words")
