"""What the relay reads of a pairing."""

from __future__ import annotations

import itertools

import pytest

from consent.encoding import b64u
from consent.jws import Jwk
from protocol.errors import KeyNotEnrolled, PairingOutOfOrder
from protocol.messages import pairing as messages
from protocol.wire import Message
from relay.pairing import Outcome, PairingWatch
from tests.support.relay_process import seeded_key

ANA, AGENT = seeded_key("Ana Weber").verify_key, seeded_key("agent").verify_key
B16, B32, B64 = b64u(bytes(16)), b64u(bytes(32)), b64u(bytes(64))

HELLO = messages.PairHello(nonce=B16)
SHARE = messages.PairShare.model_validate(
    {"nonce": B16, "share": B32, "key": Jwk.model_validate(ANA.jwk()), "entry_sha256": B32, "console": "test"}
)
ANSWER = messages.PairAnswer.model_validate(
    {"share": B32, "key": Jwk.model_validate(AGENT.jwk()), "policy_sha256": B32}
)
CONFIRM, CONFIRMED = messages.PairConfirm(tag=B64), messages.PairConfirmed(tag=B64)
FAILED = messages.PairFailed(code="P-120")
WHOLE: tuple[Message, ...] = (HELLO, SHARE, ANSWER, CONFIRM, CONFIRMED)
RESUME = (
    messages.ResumeShare(nonce=B32),
    messages.ResumeAnswer(nonce=B32, epoch=1, mac=B64),
    messages.ResumeConfirm(mac=B64),
)


def after(*said: Message) -> PairingWatch:
    """Give a watch that heard these."""
    watch = PairingWatch()
    for message in said:
        watch.heard(message)
    return watch


def test_a_whole_pairing_teaches_both_keys() -> None:
    """In order, the last message pairs, and the relay knows whose documents count."""
    watch = PairingWatch()
    outcomes = [watch.heard(message) for message in WHOLE]

    assert outcomes == [Outcome.GOES_ON] * 4 + [Outcome.PAIRED]
    assert (watch.technician_key, watch.agent_key) == (ANA, AGENT)
    assert watch.paired


@pytest.mark.parametrize(("heard", "message"), list(itertools.product(range(6), range(5))))
def test_only_the_next_message_is_taken(heard: int, message: int) -> None:
    """A code is good for one share and one answer: whatever comes early, late or twice is refused."""
    watch = after(*WHOLE[:heard])
    if heard == message:
        watch.heard(WHOLE[message])
        return
    with pytest.raises(PairingOutOfOrder):
        watch.heard(WHOLE[message])


@pytest.mark.parametrize("heard", range(5))
def test_a_failed_pairing_is_over(heard: int) -> None:
    """After the agent's no, nothing of this pairing is taken any more, not even another no."""
    watch = after(*WHOLE[:heard])

    assert watch.heard(FAILED) is Outcome.FAILED
    for message in (*WHOLE, FAILED):
        with pytest.raises(PairingOutOfOrder):
            watch.heard(message)


def test_a_pairing_that_succeeded_cannot_fail_afterwards() -> None:
    """A late no does not undo what both ends know."""
    with pytest.raises(PairingOutOfOrder):
        after(*WHOLE).heard(FAILED)


@pytest.mark.parametrize(("heard", "spent"), [(0, False), (1, False), (2, True), (3, True), (4, True), (5, False)])
def test_a_code_counts_as_tried_from_the_share_on(heard: int, spent: bool) -> None:  # noqa: FBT001
    """Hanging up after the share is a failed try; a pairing that succeeded is none."""
    assert after(*WHOLE[:heard]).code_spent is spent


def test_another_key_than_the_enrolled_one_is_refused() -> None:
    """Nobody pairs under somebody else's account."""
    watch = after(HELLO)
    watch.expected = seeded_key("somebody else").verify_key.thumbprint

    with pytest.raises(KeyNotEnrolled):
        watch.heard(SHARE)


def test_each_line_that_is_back_allows_one_resume() -> None:
    """Resume messages pass in their order, once, after a line came back and only then."""
    watch = after(*WHOLE)
    with pytest.raises(PairingOutOfOrder):
        watch.heard(RESUME[0])
    for _ in range(2):
        watch.line_back()
        assert [watch.heard(message) for message in RESUME] == [Outcome.GOES_ON] * 3
        with pytest.raises(PairingOutOfOrder):
            watch.heard(RESUME[0])
    watch.line_back()
    with pytest.raises(PairingOutOfOrder):
        watch.heard(RESUME[1])


def test_a_step_that_was_under_way_when_a_line_came_back_costs_nobody_the_session() -> None:
    """The answer to a share before, and then the one to the next: as many as lines came back, and no more."""
    share, answer, confirm = RESUME
    watch = after(*WHOLE)
    watch.line_back()
    watch.heard(share)
    watch.line_back()
    for message in (answer, share, answer, confirm, confirm):
        assert watch.heard(message) is Outcome.GOES_ON
    for message in RESUME:
        with pytest.raises(PairingOutOfOrder):
            watch.heard(message)
