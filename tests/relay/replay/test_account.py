"""What a recording says of its session, from its entries alone."""

from dataclasses import replace

import pytest

from consent.jws import sha256_of
from protocol.errors import EntryOutOfPlace, RulesWrong
from protocol.recording import Kind
from relay.replay.account import Account
from tests.support.consent_scene import ORGANISATION_KEY, TECHNICIAN_KEY
from tests.support.recorded_session import RecordedSession


def fed(made: RecordedSession) -> Account:
    """Feed an account with the whole session."""
    account = Account()
    for entry in made.entries:
        account.take(entry)
    return account


def test_a_whole_session_has_no_fault(made: RecordedSession) -> None:
    """Pairing, documents, statements and end are found, and the root is the session's."""
    account = fed(made)
    assert (account.faults, account.unexplained(), account.unconfirmed()) == ({}, [], [])
    assert account.tree.root() == made.tree.root()
    assert account.ended
    assert len(account.finals) == 2
    assert list(account.violations()) == []


def test_the_rules_are_judged_by_the_organisations_key(made: RecordedSession) -> None:
    """Under its key they hold, under another they do not; without one they are only named."""
    account = fed(made)
    assert account.rules(ORGANISATION_KEY.verify_key)[1] == sha256_of(made.policy)
    assert account.rules(None)[0].domain == made.scene.policy.domain
    with pytest.raises(RulesWrong):
        account.rules(TECHNICIAN_KEY.verify_key)


def test_a_changed_document_is_the_first_fault(made: RecordedSession) -> None:
    """The fault names the entry, and the rest is still looked at."""
    account = Account()
    at = next(entry.index for entry in made.entries if entry.kind is Kind.DOCUMENT)
    for entry in made.entries:
        body = entry.body[:-1] + (b"A" if entry.body[-1:] != b"A" else b"B")
        account.take(replace(entry, body=body) if entry.index == at else entry)
    assert account.faults["documents"].entry == at
    assert account.tree.entries == len(made.entries)


def test_an_entry_out_of_its_place_is_not_taken(made: RecordedSession) -> None:
    """Indices leave no room for a missing or repeated entry."""
    account = Account()
    account.take(made.entries[0])
    with pytest.raises(EntryOutOfPlace):
        account.take(made.entries[2])
