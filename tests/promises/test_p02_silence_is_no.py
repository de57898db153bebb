"""Promise 2: a yes names who, what, why and how long; silence, a closed window, an error or a crash is a no."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from agent.desk.view import Decision
from consent.law import State
from consent.scopes import Scope
from protocol.messages.control import ConsentAnswer, GrantLive
from tests.support.desk import RunningDesk
from tests.support.display import VirtualDisplay
from tests.support.processes import is_alive
from tests.support.real_desk import real_desk
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician


@pytest.mark.timeout(120)
@pytest.mark.parametrize("keys", ["Escape", pytest.param("alt+F4", marks=pytest.mark.long)])
async def test_on_the_real_window_each_way_out_is_a_no(
    keys: str, running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """Esc, closing the window, and killing the desk while it asks: never a grant, never a picture."""
    async with real_desk(running, display, tmp_path) as desk:
        await desk.ana.ask(Scope.VIEW)
        question = await asyncio.to_thread(desk.customer.sees_question)
        await asyncio.to_thread(display.focus, question)
        await asyncio.to_thread(display.key, keys)
        answer = await desk.ana.heard(ConsentAnswer)
        assert (answer.allowed, answer.because) == ((), "closed")
        await asyncio.to_thread(lambda: display.no_window("Question from"))
        await desk.ana.ask(Scope.VIEW)
        await asyncio.to_thread(desk.customer.sees_question)
        engine = desk.engine.pid
        desk.child.signal(signal.SIGKILL)
        await desk.ana.until(lambda: any(word.kind == "peer.lost" for word in desk.ana.told), "the loss")
        await asyncio.to_thread(lambda: display.until(lambda: not is_alive(engine), 2, "the end of the engine"))
        assert desk.ana.pictures == []
        assert not [message for message in desk.ana.said if isinstance(message, GrantLive)]


@pytest.mark.timeout(90)
async def test_what_is_not_a_whole_yes_is_none(running: RunningRelay, tmp_path: Path) -> None:
    """Too early, too much, too long, no screen, not expected, to another question: nothing is allowed."""
    ana = await Technician.enrolled(running.origin, running.invite())
    async with RunningDesk(running.origin, tmp_path) as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW)
        await desk.until(lambda: desk.view.question is not None, "the question")
        question = desk.view.question
        assert question is not None
        minutes = question.minutes_offered[0]
        whole = Decision(frozenset({Scope.VIEW}), (), minutes, "yes")
        desk.core.answered(question.id, whole)  # in the seconds in which Allow is inert
        desk.clock.ahead += question.wait_before_allow + 0.1
        for name, chosen in (
            ("A" * 22, whole),
            (question.id, Decision(frozenset({Scope.VIEW, Scope.CONTROL}), (), minutes, "yes")),
            (question.id, Decision(frozenset({Scope.VIEW}), (), 10_000, "yes")),
            (question.id, Decision(frozenset({Scope.VIEW}), (), minutes, "no")),
            (question.id, Decision(frozenset({Scope.VIEW}), (), minutes, None)),
            (question.id, Decision(frozenset({Scope.VIEW}), (9,), minutes, "yes")),
        ):
            desk.core.answered(name, chosen)
            assert desk.core.state is State.WAITING_FOR_CUSTOMER, chosen
        desk.clock.ahead += 400  # and then silence
        answer = await ana.heard(ConsentAnswer)
        assert (answer.allowed, answer.because) == ((), "no-answer")
        desk.core.answered(question.id, whole)  # too late
        assert desk.core.state is State.NOT_ASKED
        assert ana.pictures == []


@pytest.mark.timeout(90)
async def test_a_yes_names_who_what_why_and_how_long(running: RunningRelay, tmp_path: Path) -> None:
    """The question holds name, domain, reason, ticket and retention; the grant binds its very words."""
    ana = await Technician.enrolled(running.origin, running.invite("Ana Weber"))
    async with RunningDesk(running.origin, tmp_path) as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW, reason="The scanner shows lines.", ticket="T-99")
        await desk.asked()
        question = desk.view.question
        assert question is not None
        text = question.text()
        for part in (
            "Ana Weber",
            question.asker.domain,
            "The scanner shows lines.",
            "T-99",
            str(question.retention_days),
        ):
            assert part in text, part
        desk.view.yes(Scope.VIEW)
        await ana.heard(GrantLive)
        notice = desk.core._desk.live_session.notices[-1]
        assert notice.text == text
