"""
The desk's core alone: relay, technician and engine are played in memory, in one call each, and time stands still.

    scene = DeskScene().paired()
    scene.asks(Scope.VIEW).wait(6).says_yes(Scope.VIEW)
    assert scene.sent(Permit)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

from agent.desk.address import RelayAddress
from agent.desk.core import DeskCore
from agent.desk.known import KnownFile
from agent.desk.ports import Answered, Outside
from agent.desk.trust import Found
from agent.desk.view import CodeStatus, MonitorChoice, Rect, Trust
from agent.engine.account import Account
from agent.pipe import messages as said
from consent.afterwards import Wrong
from consent.canonical import canonical
from consent.encoding import b64u
from consent.ending import SessionEnd
from consent.fields import Position
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, peek_typ, read, sha256_of, sign
from consent.keylist import KeyList
from consent.law import State
from consent.organisation import Organisation, verify_organisation
from consent.pause import ConsentPause, ConsentResume
from consent.policy import PolicyReader, Role, reader_id
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol import code as spoken
from protocol.acknowledgement import document_hash
from protocol.afterwards import LOGGED_AS, Afterword, AfterwordTaken, read_as
from protocol.catalogue import Sender
from protocol.codec import decode, decode_pairing, decode_relay
from protocol.errors import AttendedError
from protocol.events import Paired
from protocol.keys import commitment
from protocol.messages.control import AskConsent
from protocol.messages.relay import (
    Acknowledged,
    AgentWaiting,
    DocumentSent,
    PeerArrived,
    SessionClosed,
    Wraps,
)
from protocol.pairing import Place, SpentCodes, TechnicianPairing
from protocol.technician import prove_technician
from protocol.wire import Message
from protocol.wrap import reader_public
from tests.support.consent_scene import (
    DIRECTORY_KEY,
    DOMAIN,
    NOW,
    ORGANISATION_KEY,
    ORIGIN,
    PURPOSE,
    SESSION,
    TECHNICIAN_KEY,
    a_directory,
    a_jwk,
    a_key,
    a_policy,
    an_entry,
)
from tests.support.desk_view import FakeView
from tests.support.memory_relay import LOG_KEY, MemoryLog

PipeKind = TypeVar("PipeKind", bound=said.PipeMessage)
Kind = TypeVar("Kind", bound=Message)
Document = TypeVar("Document", bound=SignedDocument)
DESK_DOCUMENTS: tuple[type[SignedDocument], ...] = (
    ConsentGrant, ConsentWithdrawal, ConsentPause, ConsentResume, KeyList, TranscriptStatement, SessionEnd,
)  # fmt: skip
LOCATOR = "4821"


def a_real_reader(name: str, role: Role) -> PolicyReader:
    """Make a reader whose key wraps."""
    kem = reader_public(hashlib.sha256(name.encode()).digest())
    return PolicyReader(reader=reader_id(kem), role=role, name=name, kem=b64u(kem), key=a_jwk(a_key(name)))


READERS = (a_real_reader("Quality team", Role.QUALITY), a_real_reader("Spare key", Role.RECOVERY))
POLICY_TOKEN = sign(a_policy(readers=READERS), ORGANISATION_KEY)
DIRECTORY_TOKEN = sign(a_directory(), ORGANISATION_KEY)


def the_organisation() -> Organisation:
    """Verify Nordlicht with readers that can be wrapped for."""
    return verify_organisation(POLICY_TOKEN, DIRECTORY_TOKEN, ORGANISATION_KEY.verify_key, NOW, domain=DOMAIN)


def found(trust: Trust = Trust.FIRST) -> Found:
    """Say what a desk finds out about Nordlicht's relay."""
    log_key = str(LOG_KEY.verifier)
    address = RelayAddress(ORIGIN, loopback=False)
    return Found(address, log_key, the_organisation(), POLICY_TOKEN, DIRECTORY_TOKEN, trust, "")


class StillClock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def boot(self) -> float:
        """Give the moment."""
        return self.now

    def wall(self) -> float:
        """Give it as unix seconds."""
        return NOW + self.now - 1000.0


class PlayedEngine:
    """Answers as an engine does, unless it `hangs`."""

    def __init__(self) -> None:
        self.core: DeskCore | None = None
        self.heard: list[said.PipeMessage] = []
        self.hangs = False
        self.kills = 0
        self.said: list[said.PipeMessage] = []
        """What it has said and the desk has not heard yet."""
        self.wrote = Account([], [])
        self.starts = 0
        self.releases = 0
        self.on: Callable[[said.PipeMessage], None] = lambda message: None

    def start(self) -> None:
        """Count it."""
        self.starts += 1
        self.hangs = False

    def send(self, message: said.PipeMessage) -> None:
        """Keep it and answer."""
        self.heard.append(message)
        if isinstance(message, said.Start) and message.closing:
            self.start()
        if self.hangs:
            return
        match message:
            case said.Close() | said.Pause():
                self.tell(said.Closed(serial=message.serial, positions=[]))
            case said.QuestionStands(stands=True):
                self.tell(said.Drained())
            case said.Mask():
                self.tell(said.Masked(serial=message.serial))
            case said.Halt():
                self.tell(said.Halted(positions=[], lines=[]))
            case said.AskAccounts():
                self.tell(said.Accounts(lines=[], asked=True))
            case _:
                self.on(message)

    def tell(self, message: said.PipeMessage) -> None:
        """Tell the core."""
        assert self.core is not None
        self.core.heard(message)

    def kill(self) -> None:
        """Count it."""
        self.kills += 1

    def listen(self) -> None:
        """Tell what it said meanwhile."""
        said_meanwhile, self.said = self.said, []
        for message in said_meanwhile:
            self.tell(message)

    def account(self) -> Account:
        """Give what it wrote down."""
        return self.wrote

    def release_held(self) -> None:
        """Count it."""
        self.releases += 1


class TwoScreens:
    """As many monitors as a test wants, side by side."""

    def __init__(self, count: int) -> None:
        self.count = count

    def choices(self) -> list[MonitorChoice]:
        """Give them."""
        return [MonitorChoice(number, f"Screen {number}", 800, 600) for number in range(1, self.count + 1)]

    def areas(self) -> list[Rect]:
        """Give where they are."""
        return [Rect(800 * number, 0, 800, 600) for number in range(self.count)]


def a_place() -> AgentWaiting:
    """Give the relay's word that this desk waits, as it is true of the scene."""
    return AgentWaiting(
        session=SESSION,
        locator=LOCATOR,
        origin=ORIGIN,
        log_key=str(LOG_KEY.verifier),
        server_time=NOW * 1000,
        lifetime=600,
        organisation=DOMAIN,
        policy_sha256=sha256_of(POLICY_TOKEN),
    )


class DeskScene:
    """One desk and everybody around it."""

    def __init__(
        self,
        folder: Path,
        monitors: int = 1,
        found_out: Found | AttendedError | None = None,
        can_do: frozenset[Scope] = frozenset(Scope),
        spare_receipts: tuple[Path, ...] = (),
    ) -> None:
        self.view = FakeView()
        self.clock = StillClock()
        self.engine = PlayedEngine()
        self.engine.on = self._from_desk
        self.log = MemoryLog()
        self.acknowledges = True
        self.closes = True
        self.quits = 0
        self.handed_in: list[tuple[str, Afterword]] = []
        """What was handed in once it was over, with where."""
        self.refusal: AttendedError | None = None
        """Why the relay cannot be reached any more, or does not take it; None while it takes everything."""
        self.answers: list[Callable[[], None]] | None = None
        """Answers that wait until a test calls them; None: they come at once."""
        self.documents: list[SignedDocument] = []
        self.to_technician: list[Message] = []
        self.to_relay: list[Message] = []
        self.paired_with: Paired | None = None
        self.entry = sign(an_entry(), DIRECTORY_KEY)
        self.dice = Random(7).randbytes
        self.receipts = folder / "receipts"
        self.known = KnownFile(folder / "known.json")
        self._console: TechnicianPairing | None = None
        self._asked = 0
        result = found_out or found()
        outside = Outside(
            engine=self.engine,
            clock=self.clock,
            random=self.dice,
            find_out=lambda tell: tell(result),
            known=self.known,
            screens=TwoScreens(monitors),
            receipts=self.receipts,
            relay_name="relay.nordlicht.example",
            can_do=can_do,
            spare_receipts=spare_receipts,
            hand_in=self._hand_in,
            quit=self._quit,
        )
        self.core = DeskCore(self.view, outside)
        self.view.core = self.engine.core = self.core

    # Steps

    def waiting(self) -> DeskScene:
        """Start, and have a code shown."""
        self.core.begin()
        self.relay_says(a_place())
        return self

    def arrives(self, typed: str | None = None) -> DeskScene:
        """Have Ana arrive with a code."""
        self._console = TechnicianPairing(
            spoken.parse(typed or self.view.code),
            Place(SESSION, ORIGIN, str(LOG_KEY.verifier)),
            TECHNICIAN_KEY.verify_key,
            sha256_of(self.entry),
            "test",
            self.dice,
            SpentCodes(),
        )
        self.relay_says(PeerArrived())
        return self

    def paired(self) -> DeskScene:
        """Pair, and prove who Ana is."""
        return self.waiting().arrives().proven()

    def proven(self) -> DeskScene:
        """Prove who Ana is: she has arrived."""
        assert self.paired_with is not None
        self.technician_says(prove_technician(self.entry, self.paired_with.transcript, TECHNICIAN_KEY))
        return self

    def asks(self, *scopes: Scope, minutes: int = 30, reason: str = "The printer does not print.") -> DeskScene:
        """Ask."""
        self.technician_says(self.question(*scopes, minutes=minutes, reason=reason))
        return self

    def question(self, *scopes: Scope, minutes: int = 30, reason: str = "The printer does not print.") -> AskConsent:
        """Make a question."""
        assert self.paired_with is not None
        self._asked += 1
        salt = bytes([self._asked]) * 32
        words = canonical({"reason": reason, "ticket": ""}).decode()
        request = ConsentRequest.model_validate(
            {
                "iss": TECHNICIAN_KEY.verify_key.thumbprint,
                "sub": self.paired_with.agent_key.thumbprint,
                "aud": ORIGIN,
                "jti": b64u(self._asked.to_bytes(16, "big")),
                "sid": SESSION,
                "iat": NOW,
                "exp": NOW + 300,
                "scopes": scopes,
                "minutes": minutes,
                "purpose": PURPOSE,
                "words_sha256": b64u(commitment(salt, words)),
                "policy_sha256": sha256_of(POLICY_TOKEN),
            }
        )
        fine = "The printer does not print."
        asked = AskConsent(request=sign(request, TECHNICIAN_KEY), reason=fine, ticket="", salt=b64u(salt))
        # As it would be if the wire's own shape had let it pass: the desk is the second wall.
        return asked.model_copy(update={"reason": reason})

    def wait(self, seconds: float) -> DeskScene:
        """Let time pass."""
        self.clock.now += seconds
        self.core.tick()
        return self

    def says_yes(self, *scopes: Scope, monitors: tuple[int, ...] = (), minutes: int | None = None) -> DeskScene:
        """Have the customer allow these, after the wait."""
        assert self.view.question is not None
        self.clock.now += self.view.question.wait_before_allow
        self.view.yes(*scopes, monitors=monitors, minutes=minutes)
        return self

    def sends_report(self, sha256: str) -> None:
        """Have the customer press Send for this report, after the wait."""
        self.clock.now += self.view.report.wait if self.view.report is not None else 0.0
        self.core.send_report(sha256)

    def complains(self, wrong: frozenset[Wrong], text: str) -> None:
        """Have the customer press Send in the form "Something was wrong", after the wait."""
        self.clock.now += self.view.wrong.wait if self.view.wrong is not None else 0.0
        self.core.complain(wrong, text)

    def viewing(self) -> DeskScene:
        """Pair, ask for view, and allow it."""
        return self.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)

    def controlling(self) -> DeskScene:
        """View, and allow control as well."""
        return self.viewing().asks(Scope.CONTROL).says_yes(Scope.CONTROL)

    # What others say

    def relay_says(self, message: Message) -> None:
        """Let the relay say something."""
        self.engine.tell(said.HeardFromRelay(body=_body(message)))

    def technician_says(self, message: Message) -> None:
        """Let Ana say something that was sealed."""
        self.engine.tell(said.HeardFromTechnician(body=_body(message)))

    # What is true

    def stands(self, state: State) -> bool:
        """Say whether consent stands there."""
        return self.core.state is state

    def shows(self, status: CodeStatus) -> bool:
        """Say whether the code window says so."""
        return self.view.status is status

    # What was said

    def sent(self, kind: type[PipeKind]) -> list[PipeKind]:
        """Give what the desk told the engine, of one kind."""
        return [message for message in self.engine.heard if isinstance(message, kind)]

    def told(self, kind: type[Kind]) -> list[Kind]:
        """Give what the technician was told, of one kind."""
        return [message for message in self.to_technician if isinstance(message, kind)]

    def written(self, kind: type[Document]) -> list[Document]:
        """Give the documents the desk signed, of one kind."""
        return [document for document in self.documents if isinstance(document, kind)]

    @staticmethod
    def position(epoch: int, direction: int, channel: int, count: int) -> Position:
        """Say how far a stream has come."""
        return Position(epoch=epoch, direction=direction, channel=channel, count=count)

    # Playing

    def _from_desk(self, message: said.PipeMessage) -> None:
        match message:
            case said.SayToPair():
                self._pair(decode_pairing(message.body.encode(), Sender.AGENT))
            case said.SayToRelay():
                self._record(decode_relay(message.body.encode(), Sender.AGENT))
            case said.SayToTechnician():
                self.to_technician.append(_from_agent(message.body))
            case said.Permit() | said.OnlyChat():
                self.to_technician += [_from_agent(body) for body in message.say]
            case _:
                return

    def _pair(self, message: Message) -> None:
        if self._console is None:
            return
        for event in self._console.receive(message):
            if isinstance(event, Paired):
                self.paired_with = event
        for reply in self._console.to_send():
            self.engine.tell(said.HeardFromPair(body=_body(reply)))

    def _record(self, message: Message) -> None:
        self.to_relay.append(message)
        token = (
            message.list if isinstance(message, Wraps) else message.token if isinstance(message, DocumentSent) else ""
        )
        if not token or self.paired_with is None:
            return
        model = next(model for model in DESK_DOCUMENTS if model.typ == peek_typ(token))
        document = read(token, model, self.paired_with.agent_key)
        self.documents.append(document)
        if self.acknowledges:
            self.acknowledge(token, document)
        if isinstance(document, SessionEnd) and self.closes:
            self._close()

    def acknowledge(self, token: str, document: SignedDocument) -> None:
        """Let the relay acknowledge a document."""
        self.relay_says(self.log.acknowledge(token, document, SESSION))

    def _close(self) -> None:
        root = b64u(bytes(32))
        entry = canonical(
            {"kind": "session-closed", "session": SESSION, "root": root, "entries": 7, "time": "2026-03-01T09:00Z"}
        )
        proof = self.log.add(entry)
        self.relay_says(SessionClosed(entry=b64u(entry), salt=None, proof=proof, root=root, entries=7))

    def _hand_in(self, origin: str, path: str, body: bytes, tell: Answered) -> None:
        assert origin == ORIGIN
        said = read_as(body, Afterword)
        self.handed_in.append((path, said))

        def answer() -> None:
            tell(self.refusal or canonical(self._taken(said.token).model_dump(mode="json")))

        if self.answers is None:
            answer()
        else:
            self.answers.append(answer)

    def _taken(self, token: str) -> AfterwordTaken:
        salt = bytes(range(32))
        claims = {"kind": LOGGED_AS[peek_typ(token)], "session": SESSION, "hash": document_hash(salt, token)}
        entry = canonical({**claims, "time": "2026-03-01T09:00Z"})
        return AfterwordTaken(entry=b64u(entry), salt=b64u(salt), proof=self.log.add(entry))

    def _quit(self) -> None:
        self.quits += 1


def forged(answer: Acknowledged) -> Acknowledged:
    """Change one letter of an acknowledgement's salt."""
    salt = answer.salt or ""
    return answer.model_copy(update={"salt": ("B" if salt[0] == "A" else "A") + salt[1:]})


def _body(message: Message) -> str:
    return canonical(message.model_dump(mode="json")).decode()


def _from_agent(body: str) -> Message:
    for channel in (0, 4, 8):
        try:
            return decode(body.encode(), channel, 0)
        except AttendedError:
            continue
    raise AssertionError(body)
