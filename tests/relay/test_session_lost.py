"""A line that does not come back: who is told, how long the others wait, and how the recording ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from consent.encoding import b64u
from consent.fields import SessionId
from consent.jws import Jwk
from protocol import limits
from protocol.catalogue import Sender
from protocol.codec import decode_relay, encode_plain
from protocol.errors import CodeRunOut
from protocol.messages import pairing as messages
from relay import session as rooms
from relay.closing import begin_recording
from relay.outlet import Outlet
from relay.server import Relay
from relay.services import Services
from relay.session import End, Session, Stage
from relay.settings import load
from tests.support.relay_process import RelayProcess, eventually, seeded_key

B16, B32, B64 = b64u(bytes(16)), b64u(bytes(32)), b64u(bytes(64))
ANA, AGENT = seeded_key("Ana Weber").verify_key, seeded_key("agent").verify_key


class Wire:
    """A socket that remembers what the relay said."""

    def __init__(self) -> None:
        self.outlet = Outlet(self._take, lambda _data: False)
        self.said: list[str] = []
        self.running = asyncio.ensure_future(self.outlet.run())

    async def _take(self, message: dict[str, Any]) -> None:
        data = message.get("bytes", b"")
        if data[:1] == b"\x00":
            self.said.append(decode_relay(data[1:], Sender.RELAY).kind)


class Scene:
    """A paired session in this process."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.session = Session(services, SessionId(B16))
        self.agent, self.technician = Wire(), Wire()

    async def pair(self) -> Scene:
        """Pair, with noise for shares."""
        session = self.session
        self.services.directory.keep(session.id, session)
        session.agent.outlet = self.agent.outlet
        await begin_recording(session)
        session.join(1, ANA.thumbprint, self.technician.outlet)
        said: list[tuple[End, Any]] = [
            (session.agent, messages.PairHello(nonce=B16)),
            (session.technician, messages.PairShare.model_validate(
                {"nonce": B16, "share": B32, "key": Jwk.model_validate(ANA.jwk()), "entry_sha256": B32, "console": "t"}
            )),
            (session.agent, messages.PairAnswer.model_validate(
                {"share": B32, "key": Jwk.model_validate(AGENT.jwk()), "policy_sha256": B32}
            )),
            (session.technician, messages.PairConfirm(tag=B64)),
            (session.agent, messages.PairConfirmed(tag=B64)),
        ]  # fmt: skip
        for end, message in said:
            session.heard(end, encode_plain(message))
        return self

    @property
    def over(self) -> bool:
        """Whether the session is finished and forgotten."""
        return self.session.stage is Stage.OVER and self.services.directory.running(self.session.id) is None


@pytest.fixture
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """Give a paired session whose minute is short."""
    monkeypatch.setattr(limits, "RESUME_SECONDS", 0)
    monkeypatch.setattr(rooms, "GOODBYE_SECONDS", 0.05)
    data = RelayProcess(tmp_path / "data").init().data
    async with Relay(load(data), "http://localhost:1") as relay:
        made = await Scene(relay.parts.services).pair()
        yield made
        for wire in (made.agent, made.technician):
            wire.outlet.finish()
            await wire.running


async def test_an_agent_that_does_not_come_back_ends_the_session(scene: Scene) -> None:
    """The technician is told of the loss, then of the end; the recording is finished without the desk's word."""
    scene.session.lost(scene.session.agent, scene.agent.outlet)

    await eventually(lambda: scene.over)
    await eventually(lambda: scene.technician.said == ["peer.lost", "closed"])
    assert scene.services.shelf.recording(B16) is not None


async def test_a_technician_who_does_not_come_back_leaves_the_last_word_to_the_desk(scene: Scene) -> None:
    """The agent hears that the technician is gone and has time to say goodbye; one that never does is given up."""
    scene.session.lost(scene.session.technician, scene.technician.outlet)

    await eventually(lambda: "peer.left" in scene.agent.said)
    assert scene.session.technician.left
    await eventually(lambda: scene.over)
    await eventually(lambda: scene.agent.said[-1] == "closed")


async def test_a_technician_who_leaves_for_good_gets_no_minute(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says that it goes away is given up at once; an agent's line always gets its minute."""
    monkeypatch.setattr(limits, "RESUME_SECONDS", 30)
    monkeypatch.setattr(rooms, "GOODBYE_SECONDS", 30)
    scene.session.lost(scene.session.technician, scene.technician.outlet, for_good=True)

    await eventually(lambda: "peer.left" in scene.agent.said)
    assert "peer.lost" not in scene.agent.said
    assert scene.session.technician.left
    scene.session.lost(scene.session.agent, scene.agent.outlet, for_good=True)
    assert not scene.session.agent.left


async def test_an_agent_that_comes_back_after_the_technician_was_given_up_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hears at once that nobody is there any more, and keeps its time for the goodbye."""
    monkeypatch.setattr(rooms, "GOODBYE_SECONDS", 30)
    scene.session.lost(scene.session.technician, scene.technician.outlet)
    await eventually(lambda: "peer.left" in scene.agent.said)
    monkeypatch.setattr(limits, "RESUME_SECONDS", 30)
    scene.session.lost(scene.session.agent, scene.agent.outlet)
    again = Wire()
    scene.session.back(scene.session.agent, again.outlet)

    await eventually(lambda: again.said == ["peer.left"])
    assert not scene.over
    scene.session.stop()
    await again.running


async def test_an_end_that_comes_back_in_time_is_not_given_up(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute ends with the return, and the older socket of the same end counts no more."""
    monkeypatch.setattr(limits, "RESUME_SECONDS", 1)
    scene.session.lost(scene.session.agent, scene.agent.outlet)
    again = Wire()
    scene.session.back(scene.session.agent, again.outlet)
    scene.session.lost(scene.session.agent, scene.agent.outlet)  # the older socket's end, heard of late
    await asyncio.sleep(1.2)

    assert scene.session.stage is Stage.PAIRED
    assert scene.session.agent.outlet is again.outlet
    scene.session.stop()
    await again.running


async def test_an_agent_that_waits_for_nothing_is_let_go(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket whose code ran out may ask for a new one for a while; then it closes. A released one is another's."""
    monkeypatch.setattr(limits, "CODE_LIFE_SECONDS", 0.05)
    idle, released = Wire(), Wire()
    for wire in (idle, released):
        session = Session(scene.services, SessionId(b64u(bytes(16))))
        session.agent.outlet = wire.outlet
        session.over(CodeRunOut())
        if wire is released:
            session.release()

    await eventually(lambda: idle.said == ["closed"])
    assert released.said == []
    released.outlet.finish()
    await released.running
