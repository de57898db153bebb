from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.encoding import b64u
from protocol.errors import PairingOutOfOrder, ResumeNotProven
from protocol.events import PairingEvent, ResumedWith, ResumeFailed
from protocol.keys import ResumeKey, SessionSecret, resume_key
from protocol.messages.pairing import PairHello, ResumeAnswer, ResumeConfirm, ResumeShare
from protocol.resume import AgentResume, TechnicianResume
from protocol.wire import Message
from tests.support.messages import B16, B32, B64
from tests.support.pair import dice

SECRET = SessionSecret(bytes(range(64)))
KEY = resume_key(SECRET)


def _agent(epoch: int = 3, key: ResumeKey = KEY, seed: int = 1) -> AgentResume:
    return AgentResume(SECRET, key, epoch, dice(seed))


def _console(epoch: int = 2, key: ResumeKey = KEY, seed: int = 2) -> TechnicianResume:
    return TechnicianResume(SECRET, key, epoch, dice(seed))


def _run(agent: AgentResume, console: TechnicianResume) -> tuple[list[PairingEvent], list[PairingEvent]]:
    heard_by_agent: list[PairingEvent] = []
    heard_by_console: list[PairingEvent] = []
    console.start()
    for _ in range(2):
        for message in console.to_send():
            heard_by_agent += agent.receive(message)
        for message in agent.to_send():
            heard_by_console += console.receive(message)
    return heard_by_agent, heard_by_console


def test_both_ends_go_on_under_the_same_fresh_keys() -> None:
    """The agent's next epoch keys channel 0 anew, alike at both ends."""
    (agent,), (console,) = _run(_agent(), _console())
    assert isinstance(agent, ResumedWith)
    assert agent == console
    assert agent.channel0.epoch == 3


def test_two_resumes_never_share_a_key() -> None:
    """Even under one epoch's number, fresh nonces give fresh keys: no counter can be used twice."""
    (first,), _ = _run(_agent(seed=1), _console(seed=2))
    (second,), _ = _run(_agent(seed=3), _console(seed=4))
    assert first != second


def test_an_end_without_the_pairing_s_key_cannot_resume() -> None:
    """Whoever sits on the line without having paired proves nothing, on either side."""
    stranger = ResumeKey(bytes(64))
    _, (refused,) = _run(_agent(key=stranger), _console())
    assert isinstance(refused, ResumeFailed)
    assert isinstance(refused.error, ResumeNotProven)
    agent, console = _agent(), _console()
    console.start()
    agent.receive(console.to_send()[0])
    (failed,) = agent.receive(ResumeConfirm(mac=B64))
    assert isinstance(failed, ResumeFailed)


@pytest.mark.parametrize("epoch", [0, 1, 2])
def test_an_epoch_that_was_used_before_is_refused(epoch: int) -> None:
    """A resume that would go back to old counters does not happen."""
    _, (refused,) = _run(_agent(epoch=epoch), _console(epoch=2))
    assert isinstance(refused, ResumeFailed)
    assert isinstance(refused.error, ResumeNotProven)


def test_a_repeated_answer_of_an_earlier_resume_proves_nothing() -> None:
    """Each end's nonce is fresh, so yesterday's proof does not fit."""
    agent, console = _agent(), _console()
    console.start()
    agent.receive(console.to_send()[0])
    (old,) = agent.to_send()
    again = _console(seed=5)
    again.start()
    (refused,) = again.receive(old)
    assert isinstance(refused, ResumeFailed)


def test_the_answer_that_fits_may_follow_one_that_does_not() -> None:
    """One to a share of before may be under way when a line is lost: it proves nothing, and costs nothing."""
    before, agent = _agent(epoch=3, seed=7), _agent(epoch=4)
    lost, console = _console(seed=5), _console()
    lost.start()
    console.start()
    before.receive(lost.to_send()[0])
    agent.receive(console.to_send()[0])
    (late,), (fits,) = before.to_send(), agent.to_send()
    assert isinstance(console.receive(late)[0], ResumeFailed)
    assert console.to_send() == []
    (resumed,) = console.receive(fits)
    assert isinstance(resumed, ResumedWith)
    assert agent.receive(console.to_send()[0]) == [resumed]
    assert isinstance(console.receive(fits)[0], ResumeFailed)


def test_a_resume_keeps_its_order() -> None:
    """A confirmation before the share, a second share, an answer nobody asked for: each ends the attempt."""
    for end, message in (
        (_agent(), ResumeConfirm(mac=B64)),
        (_console(), ResumeAnswer(nonce=B32, epoch=3, mac=B64)),
        (_agent(), PairHello(nonce=B16)),
    ):
        (failed,) = end.receive(message)
        assert isinstance(failed, ResumeFailed)
        assert isinstance(failed.error, PairingOutOfOrder)
        assert end.to_send() == []


def test_starting_twice_draws_one_nonce() -> None:
    """When the relay says twice that the other is back, one share goes out."""
    console = _console()
    console.start()
    console.start()
    assert len(console.to_send()) == 1


MESSAGES = st.one_of(
    st.builds(ResumeShare, nonce=st.binary(min_size=32, max_size=32).map(b64u)),
    st.builds(ResumeConfirm, mac=st.binary(min_size=64, max_size=64).map(b64u)),
    st.builds(ResumeAnswer, nonce=st.just(B32), epoch=st.integers(0, 9), mac=st.just(B64)),
)


@given(heard=st.lists(MESSAGES, max_size=5))
def test_nobody_is_talked_into_a_resume(heard: list[Message]) -> None:
    """No messages of somebody without the key make an end go on."""
    agent, console = _agent(), _console()
    console.start()
    events = [event for message in heard for event in (*agent.receive(message), *console.receive(message))]
    assert not any(isinstance(event, ResumedWith) for event in events)
