from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.fields import SessionId
from protocol import code
from protocol.channels import Direction
from protocol.errors import CATALOGUE, BadShare, CodeSpent, PairingOutOfOrder, WrongCode
from protocol.events import Paired, PairingEvent, PairingFailed, ShareAnswered
from protocol.messages.pairing import PairAnswer, PairConfirm, PairConfirmed, PairFailed, PairHello, PairShare
from protocol.pairing import AgentPairing, SpentCodes, TechnicianPairing
from protocol.wire import Message
from tests.support.consent_scene import AGENT_KEY, TECHNICIAN_KEY, a_jwk, a_key
from tests.support.memory_relay import GuessCode, SwapKeys
from tests.support.messages import B16, B32, B64, HASH
from tests.support.pair import CODE, LOG_VKEY, Pair, dice

OTHER_CODE = code.SpokenCode("4821", "739206")
PLACE = Pair().place


def _agent(seed: int = 7) -> AgentPairing:
    return AgentPairing(code.parse(CODE), PLACE, AGENT_KEY.verify_key, HASH, dice(seed))


def _console(typed: code.SpokenCode | None = None, spent: SpentCodes | None = None, seed: int = 8) -> TechnicianPairing:
    typed = typed or code.parse(CODE)
    return TechnicianPairing(typed, PLACE, TECHNICIAN_KEY.verify_key, HASH, "1.0", dice(seed), spent or SpentCodes())


def _to_the_answer(agent: AgentPairing, console: TechnicianPairing) -> Message:
    agent.start()
    console.receive(agent.to_send()[0])
    assert agent.receive(console.to_send()[0]) == [ShareAnswered()]
    (answer,) = agent.to_send()
    return answer


def test_both_ends_come_to_the_same_keys() -> None:
    """The right code gives both ends one secret, and each the other's key."""
    pair = Pair().run_pairing()
    agent, console = pair.agent_outcome, pair.console_outcome
    assert isinstance(agent, Paired)
    assert agent == console
    assert agent.technician_key == TECHNICIAN_KEY.verify_key
    assert agent.agent_key == AGENT_KEY.verify_key
    assert len({bytes(agent.channel0.to_console), bytes(agent.channel0.to_agent)}) == 2


def test_no_secret_stands_in_what_is_printed() -> None:
    """Neither code nor keys can end up in a log by being printed."""
    pair = Pair().run_pairing()
    told = repr((pair.agent_outcome, pair.agent_pairing, pair.console_pairing))
    outcome = pair.agent_outcome
    assert isinstance(outcome, Paired)
    assert "739205" not in told
    assert repr(bytes(outcome.session_secret))[2:20] not in told
    assert repr(bytes(outcome.channel0.to_agent))[2:20] not in told


def test_a_wrong_code_is_noticed_and_spent() -> None:
    """The technician mistyped or guessed: both ends say so, the agent never shows its tag, and no key comes of it."""
    pair = Pair(typed=OTHER_CODE.spoken()).run_pairing()
    assert isinstance(pair.agent_outcome, PairingFailed)
    assert isinstance(pair.agent_outcome.error, WrongCode)
    assert isinstance(pair.console_outcome, PairingFailed)
    assert pair.agent_pairing.spent


def test_a_code_is_spent_when_its_first_share_is_answered() -> None:
    """Whoever got an answer has had the one guess, even when they hang up then."""
    agent = _agent()
    before = agent.spent
    _to_the_answer(agent, _console())
    assert (before, agent.spent) == (False, True)
    with pytest.raises(CodeSpent):
        agent.start()


def test_one_code_answers_one_share() -> None:
    """A second share gets no answer, from whomever it comes, and ends the first run as well."""
    agent = _agent()
    _to_the_answer(agent, _console())
    second = _console(seed=9)
    second.receive(PairHello(nonce=B16))
    (failed,) = agent.receive(second.to_send()[0])
    assert isinstance(failed, PairingFailed)
    assert isinstance(failed.error, PairingOutOfOrder)
    assert [type(message) for message in agent.to_send()] == [PairFailed]
    assert agent.receive(PairConfirm(tag=B64)) == []


def test_a_visitor_who_leaves_before_a_share_spends_nothing() -> None:
    """The agent greets the next one with a fresh nonce."""
    agent = _agent()
    agent.start()
    agent.start()
    first, second = agent.to_send()
    assert first != second
    console = _console()
    console.receive(second)
    assert agent.receive(console.to_send()[0]) == [ShareAnswered()]


def test_a_console_runs_no_code_twice() -> None:
    """A relay cannot make a console guess again with a code that it tried before."""
    spent = SpentCodes()
    _console(spent=spent)
    with pytest.raises(CodeSpent):
        _console(spent=spent)
    _console(OTHER_CODE, spent)


def test_the_technician_proves_first() -> None:
    """The agent's tag is shown only after a right one: a stranger cannot test a guess against it unseen."""
    agent, console = _agent(), _console()
    answer = _to_the_answer(agent, console)
    assert isinstance(answer, PairAnswer)
    assert set(answer.model_dump()) == {"kind", "share", "key", "policy_sha256"}
    (failed,) = agent.receive(PairConfirm(tag=B64))
    assert isinstance(failed, PairingFailed)
    assert not [message for message in agent.to_send() if isinstance(message, PairConfirmed)]


def test_a_relay_in_the_middle_gets_one_guess_at_each_end() -> None:
    """A relay that runs the technician's part itself spends the code with its first wrong guess, and is noticed."""
    relay = GuessCode(OTHER_CODE, a_key("relay").verify_key)
    pair = Pair(relay=relay).run_pairing()
    assert isinstance(relay.paired[-1], PairingFailed)
    assert isinstance(pair.agent_outcome, PairingFailed)
    assert pair.agent_pairing.spent
    assert pair.console_paired == []


@pytest.mark.parametrize("whose", Direction)
def test_a_relay_cannot_swap_a_signing_key(whose: Direction) -> None:
    """Both keys are bound into the secret: with another one in the middle no tag fits."""
    pair = Pair(relay=SwapKeys(a_key("relay").verify_key.jwk(), whose)).run_pairing()
    assert isinstance(pair.agent_outcome, PairingFailed)
    assert isinstance(pair.console_outcome, PairingFailed)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, origin="https://other.example"),
        replace(PLACE, log_key=LOG_VKEY.replace("relay", "other")),
        replace(PLACE, session=SessionId(B16[:21] + "A")),
    ],
)
def test_both_ends_must_be_at_the_same_place(elsewhere: object) -> None:
    """Another origin, log key or session id at one end gives another secret."""
    agent, console = _agent(), _console()
    console.place = elsewhere  # type: ignore[assignment]
    answer = _to_the_answer(agent, console)
    console.receive(answer)
    (failed,) = agent.receive(console.to_send()[0])
    assert isinstance(failed, PairingFailed)


def test_a_relay_that_guesses_right_still_shows_its_own_key() -> None:
    """With the one guess right it is paired, but as the holder of its own key: it has no technician's entry for it."""
    relay = GuessCode(code.parse(CODE), a_key("relay").verify_key)
    pair = Pair(relay=relay).run_pairing()
    assert isinstance(pair.agent_outcome, Paired)
    assert pair.agent_outcome.technician_key == a_key("relay").verify_key
    assert pair.console_paired == []


def test_a_share_that_is_no_share_is_refused() -> None:
    """A point of low order would make the key known to everybody."""
    agent = _agent()
    agent.start()
    share = PairShare(nonce=B16, share="A" * 43, key=a_jwk(TECHNICIAN_KEY), entry_sha256=HASH, console="1.0")
    (failed,) = agent.receive(share)
    assert isinstance(failed, PairingFailed)
    assert isinstance(failed.error, BadShare)
    assert agent.spent


def test_whoever_is_left_waiting_can_give_up() -> None:
    """A technician who leaves after the answer has used the code up, and the desk says so."""
    agent, console = _agent(), _console()
    _to_the_answer(agent, console)
    (failed,) = agent.give_up()
    (other,) = console.give_up()
    assert isinstance(failed, PairingFailed)
    assert isinstance(other, PairingFailed)
    assert agent.give_up() == []


MESSAGES = st.sampled_from(
    [
        PairHello(nonce=B16),
        PairShare(nonce=B16, share=B32, key=a_jwk(TECHNICIAN_KEY), entry_sha256=HASH, console="1.0"),
        PairConfirm(tag=B64),
        PairConfirmed(tag=B64),
        PairFailed(code="P-120"),
    ]
)


@given(heard=st.lists(MESSAGES, max_size=6))
def test_any_order_of_messages_ends_in_at_most_one_answer(heard: list[Message]) -> None:
    """However messages come, an agent answers one share at most, pairs with nobody, and fails at most once."""
    agent = _agent()
    agent.start()
    events: list[PairingEvent] = []
    for message in heard:
        events += agent.receive(message)
    sent = agent.to_send()
    assert sum(isinstance(message, PairAnswer) for message in sent) <= 1
    assert not any(isinstance(event, Paired) for event in events)
    failed = [event for event in events if isinstance(event, PairingFailed)]
    assert len(failed) <= 1
    assert all(event.error.code in CATALOGUE for event in failed)


@given(heard=st.lists(MESSAGES, max_size=6))
def test_a_console_is_never_talked_into_a_key(heard: list[Message]) -> None:
    """No order of messages from somebody without the code makes a console believe in a pairing."""
    console = _console()
    events: list[PairingEvent] = []
    with suppress(*CATALOGUE.values()):
        for message in heard:
            events += console.receive(message)
    assert not any(isinstance(event, Paired) for event in events)
    assert sum(isinstance(message, PairConfirm) for message in console.to_send()) <= 1
