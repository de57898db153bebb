"""Whole sessions over real sockets: the real relay, core, engine and pipe; only windows, screen and hands stand in."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from agent.desk.view import CodeStatus
from agent.input.injected import Injected
from agent.receipt import check
from consent import limits as documents
from consent.law import State
from consent.scopes import Scope
from protocol.code import SpokenCode, parse
from protocol.messages.chat import ChatSaid
from protocol.messages.control import (
    ConsentAnswer,
    GrantEnded,
    GrantLive,
    LeaveSession,
    LookAway,
    QuestionShown,
    RequestRefused,
    SessionEnded,
    SessionPaused,
    SessionResumed,
)
from protocol.messages.input import KeyCode, PointerMove
from protocol.receipt import read_receipt
from tests.support.desk import PATIENCE, RunningDesk
from tests.support.proving import proven_whole, verified
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests here."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


_ENROLLED: dict[str, Technician] = {}


async def a_technician(relay: RunningRelay) -> Technician:
    """Give Ana, who is enrolled at each relay once."""
    if relay.origin not in _ENROLLED:
        _ENROLLED[relay.origin] = await Technician.enrolled(relay.origin, relay.invite())
    return _ENROLLED[relay.origin].again()


@asynccontextmanager
async def connected(relay: RunningRelay, folder: Path) -> AsyncIterator[tuple[RunningDesk, Technician]]:
    """Give a desk and a technician who are paired."""
    ana = await a_technician(relay)
    async with RunningDesk(relay.origin, folder) as desk, ana:
        await ana.pair(await desk.code())
        yield desk, ana


@asynccontextmanager
async def viewing(relay: RunningRelay, folder: Path) -> AsyncIterator[tuple[RunningDesk, Technician]]:
    """Give a desk and a technician who sees the screen."""
    async with connected(relay, folder) as (desk, ana):
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await ana.heard(GrantLive)
        await ana.until(lambda: bool(ana.pictures), "a picture")
        yield desk, ana


async def control(desk: RunningDesk, ana: Technician) -> None:
    """Let the technician work mouse and keyboard, too."""
    seen = len(ana.events)
    await ana.ask(Scope.CONTROL)
    await desk.allow(Scope.CONTROL)
    live = await ana.heard(GrantLive, seen)
    assert {scope.scope for scope in live.scopes} == {Scope.VIEW, Scope.CONTROL}


async def test_a_yes_shows_the_screen_and_stop_ends_it(relay: RunningRelay, tmp_path: Path) -> None:
    """From code to picture, and from Stop to a receipt that holds and carries the session's root."""
    async with viewing(relay, tmp_path) as (desk, ana):
        live = await ana.heard(GrantLive)
        assert [scope.scope for scope in live.scopes] == [Scope.VIEW]
        desk.core.stop("button")
        folder = await desk.over()
        assert folder is not None
        receipt = read_receipt((folder / "receipt.html").read_bytes())
        assert receipt.closing is not None
        assert check(folder / "receipt.html") == 0
        assert (folder / "receipt.keys").stat().st_mode & 0o777 == 0o600
        await ana.heard(SessionEnded)
        await asyncio.to_thread(proven_whole, relay.data, folder)


async def test_input_reaches_the_hands_only_after_its_own_yes(relay: RunningRelay, tmp_path: Path) -> None:
    """A forced move before the yes is refused by the gate; the same move after it is made."""
    async with viewing(relay, tmp_path) as (desk, ana):
        injected = Injected(desk.held)
        await ana.force(PointerMove(x=5, y=6))
        await ana.until(lambda: bool(ana.refused), "the gate's refusal")
        assert injected.pointer_count == 0
        await control(desk, ana)
        await ana.say(PointerMove(x=7, y=8))
        await desk.until(lambda: injected.pointer_count == 1, "the move")
        assert injected.place == (7, 8)
        assert desk.core.under_control


async def test_a_question_ends_control_before_it_is_shown(relay: RunningRelay, tmp_path: Path) -> None:
    """With another question nobody controls, keys are let go, and the customer's no leaves the view."""
    async with viewing(relay, tmp_path) as (desk, ana):
        await control(desk, ana)
        await ana.say(KeyCode(code="ShiftLeft", down=True))
        injected = Injected(desk.held)
        await desk.until(lambda: injected.press_count == 1, "the key")
        seen = len(ana.events)
        await ana.ask(Scope.VIEW)
        ended = await ana.heard(GrantEnded, seen)
        assert (ended.scopes, ended.because) == ((Scope.CONTROL,), "question")
        await ana.heard(QuestionShown, seen)
        assert not desk.held_down()
        assert not desk.core.under_control
        await ana.force(KeyCode(code="KeyA", down=True))
        await ana.until(lambda: bool(ana.refused), "a refusal")
        desk.view.no()
        answer = await ana.heard(ConsentAnswer, seen)
        assert answer.allowed == ()
        assert desk.core.state is State.GRANTED


async def test_the_customer_pauses_and_goes_on(relay: RunningRelay, tmp_path: Path) -> None:
    """Between pause and going on nothing is seen; afterwards the whole picture comes again."""
    async with viewing(relay, tmp_path) as (desk, ana):
        await ana.say(LookAway())
        await ana.heard(SessionPaused)
        await asyncio.sleep(0.1)
        seen = len(ana.pictures)
        await asyncio.sleep(0.4)
        assert len(ana.pictures) == seen
        assert desk.view.live is not None
        assert desk.view.live.paused is not None
        desk.core.go_on()
        await ana.heard(SessionResumed)
        await ana.next_picture(seen)


async def test_turning_the_last_thing_off_leaves_only_chat(relay: RunningRelay, tmp_path: Path) -> None:
    """Nothing is captured any more; both can still say goodbye."""
    async with viewing(relay, tmp_path) as (desk, ana):
        desk.core.turn_off(Scope.VIEW)
        ended = await ana.heard(GrantEnded)
        assert ended.because == "turned-off"
        assert desk.core.state is State.ONLY_CHAT
        assert desk.view.live is not None
        assert not desk.view.live.is_on
        desk.core.say("Thank you!")
        assert (await ana.heard(ChatSaid)).text == "Thank you!"
        await ana.say(ChatSaid(id="AAAAAAAAAAAAAAAAAAAAAA", text="Goodbye."))
        await desk.until(lambda: ("Ana Weber", "Goodbye.") in desk.view.chat, "the technician's words")
        await ana.say(LeaveSession())
        assert await desk.over() is not None


async def test_a_yes_that_never_began_is_proven(relay: RunningRelay, tmp_path: Path) -> None:
    """Keys that were chat's alone, between a grant of which nothing went live and the next: every check holds."""
    async with connected(relay, tmp_path) as (desk, ana):
        desk.view.has_indicator = False
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await desk.until(lambda: desk.view.live is not None, "the banner")
        desk.core.turn_off(Scope.VIEW)
        never = await ana.heard(GrantLive)
        assert never.scopes == ()
        await ana.say(ChatSaid(id="AAAAAAAAAAAAAAAAAAAAAA", text="May I look once more?"))
        await desk.until(lambda: ("Ana Weber", "May I look once more?") in desk.view.chat, "the line")
        desk.view.has_indicator = True
        seen = len(ana.events)
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        live = await ana.heard(GrantLive, seen)
        assert live.epoch > never.epoch
        await ana.next_picture()
        desk.core.stop("button")
        await asyncio.to_thread(proven_whole, relay.data, await desk.over())


async def test_time_runs_out_at_the_second(relay: RunningRelay, tmp_path: Path) -> None:
    """When the granted minutes have passed, view ends by itself and is written down."""
    async with viewing(relay, tmp_path) as (desk, ana):
        desk.clock.ahead += 15 * 60
        ended = await ana.heard(GrantEnded)
        assert (ended.scopes, ended.because) == ((Scope.VIEW,), "expired")
        desk.clock.ahead += 5 * 60 + 1
        assert await desk.over() is not None


async def test_silence_is_a_no(relay: RunningRelay, tmp_path: Path) -> None:
    """A question nobody answers within five minutes is answered with no."""
    async with connected(relay, tmp_path) as (desk, ana):
        await ana.ask(Scope.VIEW)
        await desk.asked()
        desk.clock.ahead += 301
        answer = await ana.heard(ConsentAnswer)
        assert (answer.allowed, answer.because) == ((), "no-answer")
        assert desk.core.state is State.NOT_ASKED


async def test_control_is_not_asked_first(relay: RunningRelay, tmp_path: Path) -> None:
    """Control without view is refused without a question."""
    async with connected(relay, tmp_path) as (desk, ana):
        await ana.ask(Scope.CONTROL)
        refused = await ana.heard(RequestRefused)
        assert refused.refused == "consent.request"
        assert desk.view.questions == []


@pytest.mark.alone
async def test_an_engine_that_hangs_is_ended_and_its_keys_let_go(relay: RunningRelay, tmp_path: Path) -> None:
    """Stop works within 250 ms on a stopped engine; a closing engine writes the end down."""
    async with viewing(relay, tmp_path) as (desk, ana):
        await control(desk, ana)
        await ana.say(KeyCode(code="ShiftLeft", down=True))
        injected = Injected(desk.held)
        await desk.until(lambda: injected.press_count == 1, "the key")
        engine = desk.engine.pid
        assert engine is not None
        os.kill(engine, signal.SIGSTOP)
        began = time.monotonic()
        desk.core.stop("button")
        await desk.until(lambda: desk.released > 0, "the keys to be let go")
        assert time.monotonic() - began < 0.25
        with pytest.raises(ProcessLookupError):
            os.kill(engine, 0)
        folder = await desk.over()
        assert folder is not None
        assert read_receipt((folder / "receipt.json").read_bytes()).closing is not None
        assert check(folder / "receipt.json") == 0
        await asyncio.to_thread(proven_whole, relay.data, folder)


async def test_a_slow_desk_ends_no_engine_that_answered(relay: RunningRelay, tmp_path: Path) -> None:
    """A desk that stands still for a moment after Stop finds the answer waiting, and nothing is lost."""
    async with connected(relay, tmp_path) as (desk, ana):
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await ana.heard(GrantLive)
        engine, pipe = desk.engine.pid, desk.engine._pipe
        assert pipe is not None
        desk.core.stop("button")
        deadline = time.monotonic() + PATIENCE
        while not (pipe.has_more() and b"halted" in pipe._socket.recv(1 << 16, socket.MSG_PEEK)):
            assert time.monotonic() < deadline, "the engine did not answer"
        desk.clock.ahead += 1
        desk.core.tick()
        assert desk.released == 0
        assert desk.engine.pid == engine
        await asyncio.to_thread(proven_whole, relay.data, await desk.over())


async def test_an_engine_that_dies_ends_the_session_in_order(relay: RunningRelay, tmp_path: Path) -> None:
    """A killed engine shows trouble; its session is written down, closed, and proven whole by both ends' accounts."""
    async with viewing(relay, tmp_path) as (desk, _):
        engine = desk.engine.pid
        assert engine is not None
        os.kill(engine, signal.SIGKILL)
        folder = await desk.over()
        assert desk.view.troubles
        assert folder is not None
        assert read_receipt((folder / "receipt.json").read_bytes()).closing is not None
        await asyncio.to_thread(proven_whole, relay.data, folder)


async def test_what_no_other_end_can_confirm_is_accounted_for_at_once(relay: RunningRelay, tmp_path: Path) -> None:
    """The words of the question go to the recording alone; an engine killed in the moment of the yes leaves no gap."""
    async with connected(relay, tmp_path) as (desk, ana):
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await ana.heard(GrantLive)
        assert desk.engine.pid is not None
        os.kill(desk.engine.pid, signal.SIGKILL)
        await asyncio.to_thread(proven_whole, relay.data, await desk.over())


async def test_a_lost_line_of_the_technician_is_taken_up_again(relay: RunningRelay, tmp_path: Path) -> None:
    """Nothing is captured for nobody; with fresh keys in a new epoch the picture comes again."""
    async with viewing(relay, tmp_path) as (desk, ana):
        first = (await ana.heard(GrantLive)).epoch
        ana.drop_line()
        await desk.until(lambda: desk.core.state is State.LINE_LOST, "the loss")
        seen, pictures = len(ana.events), len(ana.pictures)
        await ana.resume()
        live = await ana.heard(GrantLive, seen)
        assert live.epoch > first
        await ana.next_picture(pictures)
        assert desk.core.state is State.GRANTED


async def test_a_session_whose_line_was_lost_again_and_again_ends_as_any(relay: RunningRelay, tmp_path: Path) -> None:
    """Each return begins an epoch; of so many a statement holds the newest, and the rest was told while it ran."""
    async with viewing(relay, tmp_path) as (desk, ana):
        for _ in range(documents.STATEMENT_LINES // 3):
            seen, pictures = len(ana.events), len(ana.pictures)
            ana.drop_line()
            await ana.resume()
            await ana.heard(GrantLive, seen)
            await ana.next_picture(pictures)
        desk.core.stop("button")
        await asyncio.to_thread(proven_whole, relay.data, await desk.over())


async def test_a_restarted_relay_loses_nothing(tmp_path: Path) -> None:
    """Both ends come back by themselves within the grant, and the recording is closed in the end."""
    with RunningRelay(tmp_path) as relay:
        async with viewing(relay, tmp_path) as (desk, ana):
            relay.kill()
            await desk.until(lambda: desk.core.state is State.LINE_LOST, "the loss")
            relay.start()
            seen, pictures = len(ana.events), len(ana.pictures)
            await ana.resume()
            await ana.heard(GrantLive, seen)
            await ana.next_picture(pictures)
            desk.core.stop("button")
            folder = await desk.over()
            assert folder is not None
            assert read_receipt((folder / "receipt.json").read_bytes()).closing is not None
            assert check(folder / "receipt.json") == 0
            said = await asyncio.to_thread(verified, relay.data, folder)
            assert said.splitlines()[-1].startswith("Proven, with gaps")


async def test_a_wrong_code_is_spent_and_the_third_makes_everybody_wait(relay: RunningRelay, tmp_path: Path) -> None:
    """One try for each code; after three nobody gets another for a minute."""
    ana = await a_technician(relay)
    async with RunningDesk(relay.origin, tmp_path) as desk, ana:
        for number in range(3):
            code = await desk.code()
            wrong = ana.again()
            await wrong.join(_other_secret(code))
            expected = CodeStatus.THREE_WRONG if number == 2 else CodeStatus.WRONG
            await desk.until(partial(_says, desk, expected), "the wrong code to be seen")
            await wrong.hang_up()
            desk.view.code = ""
            desk.core.new_code()
        await asyncio.sleep(0.5)
        assert desk.view.code == ""
        desk.clock.ahead += 61
        await asyncio.sleep(0.1)
        desk.core.new_code()
        assert await desk.code()


def _other_secret(code: str) -> str:
    """Give a code with the same locator and another secret, its check digit right."""
    read = parse(code)
    return SpokenCode(read.locator, f"{(int(read.secret) + 1) % 10 ** len(read.secret):0{len(read.secret)}}").spoken()


def _says(desk: RunningDesk, status: CodeStatus) -> bool:
    return desk.view.status is status
