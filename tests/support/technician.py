"""
A technician without a browser, over real sockets: the console's protocol in Python, worked by a test.

    async with await Technician.enrolled(relay.origin, relay.invite()) as ana:
        await ana.pair(code)
        await ana.ask(Scope.VIEW)
        live = await ana.heard(GrantLive)
        picture = await ana.next_picture()

It keeps to the protocol. `force` is for a technician with a program of its own, that asks no ledger.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from consent import limits as documents
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.fields import Position, SessionId
from consent.jws import SigningKey, VerifyKey, sha256_of, sign
from consent.permits import Ledger
from consent.policy import OrganisationPolicy
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.statement import TranscriptLine, TranscriptStatement
from protocol import code as spoken
from protocol import well_known
from protocol.catalogue import CATALOGUE, Sender
from protocol.channels import First
from protocol.codec import decode_pairing, decode_relay, encode, encode_plain
from protocol.events import (
    Ended,
    Event,
    Paired,
    PairingEvent,
    PairingSaid,
    RefusedByRelay,
    ResumedWith,
    Said,
    Shown,
    Told,
)
from protocol.keys import commitment
from protocol.messages.control import AskConsent, SessionEnded
from protocol.messages.relay import (
    DocumentSent,
    EndSigned,
    PeerBack,
    Resume,
    ResumeChallenge,
    Resumed,
    ResumeProof,
    TechnicianJoin,
    TechnicianJoined,
    resume_proof_bytes,
)
from protocol.messages.report import ReportPart, ReportReceived
from protocol.messages.screen import ScreenAck
from protocol.pairing import VERSION, Place, SpentCodes, TechnicianPairing
from protocol.report.parts import Gathering
from protocol.resume import TechnicianResume
from protocol.screen import ScreenMessage
from protocol.screen import parse as parse_picture
from protocol.session import TechnicianSession
from protocol.technician import prove_technician
from protocol.wire import Message

PATIENCE = 15.0
"""Seconds a test waits for anything before it fails."""
STATEMENT_SECONDS = 1.0
SIGN_IN_CONTEXT = b"attended/1 sign-in\0"
Kind = TypeVar("Kind", bound=Message)


class Technician:
    """One signed-in technician. `events` holds everything the session said, in order; `told` what the relay said."""

    def __init__(self, origin: str, key: SigningKey) -> None:
        self.origin = origin
        self.key = key
        self.events: list[Event] = []
        self.pairing_events: list[PairingEvent] = []
        self.told: list[Message] = []
        self.pictures: list[ScreenMessage] = []
        self.session: TechnicianSession | None = None
        self.paired: Paired | None = None
        self.policy: OrganisationPolicy | None = None
        self.policy_token = ""
        self.entry = ""
        self.acknowledges = True
        """Whether frames and reports are acknowledged as a console does."""
        self.reports: list[bytes] = []
        """The reports that came whole, each time that one did."""
        self._gathering = Gathering()
        self.ledger = Ledger(time.monotonic)
        self._cookie = ""
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._stating: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self._pairing: TechnicianPairing | None = None
        self._resume: TechnicianResume | None = None
        self._spent = SpentCodes()
        self._code: spoken.SpokenCode | None = None
        self._recorded: tuple[Position, ...] | None = None
        self._has_ended = False
        self._drawn = 0
        self._fault: Exception | None = None
        self.joined: TechnicianJoined | None = None

    @classmethod
    async def enrolled(cls, origin: str, link: str) -> Technician:
        """Use a link up with a fresh key, and sign in."""
        technician = cls(origin, SigningKey.from_seed(os.urandom(32)))
        token = link.partition("#")[2]
        await technician._api("POST", "/api/enrol", {"token": token, "jwk": technician.key.verify_key.jwk()})
        await technician.sign_in()
        return technician

    def again(self) -> Technician:
        """Give the same signed-in person for another session."""
        other = Technician(self.origin, self.key)
        other._cookie, other.entry = self._cookie, self.entry
        other.policy, other.policy_token = self.policy, self.policy_token
        return other

    async def __aenter__(self) -> Self:
        """Give the technician."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        await self.hang_up()

    # The relay's pages

    async def sign_in(self) -> None:
        """Sign the relay's challenge."""
        asked = await self._api("POST", "/api/sign-in", {"thumbprint": self.key.verify_key.thumbprint})
        signed = SIGN_IN_CONTEXT + self.origin.encode() + b"\0" + unb64u(asked["challenge"])
        await self._api(
            "POST",
            "/api/sign-in/answer",
            {"challenge": asked["challenge"], "signature": b64u(self.key.sign(signed))},
        )
        self.entry = (await self._api("GET", "/api/entry"))["entry"]
        found = well_known.parse(json.dumps(await self._api("GET", "/.well-known/attended")).encode())
        self.policy_token = found.policy
        payload = found.policy.split(".")[1]
        self.policy = OrganisationPolicy.model_validate_json(unb64u(payload))

    async def ticket(self) -> str:
        """Get a ticket for one websocket."""
        return str((await self._api("POST", "/api/technician-ticket", {}))["ticket"])

    # Pairing

    async def join(self, code: str) -> None:
        """Take a code's locator to the relay."""
        self._code = spoken.parse(code)
        await self._connect(TechnicianJoin(version=VERSION, locator=self._code.locator))

    async def pair(self, code: str) -> Paired:
        """Type a code, and prove who this is."""
        await self.join(code)
        await self.until(lambda: self.paired is not None)
        assert self.paired is not None
        await self.heard_kind("pairing.result")
        return self.paired

    # A session

    async def ask(
        self, *scopes: Scope, minutes: int = 15, reason: str = "The printer does not print.", ticket: str = "4711"
    ) -> ConsentRequest:
        """Put a question."""
        request, message = self.question(*scopes, minutes=minutes, reason=reason, ticket=ticket)
        await self.say_plain(DocumentSent(token=message.request))
        await self.say(message)
        return request

    def question(
        self, *scopes: Scope, minutes: int, reason: str, ticket: str, **changes: object
    ) -> tuple[ConsentRequest, AskConsent]:
        """Make a question, with claims changed as a test wants them."""
        assert self.paired is not None
        assert self.policy is not None
        assert self.joined is not None
        salt, now = os.urandom(32), int(time.time())
        words = canonical({"reason": reason, "ticket": ticket}).decode()
        claims: dict[str, Any] = {
            "iss": self.key.verify_key.thumbprint,
            "sub": self.paired.agent_key.thumbprint,
            "aud": self.origin,
            "jti": b64u(os.urandom(16)),
            "sid": self.joined.session,
            "iat": now,
            "exp": now + 300,
            "scopes": scopes,
            "minutes": minutes,
            "purpose": self.policy.purposes[0].term,
            "words_sha256": b64u(commitment(salt, words)),
            "policy_sha256": sha256_of(self.policy_token),
        }
        request = ConsentRequest.model_validate(claims | changes)
        token = sign(request, self.key)
        return request, AskConsent(request=token, reason=reason, ticket=ticket, salt=b64u(salt))

    async def say(self, message: Message) -> None:
        """Seal a message and send it, if our own ledger allows."""
        assert self.session is not None
        self.session.send(message)
        await self._flush()

    async def say_plain(self, message: Message) -> None:
        """Send a message to the relay, or a step of pairing."""
        await self._write(encode_plain(message))

    async def force(self, message: Message) -> None:
        """Seal a message whatever the consent says: a technician with a program of its own."""
        assert self.session is not None
        sealed = self.session._keyring.seal(CATALOGUE[message.kind].channel, encode(message))
        self.session._outbox.window.take(len(sealed.data))
        self.session._transcripts.sent(sealed.place, sealed.counter, sealed.data)
        await self._write(sealed.data)

    async def heard(self, kind: type[Kind], after: int = 0) -> Kind:
        """Wait for a message of this kind, among the events from number `after` on."""

        def find() -> Kind | None:
            for event in self.events[after:]:
                if isinstance(event, Said) and isinstance(event.message, kind):
                    return event.message
            return None

        await self.until(lambda: find() is not None, kind.__name__)
        found = find()
        assert found is not None
        return found

    async def heard_kind(self, kind: str) -> Message:
        """Wait for a message by its name."""
        await self.until(lambda: any(message.kind == kind for message in self.said), kind)
        return next(message for message in self.said if message.kind == kind)

    async def next_picture(self, after: int | None = None) -> ScreenMessage:
        """Wait for a part of the picture that has not come yet (or beyond number `after`)."""
        seen = len(self.pictures) if after is None else after
        await self.until(lambda: len(self.pictures) > seen, "a picture")
        return self.pictures[seen]

    async def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Wait until something holds; it is looked at whenever anything arrives."""
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: self._fault is not None or holds()), PATIENCE)
                if self._fault is not None:
                    raise self._fault
            except TimeoutError:
                raise AssertionError(f"waited for {what}; said so far: {self.summary()}") from None

    @property
    def said(self) -> list[Message]:
        """Give what the agent said."""
        return [event.message for event in self.events if isinstance(event, Said)]

    @property
    def refused(self) -> list[str]:
        """Give the codes of what the relay's gate refused."""
        return [event.notice.code for event in self.events if isinstance(event, RefusedByRelay)]

    @property
    def ended(self) -> Ended | None:
        """Give what ended the session."""
        return next((event for event in self.events if isinstance(event, Ended)), None)

    def summary(self) -> list[str]:
        """Name what arrived, for a failing test."""
        return [getattr(event, "message", event).__class__.__name__ for event in self.events] + [
            message.kind for message in self.told
        ]

    # The line

    def drop_line(self) -> None:
        """Lose the line, as a cable that is pulled."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def resume(self) -> None:
        """Come back on a new line and prove who this is, to relay and agent."""
        assert self.session is not None
        assert self.joined is not None
        await self._end_tasks()
        self.session.line_lost()
        self._recorded = ()
        first = Resume(version=VERSION, session=SessionId(self.joined.session), role="technician")
        before = self.session.epoch
        await self._connect(first)
        await self.until(lambda: self.session is not None and self.session.epoch > before, "the resume")

    async def hang_up(self) -> None:
        """Close the line in order."""
        if self._socket is not None:
            await self._socket.close()
        await self._end_tasks()

    async def _connect(self, first: Message) -> None:
        self._socket = await connect(
            f"ws{self.origin.removeprefix('http')}/technician",
            origin=Origin(self.origin),
            subprotocols=[Subprotocol(VERSION), Subprotocol(f"attended.ticket.{await self.ticket()}")],
            compression=None,
            max_size=8 * 2**20,
            proxy=None,
        )
        await self._socket.send(encode_plain(first))
        self._reading = asyncio.ensure_future(self._read(self._socket))
        self._stating = asyncio.ensure_future(self._state())

    async def _end_tasks(self) -> None:
        for task in (self._reading, self._stating):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        self._reading = self._stating = None

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                assert isinstance(data, bytes)
                await self._take(data)
                async with self._news:
                    self._news.notify_all()
        except (OSError, WebSocketException):
            return
        except Exception as fault:  # noqa: BLE001 - shown where the test waits
            self._fault = fault
            async with self._news:
                self._news.notify_all()

    async def _take(self, data: bytes) -> None:
        if self.session is None:
            await self._take_before_keys(data)
            return
        for event in self.session.receive(data):
            self.events.append(event)
            match event:
                case Told():
                    await self._hear_relay(event.message)
                case PairingSaid():
                    await self._hear_resume(event.message)
                case Shown():
                    await self._draw(event)
                case Said(message=SessionEnded()):
                    await self._give_last_account()
                case Said(message=ReportPart() as part):
                    await self._gather(part)
        await self._flush()

    async def _gather(self, part: ReportPart) -> None:
        """Put a report together, and say that it is here, as a console does."""
        if part.number == 1:
            self._gathering = Gathering()
        data = self._gathering.take(part)
        if data is None:
            return
        self.reports.append(data)
        if self.acknowledges and Scope.REPORT in self.ledger.living():
            await self.say(ReportReceived(sha256=part.sha256))

    async def _take_before_keys(self, data: bytes) -> None:
        if data[:1] == bytes((First.RELAY,)):
            await self._hear_relay(decode_relay(data[1:], Sender.RELAY))
        elif data[:1] == bytes((First.PAIRING,)) and self._pairing is not None:
            events = self._pairing.receive(decode_pairing(data[1:], Sender.AGENT))
            self.pairing_events += events
            for message in self._pairing.to_send():
                await self.say_plain(message)
            for event in events:
                if isinstance(event, Paired):
                    await self._begin(event)

    async def _begin(self, paired: Paired) -> None:
        assert self.joined is not None
        self.session = TechnicianSession(SessionId(self.joined.session), paired.channel0, self.ledger, paired.agent_key)
        await self.say(prove_technician(self.entry, paired.transcript, self.key))
        self.paired = paired

    async def _hear_relay(self, message: Message) -> None:
        self.told.append(message)
        match message:
            case TechnicianJoined():
                assert self._code is not None
                self.joined = message
                self._pairing = TechnicianPairing(
                    self._code,
                    Place(SessionId(message.session), message.origin, message.log_key),
                    self.key.verify_key,
                    sha256_of(self.entry),
                    "test",
                    os.urandom,
                    self._spent,
                )
            case ResumeChallenge():
                assert self.joined is not None
                signed = resume_proof_bytes("technician", self.joined.session, unb64u(message.nonce))
                await self.say_plain(ResumeProof(signature=b64u(self.key.sign(signed))))
            case EndSigned():
                await self._give_last_account()
            case Resumed():
                self._recorded = message.positions
                if message.peer:
                    await self._start_resume()
            case PeerBack():
                await self._start_resume()

    async def _give_last_account(self) -> None:
        """Say it once: the sealed word of the end and the relay's come one after the other, or the relay's alone."""
        if self.session is not None and not self._has_ended:
            self._has_ended = True
            if self._recorded is not None:
                self.session.recorded(self._recorded)
            lines = self.session.lines(changed_only=False)
            await self.say_plain(DocumentSent(token=self.statement(lines, final=True)))

    async def _start_resume(self) -> None:
        assert self.paired is not None
        assert self.session is not None
        self._resume = TechnicianResume(
            self.paired.session_secret, self.paired.resume_key, self.session.epoch, os.urandom
        )
        self._resume.start()
        for message in self._resume.to_send():
            await self.say_plain(message)

    async def _hear_resume(self, message: Message) -> None:
        if self._resume is None:
            return
        events = self._resume.receive(message)
        for reply in self._resume.to_send():
            await self.say_plain(reply)
        for event in events:
            if isinstance(event, ResumedWith):
                assert self.session is not None
                if self._recorded is not None:  # our own line was lost, not only the other end's
                    self.session.line_lost()
                self.session.line_back(event.channel0, self._recorded)
                self._recorded = None

    async def _draw(self, event: Shown) -> None:
        picture = parse_picture(event.picture)
        self.pictures.append(picture)
        if self.acknowledges and not picture.more and self.session is not None and self.ledger.living():
            self._drawn = picture.frame
            self.session.send(ScreenAck(frame=picture.frame, decode_ms=1))

    async def _state(self) -> None:
        while True:
            await asyncio.sleep(STATEMENT_SECONDS)
            if self.session is None or self.joined is None or self.session.ended is not None:
                continue
            lines = self.session.lines()
            if lines:
                await self.say_plain(DocumentSent(token=self.statement(lines, final=False)))

    def statement(self, lines: list[Any], *, final: bool) -> str:
        """Sign an account of what was sent and heard."""
        assert self.joined is not None
        claims = {
            "iss": self.key.verify_key.thumbprint,
            "aud": self.origin,
            "jti": b64u(os.urandom(16)),
            "sid": self.joined.session,
            "iat": int(time.time()),
            "lines": tuple(
                TranscriptLine(
                    epoch=line.epoch,
                    direction=line.direction,
                    channel=line.channel,
                    count=line.count,
                    hash=line.hash,
                    lost=line.lost,
                )
                for line in lines[-documents.STATEMENT_LINES :]
            ),
            "final": final,
        }
        return sign(TranscriptStatement.model_validate(claims), self.key)

    async def _flush(self) -> None:
        if self.session is not None:
            for data in self.session.to_send():
                await self._write(data)

    async def _write(self, data: bytes) -> None:
        assert self._socket is not None
        try:
            await self._socket.send(data)
        except WebSocketException:
            return  # the reading side ends with the line

    async def _api(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        return await asyncio.to_thread(self._call, method, path, body)

    def _call(self, method: str, path: str, body: object) -> dict[str, Any]:
        parts = urlsplit(self.origin)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        headers = {"X-Attended": "1", "Origin": self.origin, "Cookie": self._cookie}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body)
        try:
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            said = response.read()
            if cookie := response.getheader("Set-Cookie"):
                self._cookie = cookie.partition(";")[0]
        finally:
            connection.close()
        assert response.status == http.client.OK, said
        return dict(json.loads(said))


def agent_key_of(technician: Technician) -> VerifyKey:
    """Give the agent's session key as the pairing proved it."""
    assert technician.paired is not None
    return technician.paired.agent_key
