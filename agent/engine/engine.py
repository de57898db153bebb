"""
The engine: carries bytes, opens and seals, captures and injects while a permit lives. It decides nothing.

It holds traffic keys and the ledger of what the desk permitted. When the desk's end of the pipe closes, it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Iterable
from functools import partial

from agent.engine.account import NEWEST_LINES, AccountWriter
from agent.engine.admission import Admission
from agent.engine.forms import body_of, line_is, lines_of, own_message, rect_of, secrets_of
from agent.engine.line import Line, Where
from agent.engine.reporting import Looking, Reporting
from agent.engine.work import Work
from agent.pipe import messages as said
from agent.pipe.engine_end import EngineEnd
from consent.canonical import canonical
from consent.encoding import unb64u
from consent.errors import AttendedError, GrantExpired, GrantMissing
from consent.fields import Position, SessionId
from consent.grant import ConsentGrant
from consent.jws import VerifyKey, read
from consent.permits import Ledger
from consent.scopes import PAUSED_CHANNELS, Channel, Scope, channels_of
from protocol import limits
from protocol.catalogue import Sender
from protocol.channels import First, Place
from protocol.codec import decode_pairing, decode_relay, encode
from protocol.errors import ChannelShut, NoRoom, PipeBroken
from protocol.events import (
    Channel0Keys,
    Ended,
    Event,
    PairingSaid,
    RefusedByRelay,
    RefusedHere,
    RoomAgain,
    Said,
    Told,
)
from protocol.keys import ToAgentKey, ToConsoleKey
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.relay import Resume, Resumed
from protocol.pairing import VERSION
from protocol.session import AgentSession
from protocol.wire import Message

STATEMENT_SECONDS = 1.0
CHAT_LINES = 20
"""Lines of the chat that wait for keys at most: more than anybody writes while a line comes back."""
boot_time = partial(time.clock_gettime, time.CLOCK_BOOTTIME)
"""Gives the seconds since the computer started, sleep included: what deadlines are counted on."""


class Engine:
    """One engine process: one pipe, one line at a time, one session at a time."""

    def __init__(
        self, pipe: EngineEnd, account: AccountWriter, work: Work | None, looking: Looking | None = None
    ) -> None:
        """
        Take the pipe and the shared account.

        `work` captures and injects, `looking` collects a report and shows live use; a closing engine has neither.
        """
        self._pipe = pipe
        self._account = account
        self._work = work
        self._reporting = Reporting(looking, self, self._tell) if looking is not None else None
        self._line: Line | None = None
        self._carrying: asyncio.Task[None] | None = None
        self._first = b""
        self._admission = Admission()
        self._plain: list[bytes] = []
        self._session: AgentSession | None = None
        self._ledger = Ledger(boot_time)
        self._agent_key: VerifyKey | None = None
        self._preparing: asyncio.Task[None] | None = None
        self._is_halted = False
        # After a lost line: how far everything had come, and what of it the relay says it recorded.
        self._final: list[Position] = []
        self._recorded: tuple[Position, ...] | None = None
        self._chat: deque[Message] = deque(maxlen=CHAT_LINES)
        if work is not None:
            work.attach(self._send, self._send_screen, self._tell, self._unsent)

    async def run(self) -> None:
        """Serve the desk until it says goodbye or its end closes."""
        ticking = asyncio.ensure_future(self._tick())
        try:
            async for message in self._pipe.messages():
                if isinstance(message, said.Goodbye):
                    break
                try:
                    await self._heard(message)
                except AttendedError as error:
                    self._tell(said.Broken(code=error.code, words=error.words, remedy=error.remedy))
        finally:
            ticking.cancel()
            await self._shut()
            if self._preparing is not None:
                await self._preparing
        await self._pipe.close()

    # From the desk

    async def _heard(self, message: said.PipeMessage) -> None:  # noqa: C901, PLR0912 - one line for each message there is
        match message:
            case said.Start():
                await self._start(message)
            case said.SayToRelay():
                self._say_plain(First.RELAY, message.body)
            case said.SayToPair():
                self._say_plain(First.PAIRING, message.body)
            case said.ControlKeys():
                self._key(message)
            case said.SayToTechnician():
                self._say(own_message(message.body))
            case said.Permit():
                await self._permit(message)
            case said.OnlyChat():
                await self._only_chat(message)
            case said.Close():
                await self._close(message)
            case said.Pause():
                self._pause(message)
            case said.GoOn() if not self._admission.is_away:
                self._ledger.resume()
                if self._work is not None:
                    self._work.resume()
            case said.QuestionStands():
                await self._question(stands=message.stands)
            case said.Mask():
                if self._work is not None:
                    areas, reach = map(rect_of, message.areas), map(rect_of, message.reach)
                    self._work.mask(message.serial, areas, reach, map(rect_of, message.clocks))
                self._tell(said.Masked(serial=message.serial))
            case said.Focus():
                if self._work is not None:
                    self._work.focus(has=message.has)
            case said.CustomersHand():
                if self._work is not None:
                    self._work.customer(holds=message.holds)
            case said.CollectReport() | said.SayReport() | said.ShowVitals():
                if self._reporting is not None:
                    self._reporting.heard(message)
            case said.Halt():
                await self._halt()
            case said.AskAccounts():
                await self._settle()
                lines = self._session.lines(changed_only=False) if self._session else []
                self._tell(said.Accounts(lines=lines_of(lines), asked=True))

    async def _start(self, message: said.Start) -> None:
        await self._shut()
        self._session = None
        self._final, self._recorded = [], None
        self._ledger = Ledger(boot_time)
        self._is_halted = False
        self._plain.clear()
        self._chat.clear()
        if self._reporting is not None:
            self._reporting.origin = message.origin
        self._first = bytes((First.RELAY,)) + message.first.encode()
        self._admission.begin(message.first)
        self._line = Line(Where(message.origin, message.websocket), self, self._to_send)
        self._line.patience = limits.RESUME_SECONDS if message.closing else None
        self._carrying = asyncio.ensure_future(self._line.run())

    def _say_plain(self, first: First, body: str) -> None:
        if self._admission.may_say(first, body):
            self._plain.append(bytes((first,)) + body.encode())
            self._wake()

    def _key(self, message: said.ControlKeys) -> None:
        keys = Channel0Keys(
            message.epoch, ToConsoleKey(unb64u(message.from_agent)), ToAgentKey(unb64u(message.from_technician))
        )
        self._agent_key = VerifyKey.from_jwk(message.agent_key)
        if self._session is None:
            self._session = AgentSession(SessionId(message.session), keys, self._ledger)
        elif not self._admission.takes_keys():
            return
        else:
            if self._recorded is None:
                self._tell_all_sent()
            for event in self._session.line_back(keys, self._recorded):
                self._handle(event)
            self._recorded, self._final = None, []
        self._admission.keyed()
        if self._line is not None:
            self._line.patience = limits.RESUME_SECONDS
        resume = Resume(version=VERSION, session=SessionId(message.session), role="agent")
        self._first = bytes((First.RELAY,)) + canonical(resume.model_dump())

    async def _permit(self, message: said.Permit) -> None:
        session = self._need_session()
        if self._agent_key is None or self._is_halted or self._admission.is_away:
            return
        grant = read(message.grant, ConsentGrant, self._agent_key)
        permits = self._ledger.open(grant, message.epoch, message.remaining / 1000)
        gone = grant.allows - set(message.scopes)
        if gone:
            self._ledger.withdraw(gone)
            permits = [permit for permit in permits if permit.scope not in gone]
        if message.paused:
            self._ledger.pause()
        else:
            self._ledger.resume()
        session.open_epoch(message.epoch, secrets_of(message.groups))
        if self._reporting is not None:
            await self._reporting.stop()
            self._reporting.permitted(permits)
        # Hands and picture first: the technician may act on the very moment that they hear of it.
        if self._work is not None:
            await self._work.permitted(permits, paused=message.paused)
        await self._say_first(session, message.say)
        self._tell(said.Running(scopes=sorted(self._ledger.living())))

    async def _only_chat(self, message: said.OnlyChat) -> None:
        session = self._need_session()
        if self._agent_key is None or self._is_halted or self._admission.is_away:
            return
        self._ledger.open_chat(read(message.grant, ConsentGrant, self._agent_key), message.epoch)
        await self._stop_work()
        session.open_epoch(message.epoch, secrets_of(message.groups))
        await self._say_first(session, message.say)

    async def _say_first(self, session: AgentSession, say: Iterable[str]) -> None:
        if self._admission.is_away:
            return  # the line was lost while the screen was opened; the desk begins anew with fresh keys
        for body in say:
            session.send(own_message(body))
        self._say_chat()
        # No other end confirms an aside: if this engine dies in the second before the next account, nobody would.
        await self._settle()
        self._tell_news(session)

    async def _close(self, message: said.Close) -> None:
        positions: list[Position] = []
        if self._session is not None:
            # The ledger first: from here on nothing of these scopes is sealed, whatever still runs.
            self._ledger.withdraw(message.scopes)
            if not message.whole:
                positions = self._session.positions(channels_of(message.scopes))
            else:
                positions = self._final or self._session.close_epoch()
        self._tell(said.Closed(serial=message.serial, positions=list(positions)))
        if self._reporting is not None and Scope.REPORT in message.scopes:
            await self._reporting.stop()
        if self._work is not None:
            await self._work.ended(message.scopes)

    def _pause(self, message: said.Pause) -> None:
        self._ledger.pause()
        positions: list[Position] = []
        if self._work is not None:
            self._work.pause()
        if self._session is not None:
            positions = self._session.positions(PAUSED_CHANNELS)
        self._tell(said.Closed(serial=message.serial, positions=list(positions)))

    async def _question(self, *, stands: bool) -> None:
        if self._work is not None:
            self._work.question(stands=stands)
        if not stands:
            return
        self._ledger.question_opens()
        if self._work is not None:
            # The injector returns when the system has taken an event: with its end nothing is on its way.
            await self._work.ended([Scope.CONTROL])
        self._tell(said.Drained())

    async def _halt(self) -> None:
        self._is_halted = True
        self._ledger.end()
        await self._stop_work()
        session = self._session
        positions = (self._final or session.positions()) if session else []
        lines = session.lines(changed_only=False) if session else []
        self._tell(said.Halted(positions=list(positions), lines=lines_of(lines)))

    async def _settle(self) -> None:
        """Let what is sealed go out before it is accounted for."""
        self._wake()
        await asyncio.sleep(0)

    # From the line

    def opened(self) -> None:
        """Say the first thing on a new line."""
        if self._admission.opened():
            self._plain.clear()
        self._plain.insert(0, self._first)
        self._tell(line_is("open"))
        if self._work is not None and self._preparing is None:
            self._preparing = asyncio.ensure_future(self._work.prepare())

    def arrived(self, data: bytes) -> None:
        """Take one websocket message."""
        if self._session is None:
            self._arrived_before_keys(data)
            return
        events = self._session.receive(data)
        for event in events:
            self._handle(event)
        self._account.write(self._session.counts(), self._session.newest_lines(NEWEST_LINES))
        if self._session.waits:
            self._wake()

    def lost(self, error: AttendedError) -> None:
        """Stop everything that needs the line, at once."""
        self._admission.lost()
        self._ledger.pause()
        self._plain.clear()
        if self._work is not None:
            self._work.pause()
        if self._session is not None:
            self._final = self._session.line_lost() or self._final
            counts = [(Place(*at.pair), at.count) for at in self._final]
            self._account.write(counts, self._session.newest_lines(NEWEST_LINES))
        self._tell(line_is("lost", 0, error))

    def waits(self, seconds: float, error: AttendedError) -> None:
        """Tell when the next try comes."""
        self._tell(line_is("trying", seconds, error))

    def given_up(self, error: AttendedError) -> None:
        """Tell that no line will come back."""
        self._tell(line_is("given-up", 0, error))

    def _arrived_before_keys(self, data: bytes) -> None:
        try:
            if data[:1] == bytes((First.RELAY,)):
                self._told(decode_relay(data[1:], Sender.RELAY))
            elif data[:1] == bytes((First.PAIRING,)):
                self._tell(said.HeardFromPair(body=body_of(decode_pairing(data[1:], Sender.TECHNICIAN))))
        except AttendedError as error:
            self._tell(said.Broken(code=error.code, words=error.words, remedy=error.remedy))

    def _handle(self, event: Event) -> None:
        match event:
            case Told():
                self._told(event.message)
            case PairingSaid():
                self._tell(said.HeardFromPair(body=body_of(event.message)))
            case Said() if event.channel in {Channel.CONTROL, Channel.CHAT, Channel.REPORT}:
                self._tell(said.HeardFromTechnician(body=body_of(event.message)))
            case Said():
                if self._work is not None:
                    self._work.heard(event.message)
            case RoomAgain():
                if self._work is not None:
                    self._work.room()
            case Ended():
                error = event.error
                self._tell(said.Broken(code=error.code, words=error.words, remedy=error.remedy))
            case RefusedHere() | RefusedByRelay():
                return  # the session has told the technician, or the relay has

    def _told(self, message: Message) -> None:
        self._admission.heard(message)
        if isinstance(message, Resumed) and self._session is not None:
            self._recorded = message.positions
            # At once: the account that a Stop asks for now must not name what the line took along.
            self._session.recorded(message.positions)
        self._tell(said.HeardFromRelay(body=body_of(message)))

    # To the line

    def _say(self, message: Message) -> None:
        if isinstance(message, ChatSaid | ChatDelivered):
            self._chat.append(message)
            self._say_chat()
            return
        # Without a line there is no key either, and nobody to tell: the next `grant.live` says what is true then.
        with contextlib.suppress(ChannelShut):
            self._send(message)

    def _say_chat(self) -> None:
        """Send what the customer wrote; between two epochs it waits for the next one's keys."""
        while self._chat:
            try:
                self._send(self._chat[0])
            except ChannelShut:
                return
            except (GrantMissing, GrantExpired, NoRoom):
                # Chat ended this moment, or the line takes nothing: no reason to end anything. The desk, which hears
                # of no delivery, tells the customer.
                self._chat.popleft()
            else:
                self._chat.popleft()

    def _send(self, message: Message) -> None:
        session = self._need_session()
        session.send(message)
        self._wake()

    async def _send_screen(self, picture: bytes) -> None:
        session = self._need_session()
        while len(picture) > session.room:
            await self.until_room()
        session.send_screen(picture)
        self._wake()

    def _unsent(self) -> int:
        return self._line.unsent if self._line is not None else 0

    @property
    def is_resting(self) -> bool:
        """Tell whether nothing is to be seen now: the customer paused, or the line is lost (a `Way`)."""
        return self._ledger.paused

    def say_report(self, message: Message) -> bool:
        """Have a message of channel 5 sealed and sent; false while there is no room for it (a `Way`)."""
        session = self._need_session()
        self._ledger.permit(Scope.REPORT)
        if len(encode(message)) > session.room:
            return False
        self._send(message)
        return True

    def is_report_out(self) -> bool:
        """Tell whether nothing waits to be sealed any more."""
        self._ledger.permit(Scope.REPORT)
        return self._need_session().room > 0

    async def until_room(self) -> None:
        """Wait until there may be room."""
        if self._work is None:
            raise PipeBroken("no work")
        await self._work.until_room()

    def _to_send(self) -> list[bytes]:
        out, self._plain = self._plain, []
        if self._session is not None:
            out += self._session.to_send()
            if out:
                # Before it is sent: whoever reads the account after a kill must not find less than what left.
                self._account.write(self._session.counts(), self._session.newest_lines(NEWEST_LINES))
            if self._work is not None and self._session.room:
                self._work.room()
        return out

    def _tell_all_sent(self) -> None:
        """When only the technician's line broke, everything we sent is recorded; the account says how far that is."""
        lines = self._session.lines(changed_only=False) if self._session else []
        self._tell(said.Accounts(lines=lines_of(lines), asked=False))

    def _wake(self) -> None:
        if self._line is not None:
            self._line.wake()

    def _tell(self, message: said.PipeMessage) -> None:
        self._pipe.send(message)

    def _need_session(self) -> AgentSession:
        if self._session is None:
            raise PipeBroken("there is no session")
        return self._session

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(STATEMENT_SECONDS)
            if self._session is not None and not self._is_halted:
                self._tell_news(self._session)
                if self._session.worn:
                    self._tell(said.Worn())

    def _tell_news(self, session: AgentSession) -> None:
        if lines := session.lines():
            self._tell(said.Accounts(lines=lines_of(lines), asked=False))

    async def _stop_work(self) -> None:
        if self._reporting is not None:
            await self._reporting.stop()
        if self._work is not None:
            await self._work.stop()

    async def _shut(self) -> None:
        await self._stop_work()
        if self._line is not None:
            await self._settle()
            await self._line.close()
        if self._carrying is not None:
            self._carrying.cancel()
            await asyncio.wait([self._carrying])
        self._line, self._carrying = None, None
