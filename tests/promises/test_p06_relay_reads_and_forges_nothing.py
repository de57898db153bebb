"""Promise 6: the relay cannot read or forge content; in the middle it gets one guess for each code, and is noticed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import pytest

from consent.errors import SessionOver
from consent.fields import Sha256
from consent.scopes import Scope
from protocol.channels import Direction, kid
from protocol.code import SpokenCode, parse
from protocol.codec import encode_plain
from protocol.errors import CodeSpent
from protocol.events import Paired, PairingFailed, ResumeFailed
from protocol.messages.chat import ChatSaid
from protocol.messages.control import LeaveSession
from protocol.messages.pairing import PairFailed, PairShare
from protocol.messages.relay import Credit, Refused
from protocol.pairing import SpentCodes, TechnicianPairing
from protocol.resume import AgentResume, TechnicianResume
from protocol.sframe import read_header, write_header
from tests.support.consent_scene import TECHNICIAN_KEY, a_jwk, a_key
from tests.support.memory_relay import (
    Drop,
    FlipBit,
    FromAnotherSession,
    GuessCode,
    Meddling,
    Repeat,
    Splice,
    Swap,
    SwapKeys,
)
from tests.support.messages import B16, B32, PAIRING
from tests.support.pair import CODE, INTEGRITY_CODES, TEST_CARD, Pair

SECRET_WORDS = "The password of the printer is swordfish."
THIEF = a_key("thief")


@dataclass
class AtRandom(Meddling):
    """Does any of the meddlings to any message, both ways, as dice say."""

    dice: Random
    done: str = ""
    _held: dict[Direction, bytes] = field(default_factory=dict)

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:  # noqa: PLR0911 - one for each way
        """Meddle once."""
        late = self._held.pop(direction, None)
        if late is not None:
            return [data, late]
        if self.done or number < 2 or self.dice.random() < 0.7:
            return [data]
        self.done = self.dice.choice(("repeat", "drop", "hold", "flip", "cut", "kid"))
        match self.done:
            case "repeat":
                return [data, data]
            case "drop":
                return []
            case "hold":
                self._held[direction] = data
                return []
            case "flip":
                at = self.dice.randrange(1, len(data))
                return [data[:at] + bytes((data[at] ^ 1 << self.dice.randrange(8),)) + data[at + 1 :]]
            case "cut":
                return [data[: self.dice.randrange(2, len(data))]]
            case _:
                header = read_header(data[1:])
                other = kid(header.kid >> 8, direction, (header.kid + 1) & 7)
                return [b"\x01" + write_header(other, header.counter) + data[1 + header.length :]]


def test_what_the_relay_holds_says_nothing() -> None:
    """Neither the words nor the picture nor the code stand in anything that passed through the relay."""
    pair = Pair().paired().ask_and_accept(Scope.VIEW, Scope.CONTROL).show(TEST_CARD)
    pair.agent_sends(ChatSaid(id=B16, text=SECRET_WORDS)).technician_sends(ChatSaid(id=B16, text=SECRET_WORDS))
    held = b"".join(data for _, data in pair.relay.recorded)
    for secret in (SECRET_WORDS.encode(), b"swordfish", TEST_CARD, parse(CODE).secret.encode()):
        assert secret not in held
    assert len(held) > 500


def test_any_meddling_with_what_is_sealed_ends_the_session(sized: Callable[[int, int], int]) -> None:
    """Whatever happens to one message, no end takes anything that the other did not say, and the session ends."""
    for seed in range(sized(40, 2_000)):
        meddling = AtRandom(Random(seed))
        pair = Pair(relay=meddling, seed=seed).paired().ask_and_accept(Scope.VIEW)
        said: list[str] = []
        for number in range(8):
            if pair.agent.ended is None and pair.console.ended is None:
                pair.show(TEST_CARD + bytes((number,)))
                said.append(f"line {number}")
                with suppress(SessionOver):  # the picture may have ended it
                    pair.technician_sends(ChatSaid(id=B16, text=said[-1]))
        drawn = [int(picture[-1]) for picture in pair.drawn]
        chat = [message.text for message in pair.acted if isinstance(message, ChatSaid)]
        assert drawn == sorted(set(drawn)), meddling.done
        assert all(picture[:-1] == TEST_CARD for picture in pair.drawn), meddling.done
        assert chat == said[: len(chat)], meddling.done
        ends = [end.ended for end in (pair.agent, pair.console) if end.ended is not None]
        if meddling.done and not meddling._held and (meddling.done != "drop" or ends):
            assert ends, meddling.done
        assert {end.code for end in ends} <= INTEGRITY_CODES | {"P-201", "P-202", "P-144"}, (meddling.done, ends)


@pytest.mark.parametrize(
    "meddling",
    [Repeat(3), Swap(3), Drop(3), FlipBit(3), Splice(3), FromAnotherSession(3)],
    ids=lambda m: type(m).__name__,
)
def test_each_known_meddling_is_noticed(meddling: Meddling) -> None:
    """Repeat, swap, drop, flip, splice, another session's message: the technician is told that it ended."""
    pair = Pair(relay=meddling).paired().ask_and_accept(Scope.VIEW)
    for _ in range(5):
        pair.show(TEST_CARD)
    assert pair.console.ended is not None
    assert pair.console.ended.code in INTEGRITY_CODES


@pytest.mark.parametrize("whose", Direction)
def test_a_relay_that_puts_its_own_key_in_pairs_with_nobody(whose: Direction) -> None:
    """A swapped signing key breaks the confirmation at both ends."""
    pair = Pair(relay=SwapKeys(a_jwk(THIEF).model_dump(), whose)).run_pairing()
    assert not any(isinstance(event, Paired) for event in (*pair.agent_paired, *pair.console_paired))


def test_a_relay_that_guesses_has_one_guess_and_is_noticed(sized: Callable[[int, int], int]) -> None:
    """A thousand wrong guesses need a thousand codes; each is spent by it, and the agent says so."""
    dice = Random(7)
    for _ in range(sized(25, 1_000)):
        guess = SpokenCode("4821", f"{dice.randrange(10**6):06}")
        if guess.secret == parse(CODE).secret:
            continue
        relay = GuessCode(guess, THIEF.verify_key)
        pair = Pair(relay=relay).run_pairing()
        assert isinstance(pair.agent_paired[-1], PairingFailed)
        assert pair.agent_pairing.spent
        assert not any(isinstance(event, Paired) for event in relay.paired)


def test_many_runs_on_one_code_get_one_answer() -> None:
    """The agent answers one share for each code, ever; a second run learns nothing."""
    pair = Pair()
    agent = pair.agent_pairing
    agent.start()
    agent.to_send()
    share = PAIRING[1]
    assert isinstance(share, PairShare)
    agent.receive(share)
    first = agent.to_send()
    for _ in range(50):
        agent.receive(share)
        assert not [message for message in agent.to_send() if not isinstance(message, PairFailed)]
    assert len(first) == 1


def test_a_console_runs_no_code_twice() -> None:
    """A relay that lets a pairing break off cannot have the technician's console try the same code again."""
    spent, pair = SpentCodes(), Pair()
    arguments = (pair.place, TECHNICIAN_KEY.verify_key, Sha256(B32), "1.0", bytes, spent)
    TechnicianPairing(parse(CODE), *arguments)
    with pytest.raises(CodeSpent):
        TechnicianPairing(parse(CODE), *arguments)


def test_a_relay_cannot_make_up_messages() -> None:
    """Noise under a right header, at every place of the epoch, opens at neither end."""
    for direction in Direction:
        pair = Pair().paired().ask_and_accept(Scope.VIEW, Scope.CONTROL)
        end = pair.agent if direction == Direction.FROM_TECHNICIAN else pair.console
        taken = len(pair.acted) + len(pair.drawn)
        for channel in range(9):
            end.receive(b"\x01" + write_header(kid(1, direction, channel), 40) + bytes(60))
        assert end.ended is not None
        assert len(pair.acted) + len(pair.drawn) == taken


def test_a_relay_cannot_hide_a_message_behind_a_refusal_of_another() -> None:
    """A dropped message is a known gap only where the relay said that it refused that very counter."""
    pair = Pair().paired().ask_and_accept(Scope.VIEW)
    pair.agent.send_screen(TEST_CARD)
    (lost,) = pair.agent.to_send()
    header = read_header(lost[1:])
    wrong = Refused(
        epoch=1, direction=0, channel=1, counter=header.counter + 5, code="C-201", words="No.", remedy="None."
    )
    pair.console.receive(encode_plain(wrong))
    pair.show(TEST_CARD)
    assert pair.drawn == []
    assert pair.console.ended is not None


def test_credit_that_a_relay_invents_gives_it_nothing() -> None:
    """More credit than was ever sent changes no key and opens no channel."""
    pair = Pair().paired()
    for _ in range(20):
        pair.agent_events += pair.agent.receive(encode_plain(Credit(bytes=4 * 2**20)))
    assert pair.agent.to_send() == []
    assert pair.drawn == []


def test_a_resume_never_brings_a_counter_back() -> None:
    """A replayed or older resume is refused: an epoch that was used before would use its counters again."""
    pair = Pair().paired().ask_and_accept(Scope.VIEW).show(TEST_CARD).line_breaks()
    agent, console = pair.agent_outcome, pair.console_outcome
    assert isinstance(agent, Paired)
    assert isinstance(console, Paired)
    for epoch in range(pair.console.epoch + 1):
        here = TechnicianResume(console.session_secret, console.resume_key, pair.console.epoch, bytes)
        there = AgentResume(agent.session_secret, agent.resume_key, epoch, bytes)
        here.start()
        there.receive(here.to_send()[0])
        (event,) = here.receive(there.to_send()[0])
        assert isinstance(event, ResumeFailed)
        assert here.to_send() == []
    pair.line_returns()
    pair.new_epoch(pair.current_grant()).show(TEST_CARD).technician_sends(LeaveSession())
    uses = [(header.kid, header.counter) for header in (read_header(data[1:]) for _, data in pair.relay.recorded)]
    assert len(uses) == len(set(uses))
