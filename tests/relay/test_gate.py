"""The gate: fast where nothing changed, and always of one mind with the judge of the finished recording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.errors import EpochOver
from consent.jws import sha256_of, sign
from consent.statement import TranscriptStatement
from protocol.channels import Channel, Direction, kid
from protocol.coverage import Coverage
from protocol.errors import OutOfTurn, SealedRepeated
from protocol.recording import Origin
from relay.gate import Gate, Rules, Taken
from tests.support import consent_scene as scene

SETTING = scene.Scene().setting
RULES = Rules(SETTING.origin, SETTING.policy, SETTING.policy_sha256)


def a_gate(*, paired: bool = True) -> Gate:
    """Give the gate of the made-up session."""
    gate = Gate(SETTING.session, RULES)
    if paired:
        gate.pair(SETTING.technician_key, SETTING.agent_key)
    return gate


def test_nothing_passes_before_the_pairing() -> None:
    """Neither a sealed message nor a document has a place before both keys are known."""
    gate = a_gate(paired=False)

    assert not gate.knows_keys
    assert gate.key_of(Origin.AGENT) is None
    with pytest.raises(OutOfTurn):
        gate.message(0, 0)
    with pytest.raises(OutOfTurn):
        gate.document("a.b.c", Origin.AGENT, lambda _document: None)


def test_the_gate_knows_whose_key_is_whose() -> None:
    """Each end proves itself with the key it paired with."""
    gate = a_gate()

    assert gate.key_of(Origin.AGENT) == SETTING.agent_key
    assert gate.key_of(Origin.TECHNICIAN) == SETTING.technician_key
    assert gate.origin == SETTING.origin
    assert (gate.scopes, gate.ended) == ([], False)


def test_a_counter_passes_once() -> None:
    """The second time, and below it, is refused, on the first message of a key and on every later one."""
    gate = a_gate()
    assert gate.message(0, 0) is None
    assert gate.message(0, 5) is None
    for counter in (5, 3, 0):
        with pytest.raises(SealedRepeated):
            gate.message(0, counter)
    assert gate.message(0, 6) is None


def test_channel_0_keyed_anew_closes_its_former_epoch() -> None:
    """A resume gives channel 0 new keys without a document; what comes under the old ones after that is refused."""
    gate = a_gate()
    assert gate.message(kid(0, Direction.FROM_TECHNICIAN, Channel.CONTROL), 0) is None
    assert gate.message(kid(0, Direction.FROM_AGENT, Channel.CONTROL), 0) is None
    assert gate.message(kid(1, Direction.FROM_TECHNICIAN, Channel.CONTROL), 0) is None
    assert gate.message(kid(0, Direction.FROM_TECHNICIAN, Channel.CONTROL), 1) is EpochOver
    assert gate.message(kid(0, Direction.FROM_AGENT, Channel.CONTROL), 1) is None


def test_a_request_is_taken_from_either_end_and_named_by_its_hash() -> None:
    """What counts is the technician's signature; the accepted document is remembered."""
    gate = a_gate()
    token = sign(scene.Scene().request(), scene.TECHNICIAN_KEY)
    taken = gate.document(token, Origin.TECHNICIAN, lambda _document: None)

    assert taken.sha256 == sha256_of(token)
    assert gate.taken == {taken.sha256: taken}


def test_what_the_caller_demands_is_part_of_the_judgement() -> None:
    """A document that the caller refuses changes nothing."""
    gate = a_gate()

    def refuse(_document: object) -> None:
        raise OutOfTurn

    with pytest.raises(OutOfTurn):
        gate.document(sign(scene.Scene().request(), scene.TECHNICIAN_KEY), Origin.TECHNICIAN, refuse)
    assert gate.taken == {}


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from([0, 1, 4]), st.integers(0, 3)), max_size=40))
def test_the_gate_and_the_judge_of_the_recording_agree(said: list[tuple[int, int, int]]) -> None:
    """Whatever is said in whatever order, what passed the gate is covered, and the positions are the same."""
    gate, judge = a_gate(), Coverage()
    for direction, channel, counter in said:
        key_id = direction << 7 | channel
        refusal = judge.gate(0, direction, channel)
        try:
            passed = gate.message(key_id, counter)
        except SealedRepeated:
            continue
        assert passed is refusal
        if refusal is None:
            assert judge.message(0, direction, channel, counter).outcome.value == "covered"
        else:
            judge.refused(0, direction, channel, counter)
    assert list(gate.positions()) == judge.positions()


def test_a_refusal_of_an_earlier_run_uses_up_its_counter() -> None:
    """After a restart the counters of refused messages are known again."""
    gate = a_gate()
    gate.refused(0, 7)

    assert [position.count for position in gate.positions()] == [8]


def test_a_statement_is_known_again_and_takes_no_memory() -> None:
    """There is one every second from each end: only its name is kept, which is enough to acknowledge it again."""
    gate = a_gate()
    statement = TranscriptStatement(
        iss=SETTING.agent_key.thumbprint, aud=SETTING.origin, jti=scene.an_id(7), sid=SETTING.session, iat=scene.NOW,
        lines=(), final=False,
    )  # fmt: skip
    taken = gate.document(sign(statement, scene.AGENT_KEY), Origin.AGENT, lambda _document: None)

    assert gate.taken == {}
    assert gate.known(taken.sha256) == Taken(None, taken.sha256, "")
    assert gate.known(sha256_of("another")) is None
