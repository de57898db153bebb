"""The code: one key, one secret, one try. From "Getting a code" to a technician who is proven, or to a spent code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from agent.desk.desk import Desk
from agent.desk.language import count, language
from agent.desk.session import Session
from agent.desk.troubles import START_OVER_SECONDS, trouble, trouble_of
from agent.desk.trust import Found, remember
from agent.desk.view import CodeStatus
from agent.pipe.messages import ControlKeys, LineIs, Start
from consent.canonical import canonical
from consent.course import Course
from consent.encoding import b64u
from consent.errors import EntryOutOfDate
from consent.fields import SessionId
from consent.jws import SigningKey
from consent.limits import CLOCK_SECONDS
from consent.setting import Setting
from protocol import limits
from protocol.code import SpokenCode, draw_secret
from protocol.errors import (
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    AttendedError,
    PeerError,
    RelayUnreachable,
    WrongCode,
)
from protocol.events import Paired, PairingEvent, PairingFailed, ShareAnswered
from protocol.messages.control import PairingRefused, PairingResult, TechnicianProof
from protocol.messages.relay import AgentWait, AgentWaiting
from protocol.pairing import VERSION, AgentPairing, Place
from protocol.technician import verify_technician
from protocol.wire import Message

PROOF_SECONDS = 20.0
"""Seconds from an answered share to a verified proof: programs need a tenth of that, a slow line some seconds."""
WAIT_AFTER_THREE_SECONDS = START_OVER_SECONDS
FIRST_WAIT, LONGEST_WAIT = 5.0, 60.0
"""Seconds between looks at a relay that does not answer: each wait is twice the one before."""


class CodeDesk:
    """Runs codes until somebody is proven."""

    def __init__(self, desk: Desk, proven: Callable[[], None]) -> None:
        """Take the shared things; `proven` is called when a technician is known and may ask."""
        self._desk = desk
        self._proven = proven
        self._found: Found | None = None
        self._pairing: AgentPairing | None = None
        self._failures = 0
        self._is_locked = False
        self._is_checking = False
        self._is_let_go = False
        self._why_no_code = ""
        """Code of the trouble that was told last because no code can be had; empty once there is one."""
        self._wait = FIRST_WAIT
        self.expected = ""

    def begin(self) -> None:
        """Get a new code: look relay and organisation up anew, then connect with a fresh key. Not after three wrong."""
        if self._is_locked:
            self._tell_three_wrong()
            return
        self._why_no_code = ""
        self._is_let_go = False
        self._forget()
        self._desk.view.code_status(CodeStatus.GETTING)
        self._desk.alarms.cancel("look again")
        self._desk.outside.find_out(self._looked_up)

    def new_code(self) -> None:
        """Get a new code because the customer pressed for one. Not while somebody is being checked, or after three."""
        if not self._is_checking and not self._is_locked:
            self.begin()

    def waiting(self, message: AgentWaiting) -> None:
        """
        Take the relay's locator, and show a code with it.

        Raises:
            AnotherOrigin, AnotherLogKey, AnotherOrganisation: The relay is not the one that was looked up.
        """
        self._why_no_code = ""
        found = self._found
        if found is None:
            return
        if message.origin != found.address.origin:
            raise AnotherOrigin(message.origin)
        if message.log_key != found.log_key:
            raise AnotherLogKey
        if (message.organisation, message.policy_sha256) != (found.domain, found.organisation.policy_sha256):
            raise AnotherOrganisation(message.organisation)
        seed = self._desk.outside.random(32)
        key = SigningKey.from_seed(seed)
        course = Course(self._desk.now)
        session = Session(message.session, message.origin, message.log_key, seed, key, found, course)
        self._desk.session = session
        digits = found.organisation.policy.limits.secret_digits
        code = SpokenCode(message.locator, draw_secret(self._desk.outside.random, digits))
        place = Place(SessionId(message.session), message.origin, message.log_key)
        self._pairing = AgentPairing(
            code, place, key.verify_key, found.organisation.policy_sha256, self._desk.outside.random
        )
        lifetime = float(min(message.lifetime, limits.CODE_LIFE_SECONDS))
        self._desk.alarms.set("code ends", self._desk.now() + lifetime, self._ran_out)
        self._desk.view.show_code(code.spoken(), lifetime)
        self._desk.view.code_status(CodeStatus.WAITING)
        self._look_at_clock(message.server_time)

    def arrived(self) -> None:
        """Greet whoever the relay says came with our locator."""
        if self._pairing is not None and not self._pairing.spent:
            self._pairing.start()
            self._send()

    def left(self) -> None:
        """Take note that whoever came is gone: a share that was answered has used the code up."""
        if self._pairing is not None and self._is_checking:
            self._handle(self._pairing.give_up())

    def said(self, message: Message) -> None:
        """Take one pairing message of whoever came."""
        if self._pairing is None:
            return
        events = self._pairing.receive(message)
        answers = self._pairing.to_send()
        self._handle(events)
        for answer in answers:
            self._desk.to_pair(answer)

    def proof(self, message: TechnicianProof) -> None:
        """Judge who it is. Without this proof there is no question."""
        session = self._desk.live_session
        paired = session.paired
        if paired is None or session.setting is not None:
            return
        self._desk.alarms.cancel("proof")
        try:
            entry = verify_technician(message, paired, session.found.organisation.directory, self._desk.wall())
        except PeerError as error:
            self._unproven(error)
            return
        session.entry_token, session.entry = message.entry, entry
        session.asker = session.found.asker(entry)
        session.setting = Setting(
            SessionId(session.id),
            session.origin,
            session.key.verify_key,
            paired.technician_key,
            session.found.organisation.policy,
            session.found.organisation.policy_sha256,
        )
        self._is_checking = False
        self._failures = 0
        remember(session.found, self._desk.outside.known, self._desk.wall(), "", helped=False)
        self._desk.to_technician(
            PairingResult(
                language=language().code,
                platform=self._desk.outside.platform,
                desk=self._desk.outside.desk,
                look_only=self._desk.check.look_only,
                policy_sha256=session.found.organisation.policy_sha256,
            )
        )
        self._proven()

    def let_go(self) -> None:
        """
        Take note that the relay keeps no line any longer for a code that ran out or was used up.

        Nothing is to be said: the window that stands, with the code's end or with a trouble, says what to do next. And
        no code comes by itself: the customer presses for one when they want it.
        """
        self._is_let_go = True
        if self._pairing is not None:
            self._ran_out()

    def line_lost(self, line: LineIs) -> None:
        """
        Say that there is no line while a code waits; the next line brings a new code.

        Why is told once, where it is more than that nothing answers: that stands with the code.
        """
        if self._is_let_go:
            return
        self._forget()
        self._desk.view.code_status(CodeStatus.NO_LINE, line.wait / 1000)
        # The line is tried again and again; what the relay itself said last is not written over.
        if line.code not in {"", RelayUnreachable.code} and not self._why_no_code:
            self._why_no_code = line.code
            self._desk.view.show_trouble(trouble_of(line.code, self._desk.outside.relay_name))

    def is_news(self, code: str) -> bool:
        """Take note of an error for which the relay gives no code; say whether the customer has not read it yet."""
        before, self._why_no_code = self._why_no_code, code
        return before != code

    def _looked_up(self, result: Found | AttendedError) -> None:
        if isinstance(result, AttendedError):
            self._not_found(result)
            return
        self._found = result
        self._wait = FIRST_WAIT
        first = AgentWait(version=VERSION)
        self._desk.engine(
            Start(
                origin=result.address.origin,
                websocket=result.address.websocket,
                first=canonical(first.model_dump()).decode(),
                closing=False,
            )
        )

    def _not_found(self, error: AttendedError) -> None:
        relay = self._desk.outside.relay_name
        if not isinstance(error, RelayUnreachable):
            self._desk.view.show_trouble(trouble(error, relay))
            return
        self._desk.alarms.set(
            "look again", self._desk.now() + self._wait, lambda: self._desk.outside.find_out(self._looked_up)
        )
        self._desk.view.show_trouble(trouble(error, relay, again_in=self._wait))
        self._wait = min(self._wait * 2, LONGEST_WAIT)

    def _look_at_clock(self, server_time: int) -> None:
        # Design 4.1: skew is told above 90 s, and is never fatal.
        off = abs(self._desk.outside.clock.wall() - server_time / 1000)
        if off > CLOCK_SECONDS:
            note = clock_words(round(off / 60))
            self._desk.tell(note)
            self._desk.view.code_note(note)

    def _handle(self, events: list[PairingEvent]) -> None:
        for event in events:
            match event:
                case ShareAnswered():
                    self._is_checking = True
                    self._desk.alarms.cancel("code ends")
                    self._desk.alarms.set("proof", self._desk.now() + PROOF_SECONDS, self._too_slow)
                    self._desk.view.code_status(CodeStatus.CHECKING)
                case Paired():
                    self._paired(event)
                case PairingFailed():
                    self._wrong()

    def _paired(self, paired: Paired) -> None:
        session = self._desk.live_session
        session.paired = paired
        self._pairing = None
        self._desk.engine(
            ControlKeys(
                session=session.id,
                agent_key=paired.agent_key.jwk(),
                technician_key=paired.technician_key.jwk(),
                origin=session.origin,
                epoch=paired.channel0.epoch,
                from_agent=b64u(paired.channel0.to_console),
                from_technician=b64u(paired.channel0.to_agent),
            )
        )

    def _send(self) -> None:
        if self._pairing is not None:
            for message in self._pairing.to_send():
                self._desk.to_pair(message)

    def _too_slow(self) -> None:
        if self._pairing is not None:
            events = self._pairing.give_up()
            self._send()  # before the pairing is forgotten
            self._handle(events)
        else:
            self._wrong()

    def _unproven(self, error: PeerError) -> None:
        self._desk.to_technician(PairingRefused(code=error.code, words=error.words))
        self._forget()
        self._desk.view.code_status(CodeStatus.WRONG)
        date = error.detail if isinstance(error, EntryOutOfDate) else ""
        self._desk.view.show_trouble(trouble(error, self._desk.outside.relay_name, date=date))

    def _wrong(self) -> None:
        self._forget()
        self._failures += 1
        if self._failures < limits.CODE_TRIES_BEFORE_WAIT:
            self._desk.view.code_status(CodeStatus.WRONG)
            return
        self._is_locked = True
        self._desk.alarms.set("three wrong", self._desk.now() + WAIT_AFTER_THREE_SECONDS, self._unlock)
        self._desk.view.code_status(CodeStatus.THREE_WRONG, WAIT_AFTER_THREE_SECONDS)
        self._tell_three_wrong()

    def _tell_three_wrong(self) -> None:
        left = (self._desk.alarms.at("three wrong") or self._desk.now()) - self._desk.now()
        three = trouble(WrongCode, self._desk.outside.relay_name)
        self._desk.view.show_trouble(replace(three, inert=max(0.0, left)))

    def _unlock(self) -> None:
        self._is_locked = False
        self._failures = 0

    def _ran_out(self) -> None:
        self._forget()
        self._desk.view.code_status(CodeStatus.RAN_OUT)

    def _forget(self) -> None:
        # A code that was shown is never shown again, whatever became of it.
        self._pairing = None
        self._is_checking = False
        self._desk.session = None
        self._desk.alarms.cancel("code ends", "proof")


def clock_words(minutes: int) -> str:
    """Say that this computer's clock is wrong by so many minutes."""
    return count(
        "desk.code",
        "This computer's clock is {n} minute off. That does no harm here, but receipts will show the wrong time.",
        "This computer's clock is {n} minutes off. That does no harm here, but receipts will show the wrong time.",
        minutes,
    )
