from __future__ import annotations

import pytest

from agent.engine.admission import Admission
from consent.canonical import canonical
from consent.encoding import b64u
from consent.fields import SessionId
from protocol.channels import First
from protocol.messages.relay import AgentWait, DocumentSent, Resume, ResumeChallenge, Resumed, ResumeProof
from protocol.pairing import VERSION
from protocol.wire import Message
from tests.support.consent_scene import ORIGIN, SESSION

CHALLENGE = ResumeChallenge(nonce=b64u(bytes(32)))
RESUMED = Resumed(origin=ORIGIN, log_key="log+00000000+key", server_time=0, positions=(), peer=True)
RESUME = Resume(version=VERSION, session=SessionId(SESSION), role="agent")


def body(message: Message) -> str:
    return canonical(message.model_dump(mode="json")).decode()


PROOF, DOCUMENT = body(ResumeProof(signature=b64u(bytes(64)))), body(DocumentSent(token="e30.e30.e30"))


@pytest.fixture
def lost() -> Admission:
    """An end that had keys, and whose line is lost."""
    admission = Admission()
    admission.begin(body(AgentWait(version=VERSION)))
    admission.keyed()
    assert admission.may_say(First.RELAY, DOCUMENT)
    admission.lost()
    return admission


def test_before_a_pairing_nothing_has_to_be_proven() -> None:
    """A line that is lost while a code waits opens with a new code, and forgets nothing that would be proven."""
    admission = Admission()
    admission.begin(body(AgentWait(version=VERSION)))
    admission.lost()
    assert not admission.opened()
    assert not admission.is_away
    assert admission.may_say(First.PAIRING, "{}")


def test_a_closing_engine_s_first_line_takes_nothing_but_the_proof() -> None:
    """It speaks for an engine that was killed, and has to prove itself at once."""
    admission = Admission()
    admission.begin(body(RESUME))
    assert admission.opened()
    assert not admission.may_say(First.RELAY, DOCUMENT)
    admission.heard(CHALLENGE)
    assert admission.may_say(First.RELAY, PROOF)


def test_only_the_proof_goes_out_before_the_relay_has_us_back(lost: Admission) -> None:
    """Then everything may; keys are taken from then on, and with them the end is no longer away."""
    assert lost.opened()
    lost.heard(CHALLENGE)
    assert not lost.may_say(First.RELAY, DOCUMENT)
    assert not lost.may_say(First.PAIRING, "{}")
    assert not lost.takes_keys()
    assert lost.may_say(First.RELAY, PROOF)
    lost.heard(RESUMED)
    assert lost.may_say(First.RELAY, DOCUMENT)
    assert lost.takes_keys()
    assert lost.is_away
    lost.keyed()
    assert not lost.is_away


def test_a_proof_for_the_line_before_is_let_go(lost: Admission) -> None:
    """A desk that is slow answers a challenge whose line is lost: on the new one its proof would be refused."""
    lost.opened()
    lost.heard(CHALLENGE)
    lost.lost()
    lost.opened()
    lost.heard(CHALLENGE)
    assert not lost.may_say(First.RELAY, PROOF)
    assert lost.may_say(First.RELAY, PROOF)


def test_a_proof_is_let_go_before_the_new_line_has_asked_for_one(lost: Admission) -> None:
    """The relay would take it for the first word, or for the answer to another nonce."""
    lost.opened()
    lost.heard(CHALLENGE)
    lost.lost()
    lost.opened()
    assert not lost.may_say(First.RELAY, PROOF)
    lost.heard(CHALLENGE)
    assert lost.may_say(First.RELAY, PROOF)
