"""Websockets in: who may open one, and what its first message makes of it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from consent.encoding import b64u, unb64u
from consent.fields import SessionId
from consent.organisation import PersonRole
from protocol import limits
from protocol.catalogue import Sender
from protocol.channels import First
from protocol.codec import decode_relay
from protocol.errors import (
    AttendedError,
    CodeRunOut,
    ControlMalformed,
    ForeignOrigin,
    LineGivenUp,
    NoSuchCode,
    NotForThisRole,
    OutOfTurn,
    RecordingNotStarted,
    ResumeRefused,
    Unforeseen,
    VersionUnknown,
)
from protocol.messages.relay import (
    AgentWait,
    AgentWaiting,
    Resume,
    ResumeChallenge,
    Resumed,
    ResumeProof,
    TechnicianJoin,
    TechnicianJoined,
    resume_proof_bytes,
)
from protocol.recording import Origin
from protocol.wire import Message
from relay.accounts import SignedIn
from relay.closing import begin_recording
from relay.outlet import Outlet
from relay.services import VERSION, Services
from relay.session import End, Session, Stage
from relay.straight import STRAIGHT, StraightWebSocket
from relay.tickets import Tickets

TICKET_PREFIX = "attended.ticket."
SESSION_BYTES = 16
NONCE_BYTES = 32
FIRST_WORD_SECONDS = 20
"""Seconds a socket may stay silent before it has said what it wants."""
LEFT = 4000
"""The close code of a technician's page that goes away: its keys are gone with it, so nobody waits for it."""
_WAIT_AGAIN = b'\x00{"kind":"agent.wait"'

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class _Gone(Exception):
    """The socket is closed."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__()
        self.for_good = for_good


class Line:
    """One websocket, from its acceptance to its end."""

    def __init__(self, services: Services, receive: Receive, outlet: Outlet, address: str) -> None:
        self.services, self.outlet, self.address = services, outlet, address
        self.left = False
        """Whether it was closed with the word that this end will not come back."""
        self.session: Session | None = None
        self.end: End | None = None
        self._receive = receive
        self._wrong: Exception | None = None  # what `take` came upon, for `carry` to raise

    async def hear(self) -> bytes:
        """
        Wait for the next message.

        Raises:
            _Gone: The socket is closed.
            ControlMalformed: It is text.
        """
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise _Gone(for_good=message.get("code") == LEFT)
        data = message.get("bytes")
        if data is None:
            raise ControlMalformed("text")
        return bytes(data)

    async def first_word(self, sender: Sender) -> Message:
        """
        Wait for a message to the relay, but not forever.

        Raises:
            ControlMalformed, VersionUnknown: It is another kind of message, or of another version.
            LineGivenUp: Nothing came.
        """
        try:
            async with asyncio.timeout(FIRST_WORD_SECONDS):
                data = await self.hear()
        except TimeoutError:
            raise LineGivenUp from None
        if data[:1] != bytes((First.RELAY,)):
            raise ControlMalformed("first byte")
        message = decode_relay(data[1:], sender)
        if isinstance(message, AgentWait | TechnicianJoin | Resume) and message.version != VERSION:
            raise VersionUnknown(message.version)
        return message

    def seat(self, session: Session, end: End) -> None:
        """Carry from now on what this end of a session says."""
        self.session, self.end = session, end

    async def carry(self) -> None:
        """Hand what `take` left to the session until the socket ends. Closing the outlet ends the socket."""
        while True:
            data = await self.hear()
            if self._wrong is not None:
                raise self._wrong
            if self.outlet.broken.is_set():
                return
            self._heard(data)
            if self.session is not None and self.session.crowded:
                await self.session.room()

    def take(self, data: bytes) -> bool:
        """Hand a message to the session as soon as it is there, or say that it has to wait for `carry`."""
        crowded = self.session is not None and self.session.crowded
        if crowded or self._wrong is not None or self.outlet.broken.is_set():
            return False
        try:
            self._heard(data)
        except Exception as wrong:  # noqa: BLE001 - the server's callback is no place for it: `carry` raises it
            self._wrong = wrong
        return self._wrong is None

    def leave(self) -> None:
        """Tell the session that this socket is gone."""
        if self.session is not None and self.end is not None:
            self.session.lost(self.end, self.outlet, for_good=self.left)

    def wait(self) -> None:
        """Let the agent wait under a fresh locator."""
        if self.session is not None:
            self.session.over(CodeRunOut())
            self.session.release()
        services = self.services
        session = Session(services, draw_session())
        locator = services.directory.wait(session.id, session, self.address)
        session.agent.outlet = self.outlet
        self.seat(session, session.agent)
        organisation = services.published.organisation
        self.outlet.say(
            AgentWaiting(
                session=session.id,
                locator=locator,
                origin=services.origin,
                log_key=services.log_key,
                server_time=services.milliseconds(),
                lifetime=limits.CODE_LIFE_SECONDS,
                organisation=organisation.domain,
                policy_sha256=organisation.policy_sha256,
            )
        )
        asyncio.get_running_loop().call_later(limits.CODE_LIFE_SECONDS, _run_out, session)

    def _heard(self, data: bytes) -> None:
        session, end = self.session, self.end
        if session is None or end is None:
            raise OutOfTurn("no session")
        if data.startswith(_WAIT_AGAIN) and end is session.agent and not session.pairing.paired:
            decode_relay(data[1:], Sender.AGENT)
            if session.stage is Stage.PAIRING:
                raise OutOfTurn("a pairing runs")
            self.wait()
            return
        session.heard(end, data)


def _run_out(session: Session) -> None:
    if session.stage is Stage.WAITING:
        session.over(CodeRunOut())


class Sockets:
    """The two websocket endpoints, as ASGI applications."""

    def __init__(self, services: Services, agents: Tickets[None], technicians: Tickets[SignedIn]) -> None:
        self._services, self._agents, self._technicians = services, agents, technicians

    async def agent(self, scope: Any, receive: Receive, send: Send) -> None:  # noqa: ANN401 - ASGI's scope
        """Serve `/agent`: any program may come, a page of another address may not."""
        if _header(scope, b"origin") not in {None, self._services.origin}:
            await _reject(receive, send)
            return
        await self._serve(scope, receive, send, self._agent)

    async def technician(self, scope: Any, receive: Receive, send: Send) -> None:  # noqa: ANN401 - ASGI's scope
        """Serve `/technician`: only the relay's own page, with a ticket bound to an account."""
        if _header(scope, b"origin") != self._services.origin:
            await _reject(receive, send)
            return
        await self._serve(scope, receive, send, self._technician)

    async def _serve(
        self,
        scope: Any,  # noqa: ANN401 - ASGI's scope
        receive: Receive,
        send: Send,
        talk: Callable[[Line, str | None], Awaitable[None]],
    ) -> None:
        offered = scope["subprotocols"]
        ticket = next((name.removeprefix(TICKET_PREFIX) for name in offered if name.startswith(TICKET_PREFIX)), None)
        await receive()  # websocket.connect
        await send({"type": "websocket.accept", "subprotocol": VERSION if VERSION in offered else None})
        address = scope["client"][0] if scope.get("client") else ""
        socket: StraightWebSocket = scope["extensions"][STRAIGHT]["socket"]
        line = Line(self._services, receive, Outlet(send, socket.send_now), address)
        sending = asyncio.ensure_future(line.outlet.run())
        try:
            _demand_version(offered)
            self._services.in_force.published(self._services.seconds())  # nobody meets here before there are rules
            await talk(line, ticket)
            socket.hears = line.take
            await line.carry()
        except _Gone as gone:
            line.left = gone.for_good
        except AttendedError as wrong:
            self._services.say.info("a socket was closed", code=wrong.code, detail=wrong.detail)
            line.outlet.close(wrong)
        except Exception as wrong:  # noqa: BLE001 - a fault of ours ends one socket, in words, and is told
            self._services.say.exception("unforeseen", what=repr(wrong))
            line.outlet.close(Unforeseen())
        finally:
            line.leave()
            line.outlet.finish()
            await sending

    async def _agent(self, line: Line, ticket: str | None) -> None:
        self._agents.take(ticket)
        message = await line.first_word(Sender.AGENT)
        if isinstance(message, AgentWait):
            line.wait()
        elif isinstance(message, Resume):
            await self._resume(line, message, Origin.AGENT, None)
        else:
            raise OutOfTurn(message.kind)

    async def _technician(self, line: Line, ticket: str | None) -> None:
        person = self._technicians.take(ticket)
        if person.role is not PersonRole.TECHNICIAN:
            raise NotForThisRole
        message = await line.first_word(Sender.TECHNICIAN)
        if isinstance(message, TechnicianJoin):
            await self._join(line, message, person)
        elif isinstance(message, Resume):
            await self._resume(line, message, Origin.TECHNICIAN, person)
        else:
            raise OutOfTurn(message.kind)

    async def _join(self, line: Line, message: TechnicianJoin, person: SignedIn) -> None:
        services = self._services
        await services.accounts.demand_fit(person)
        session = services.directory.claim(message.locator)
        session.stage = Stage.PAIRING
        try:
            await begin_recording(session)
        except (AttendedError, OSError) as wrong:
            services.say.error("a recording cannot begin", why=str(wrong))
            failed = RecordingNotStarted()
            if session.agent.outlet is not None:
                session.agent.outlet.close(failed)
            session.over(failed)
            raise failed from None
        opened = services.sessions.opened(session.id, person.id, person.thumbprint, services.seconds())
        await services.listed(opened)
        line.seat(session, session.technician)
        if session.agent.outlet is None:
            session.technician.outlet = line.outlet
            raise NoSuchCode
        organisation = services.published.organisation
        line.outlet.say(
            TechnicianJoined(
                session=session.id,
                origin=services.origin,
                log_key=services.log_key,
                server_time=services.milliseconds(),
                policy_sha256=organisation.policy_sha256,
            )
        )
        session.join(person.id, person.thumbprint, line.outlet)
        services.metrics.sessions.set(services.directory.running_count)

    async def _resume(self, line: Line, message: Resume, origin: Origin, person: SignedIn | None) -> None:
        services = self._services
        session = services.directory.running(message.session)
        role = "agent" if origin is Origin.AGENT else "technician"
        if session is None or message.role != role or session.stage is not Stage.PAIRED or session.end(origin).left:
            raise ResumeRefused("no such session to take up")
        key = session.gate.key_of(origin)
        if key is None or (person is not None and person.thumbprint != key.thumbprint):
            raise ResumeRefused("another person")
        nonce = os.urandom(NONCE_BYTES)
        line.outlet.say(ResumeChallenge(nonce=b64u(nonce)))
        proof = await line.first_word(Sender.AGENT if origin is Origin.AGENT else Sender.TECHNICIAN)
        if not isinstance(proof, ResumeProof):
            raise OutOfTurn(proof.kind)
        try:
            key.verify(unb64u(proof.signature), resume_proof_bytes(message.role, session.id, nonce))
        except AttendedError:
            raise ResumeRefused("the proof") from None
        await session.recorder.written()
        if session.stage is not Stage.PAIRED:
            raise ResumeRefused("the session ended meanwhile")
        end = session.end(origin)
        line.seat(session, end)
        line.outlet.say(
            Resumed(
                origin=services.origin,
                log_key=services.log_key,
                server_time=services.milliseconds(),
                positions=session.gate.positions(),
                peer=session.peer_of(end).outlet is not None,
            )
        )
        session.back(end, line.outlet)


def _demand_version(offered: list[str]) -> None:
    if VERSION not in offered:
        raise VersionUnknown(",".join(offered)[:80])


def _header(scope: Any, name: bytes) -> str | None:  # noqa: ANN401 - ASGI's scope
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


async def _reject(receive: Receive, send: Send) -> None:
    """Refuse the upgrade: a page of another address learns nothing, not even words."""
    await receive()
    await send({"type": "websocket.close", "code": 1008, "reason": ForeignOrigin.code})


def draw_session() -> SessionId:
    """Draw a session id that can stand on a command line: one that began with a hyphen would read as an option."""
    while (drawn := b64u(os.urandom(SESSION_BYTES))).startswith("-"):
        continue
    return SessionId(drawn)
