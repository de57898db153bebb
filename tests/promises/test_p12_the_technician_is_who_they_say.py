"""Promise 12: the technician is who the organisation says, trained, in date, and holds the key that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consent.errors import AttendedError
from consent.jws import SigningKey, sha256_of, sign
from consent.organisation import DirectoryEntry, PersonRole
from protocol.errors import CATALOGUE
from protocol.events import Paired
from protocol.messages.control import TechnicianProof
from protocol.technician import prove_technician, verify_technician
from tests.support.consent_scene import DAY, DIRECTORY_KEY, NOW, TECHNICIAN_KEY, a_directory, a_jwk, a_key, an_entry
from tests.support.pair import Pair

THIEF = a_key("thief")


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Give a pairing whose technician named an entry."""
    return Pair().paired()


def judged(pair: Pair, entry: str, key: SigningKey = TECHNICIAN_KEY, at: int = NOW, **of_proof: Any) -> DirectoryEntry:  # noqa: ANN401
    """Have the desk judge an entry that the pairing named, and a proof of holding its key."""
    paired = pair.agent_outcome
    assert isinstance(paired, Paired)
    paired = replace(paired, entry_sha256=sha256_of(entry))
    proof = prove_technician(entry, paired.transcript, key)
    return verify_technician(TechnicianProof.model_validate({**dict(proof), **of_proof}), paired, a_directory(), at)


def test_the_true_technician_is_accepted(pair: Pair) -> None:
    """The entry that was named in the pairing, with its key, in date: without this the rest says nothing."""
    assert judged(pair, pair.entry).name == "Ana Weber"


@pytest.mark.parametrize(
    "change",
    [
        {"jwk": a_jwk(THIEF), "sub": THIEF.verify_key.thumbprint},
        {"trained_until": "2026-02-28"},
        {"exp": NOW - 91, "iat": NOW - DAY},
        {"iat": NOW + DAY + 60, "exp": NOW + DAY + 7200},
        {"domain": "evil.example"},
        {"role": PersonRole.REVIEWER},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_other_entry_is_refused(pair: Pair, change: dict[str, Any]) -> None:
    """Re-keyed, untrained, out of date, of the future, of another domain or role: no question is shown."""
    with pytest.raises(AttendedError) as refused:
        judged(pair, sign(an_entry(**change), DIRECTORY_KEY))
    assert refused.value.code in CATALOGUE


def test_an_entry_that_the_pairing_did_not_name_is_refused(pair: Pair) -> None:
    """Another name under the same key, put in after the pairing, is not the one that was bound."""
    paired = pair.agent_outcome
    assert isinstance(paired, Paired)
    renamed = sign(an_entry(name="Somebody Else"), DIRECTORY_KEY)
    with pytest.raises(AttendedError):
        verify_technician(prove_technician(renamed, paired.transcript, TECHNICIAN_KEY), paired, a_directory(), NOW)


def test_an_entry_without_its_key_is_worth_nothing(pair: Pair) -> None:
    """Whoever replays Ana's entry, relay or thief, cannot sign this pairing's transcript."""
    with pytest.raises(AttendedError):
        judged(pair, pair.entry, THIEF)


def test_a_proof_of_another_pairing_is_worth_nothing(pair: Pair) -> None:
    """A signature that Ana made in one session does not open another."""
    other = Pair(seed=9).paired().agent_outcome
    assert isinstance(other, Paired)
    stolen = prove_technician(pair.entry, other.transcript, TECHNICIAN_KEY).signature
    with pytest.raises(AttendedError):
        judged(pair, pair.entry, signature=stolen)


def test_an_entry_signed_by_anybody_else_is_refused(pair: Pair) -> None:
    """Neither a thief's key nor Ana's own makes an entry."""
    for key in (THIEF, TECHNICIAN_KEY):
        with pytest.raises(AttendedError):
            judged(pair, sign(an_entry(iss=key.verify_key.thumbprint), key))


def test_an_entry_that_was_good_is_refused_when_its_day_is_over(pair: Pair) -> None:
    """The same entry and key, a day later."""
    with pytest.raises(AttendedError):
        judged(pair, pair.entry, at=NOW + DAY)
