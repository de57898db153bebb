"""What a log says of one session."""

from __future__ import annotations

import pytest

from protocol.errors import DocumentNotLogged, NoteMalformed, NotInThisLog, TreeShrank
from relay.replay.case import Case
from relay.replay.logfacts import checkpoint_in, closing_of, demand_documents_logged
from tests.support.recorded_session import SALT, RecordedSession


def test_a_sessions_entries_are_found(case: Case, made: RecordedSession) -> None:
    """Opened, two yeses with their keys, their end, and the closing."""
    assert case.log is not None
    kinds = [facts["kind"] for _, _, facts in case.log.of_session(made.session)]
    assert kinds == ["session-opened", *["grant", "key-list"] * 2, "withdrawal", "session-closed"]
    assert case.log.of_session("another") == []
    assert len(case.log.policies()) == 1


def test_recording_and_log_name_the_same_documents(case: Case) -> None:
    """With the salt each one by its hash; a missing one, and one too many, are named."""
    documents = case.account.documents
    assert demand_documents_logged(documents, case.facts, SALT) == "5 documents"
    assert demand_documents_logged(documents, case.facts, None) == "5 documents"
    with pytest.raises(DocumentNotLogged):
        demand_documents_logged(documents, case.facts, bytes(32))
    without = [held for held in case.facts if held[2]["kind"] != "withdrawal"]
    with pytest.raises(DocumentNotLogged, match="not in the log"):
        demand_documents_logged(documents, without, None)
    with pytest.raises(DocumentNotLogged, match="not in the recording"):
        demand_documents_logged(documents[:-4], case.facts, SALT)


def test_a_session_is_closed_once(case: Case) -> None:
    """None before its end; two closings are one too many."""
    closing = closing_of(case.facts)
    assert closing is not None
    assert closing_of(case.facts[:-1]) is None
    with pytest.raises(NotInThisLog):
        closing_of([*case.facts, closing])


def test_a_checkpoint_is_read_from_itself_or_from_a_proof(case: Case, made: RecordedSession) -> None:
    """Both name a state that the log must have grown from."""
    proof = (made.folder / "receipt.proof").read_bytes()
    signed = checkpoint_in(proof)
    assert checkpoint_in(signed.encode()) == signed
    assert case.log is not None
    assert case.log.demand_grown_from(signed) == "8 entries then, 9 now"
    with pytest.raises(NoteMalformed):
        checkpoint_in(b"nothing")


def test_a_log_that_shrank_is_found(case: Case, made: RecordedSession) -> None:
    """An older log that is asked about a newer state."""
    assert case.log is not None
    small = type(case.log)(case.log.held, type(case.log.head)(case.log.head.origin, 2, bytes(32)), case.log.key)
    with pytest.raises(TreeShrank):
        small.demand_grown_from(made.checkpoints[-1])
