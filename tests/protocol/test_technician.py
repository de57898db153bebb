from __future__ import annotations

import pytest

from consent.encoding import b64u
from consent.errors import EntryOutOfDate, EntryWrong
from consent.jws import sha256_of, sign
from protocol.errors import TechnicianNotProven
from protocol.events import Paired
from protocol.messages.control import TechnicianProof
from protocol.technician import proof_bytes, prove_technician, verify_technician
from tests.support.consent_scene import (
    DAY,
    DIRECTORY_KEY,
    NOW,
    TECHNICIAN_KEY,
    a_directory,
    a_jwk,
    a_key,
    an_entry,
)
from tests.support.pair import Pair

OTHER = a_key("other technician")


def _paired(seed: int = 1) -> tuple[Pair, Paired]:
    pair = Pair(seed=seed).run_pairing()
    outcome = pair.agent_outcome
    assert isinstance(outcome, Paired)
    return pair, outcome


def test_the_technician_of_the_entry_is_believed() -> None:
    """Entry, key and signature belong together: the agent knows a name now."""
    pair, paired = _paired()
    proof = prove_technician(pair.entry, paired.transcript, TECHNICIAN_KEY)
    assert verify_technician(proof, paired, a_directory(), NOW).name == "Ana Weber"


def test_an_entry_without_its_key_proves_nothing() -> None:
    """A relay that replays somebody's entry cannot sign with the key it names."""
    pair, paired = _paired()
    with pytest.raises(TechnicianNotProven):
        verify_technician(prove_technician(pair.entry, paired.transcript, OTHER), paired, a_directory(), NOW)


def test_the_entry_must_be_the_one_the_pairing_bound() -> None:
    """A second entry, however valid, is not the one that both ends paired over."""
    _, paired = _paired()
    entry = sign(an_entry(name="Somebody Else"), DIRECTORY_KEY)
    with pytest.raises(TechnicianNotProven):
        verify_technician(prove_technician(entry, paired.transcript, TECHNICIAN_KEY), paired, a_directory(), NOW)


def test_the_entry_must_be_about_the_key_of_the_pairing() -> None:
    """Whoever pairs with one key and shows the entry of another is refused."""
    entry = sign(an_entry(sub=OTHER.verify_key.thumbprint, jwk=a_jwk(OTHER)), DIRECTORY_KEY)
    pair = Pair()
    pair.console_pairing.entry_sha256 = sha256_of(entry)
    paired = pair.run_pairing().agent_outcome
    assert isinstance(paired, Paired)
    with pytest.raises(TechnicianNotProven):
        verify_technician(prove_technician(entry, paired.transcript, OTHER), paired, a_directory(), NOW)


def test_a_signature_of_another_pairing_is_refused() -> None:
    """The signature covers this run's transcript and no other."""
    pair, paired = _paired()
    _, other = _paired(seed=2)
    with pytest.raises(TechnicianNotProven):
        verify_technician(prove_technician(pair.entry, other.transcript, TECHNICIAN_KEY), paired, a_directory(), NOW)


def test_an_entry_of_yesterday_or_of_another_organisation_is_refused() -> None:
    """The organisation vouches for a day at most, and only with its own directory key."""
    pair, paired = _paired()
    proof = prove_technician(pair.entry, paired.transcript, TECHNICIAN_KEY)
    with pytest.raises(EntryOutOfDate):
        verify_technician(proof, paired, a_directory(), NOW + 2 * DAY)
    with pytest.raises(EntryWrong):
        verify_technician(proof, paired, a_directory(jwk=a_jwk(OTHER)), NOW)


def test_what_is_signed_is_labelled() -> None:
    """The signature can be used for nothing else, and nothing else for it."""
    _, paired = _paired()
    assert proof_bytes(paired.transcript).startswith(b"attended/1 technician\0")
    bare = TechnicianProof(entry="e30.e30.AAAA", signature=b64u(TECHNICIAN_KEY.sign(paired.transcript)))
    with pytest.raises(TechnicianNotProven):
        verify_technician(bare, paired, a_directory(), NOW)
