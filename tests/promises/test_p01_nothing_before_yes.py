"""Promise 1: nothing leaves the computer before its customer said yes to that very thing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path

import pytest

from agent.desk.core import DeskCore
from consent.law import State
from consent.pause import PauseBecause
from consent.scopes import Channel, Scope
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction, kid
from protocol.code import parse
from protocol.codec import encode
from protocol.errors import AttendedError
from protocol.messages.control import ConsentAnswer, GrantLive, QuestionShown
from protocol.messages.screen import ScreenKeyframe
from protocol.wire import Message
from tests.support import telling_engine
from tests.support.desk import RunningDesk
from tests.support.messages import SEALED
from tests.support.pair import TEST_CARD
from tests.support.running_relay import RunningRelay
from tests.support.standing import BY_AGENT, BY_TECHNICIAN, MAY_FLOW, Standing
from tests.support.technician import Technician

SCOPED = [message for message in BY_TECHNICIAN if CATALOGUE[message.kind].channel not in (0, 4)]


def test_the_matrix_knows_every_state_and_every_message() -> None:
    """A state or a message that is new comes into the matrix by itself, or this fails."""
    assert set(MAY_FLOW) == set(State)
    assert {message.kind for message in SEALED} == set(CATALOGUE)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("message", BY_TECHNICIAN, ids=lambda message: message.kind)
def test_every_message_in_every_state_meets_gate_and_agent(state: State, message: Message) -> None:
    """Whatever a technician sends, the gate passes it and the agent acts on it just where a yes covers it."""
    session = Standing().at(state)
    channel, events = CATALOGUE[message.kind].channel, len(session.agent_events)
    attempt = session.attempt(message)

    assert attempt.acted == (channel in MAY_FLOW[state]), session.agent_events[events:]
    if state is not State.LINE_LOST:  # the relay may still think that the line stands; nobody is there to act
        assert (attempt.refused_by_gate is None) == (channel in MAY_FLOW[state])


@pytest.mark.parametrize("state", State)
def test_the_agent_itself_says_nothing_that_no_yes_covers(state: State) -> None:
    """Even the agent's own program cannot send a picture or a word where nothing was allowed."""
    session = Standing().at(state)
    for message in BY_AGENT:
        channel = CATALOGUE[message.kind].channel
        if channel in MAY_FLOW[state] | {Channel.ASIDE}:
            continue
        with pytest.raises(AttendedError):
            session.agent.send(message)
    if Channel.SCREEN not in MAY_FLOW[state]:
        with pytest.raises(AttendedError):
            session.agent.send_screen(TEST_CARD)


@pytest.mark.parametrize("state", State)
def test_the_gate_passes_no_channel_that_nobody_allowed(state: State) -> None:
    """Report, clipboard, files and channels that do not exist stay closed, both ways and in every epoch."""
    session = Standing().at(state)
    epochs = range(session.agent.epoch + 2)
    for channel, direction, epoch in product((5, 6, 7, 9, 64, 127), Direction, epochs):
        assert session.gate.message(kid(epoch, direction, channel), 9) is not None


@pytest.mark.parametrize("message", SCOPED, ids=lambda message: message.kind)
def test_keys_of_an_earlier_yes_open_nothing_in_a_later_one(message: Message) -> None:
    """A technician that kept an old epoch's keys seals under them in vain once that yes was replaced."""
    session = Standing().at(State.GRANTED)
    channel = CATALOGUE[message.kind].channel
    old = session.console._keyring.seal(channel, encode(message)).data
    session.allow(Scope.FILES)
    before = len(session.acted)
    session.agent_events += session.agent.receive(old)

    assert session.gate.message(kid(0, Direction.FROM_TECHNICIAN, 0), 99) is None  # channel 0 lives on
    assert session.gate.message(kid(2, Direction.FROM_TECHNICIAN, channel), 99) is not None
    assert len(session.acted) == before


# With the real relay, core and engine: what the engine opens is written down by the engine itself.


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for this file."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest.fixture
async def met(
    relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RunningDesk, Technician, Path]]:
    """Give a desk whose engine tells what it opens, a technician who is paired, and the file it tells in."""
    told = tmp_path / "told"
    told.touch()
    monkeypatch.setenv(telling_engine.TOLD, str(told))
    ana = await Technician.enrolled(relay.origin, relay.invite())
    async with RunningDesk(relay.origin, tmp_path, "tests.support.telling_engine") as desk, ana:
        await ana.pair(await desk.code())
        yield desk, ana, told


async def test_capture_is_not_even_started_before_the_yes(met: tuple[RunningDesk, Technician, Path]) -> None:
    """While the question stands no screen is opened; after the yes to view, no hands are (acceptance 1)."""
    desk, ana, told = met
    for message in SCOPED:
        with pytest.raises(AttendedError):
            await ana.force(message)
    await ana.ask(Scope.VIEW)
    await ana.heard(QuestionShown)
    await desk.asked()
    assert telling_engine.deeds(told) == []
    assert ana.pictures == []

    desk.view.yes(Scope.VIEW)
    await ana.heard(GrantLive)
    await ana.next_picture(0)
    for message in (message for message in SCOPED if CATALOGUE[message.kind].channel in (2, 3)):
        await ana.force(message)
    await ana.until(lambda: len(ana.refused) >= 5, "the gate's refusals")
    assert {line.what for line in telling_engine.deeds(told)} == {"source", "grab"}


async def test_a_no_opens_nothing(met: tuple[RunningDesk, Technician, Path]) -> None:
    """After a no there is no key, no capture and no picture, however the technician goes on."""
    desk, ana, told = met
    await ana.ask(Scope.VIEW)
    await desk.asked()
    desk.view.no()
    assert (await ana.heard(ConsentAnswer)).allowed == ()
    with pytest.raises(AttendedError):
        await ana.force(ScreenKeyframe())
    assert (telling_engine.deeds(told), ana.pictures, desk.core.state) == ([], [], State.NOT_ASKED)


async def test_after_pause_nothing_is_grabbed(met: tuple[RunningDesk, Technician, Path]) -> None:
    """While the session is paused the engine looks at nothing, though the screen changes and pictures are asked for."""
    desk, ana, told = met
    await ana.ask(Scope.VIEW)
    await desk.allow(Scope.VIEW)
    await ana.next_picture(0)
    desk.core.pause()
    await ana.heard_kind("session.paused")
    grabs = len(telling_engine.deeds(told))
    for _ in range(3):
        await ana.force(ScreenKeyframe())
    await ana.until(lambda: len(ana.refused) >= 3, "refusals")
    assert len(telling_engine.deeds(told)) == grabs
    assert PauseBecause.CUSTOMER in pauses_of(desk.core)


def pauses_of(core: DeskCore) -> set[PauseBecause]:
    """Give why a desk is paused."""
    return set(core._parts.living.pauses)


async def test_the_engine_is_handed_no_secret_of_the_desk(met: tuple[RunningDesk, Technician, Path]) -> None:
    """What starts the engine carries no code and no key: three descriptors and the desk's process id."""
    desk, _, _ = met
    assert desk.engine.pid is not None
    process = Path(f"/proc/{desk.engine.pid}")
    argv = process.joinpath("cmdline").read_bytes().split(b"\0")[1:-1]
    assert argv[:2] == [b"-m", b"tests.support.telling_engine"]
    assert all(part.isdigit() for part in argv[2:])
    assert argv[-1] == str(os.getpid()).encode()
    secret = parse(desk.view.code).secret
    assert f"={secret}".encode() not in process.joinpath("environ").read_bytes()
