"""
A whole session in files, made by the real parts: pairing, documents, seals, the recorder's file form, log, receipt.

    made = RecordedSession(folder)          # Ana sees the screen, then works it; pause, refusal, end
    made.folder / "recording.mcap", "log/", "log.vkey", "receipt.json", "receipt.html", "receipt.proof", ...

The files lie as a demo leaves them, with wraps and salt beside, and the readers' keys in `readers/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.ending import EndReason, SessionEnd
from consent.errors import Paused
from consent.fields import Sha256
from consent.grant import ConsentGrant
from consent.jws import SigningKey, sha256_of, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.permits import Ledger
from consent.policy import Role
from consent.record import IDENTITY_BYTES, Identity, make_record
from consent.scopes import Group, Scope, channels_of
from consent.setting import SessionDocument
from consent.statement import TranscriptLine, TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol import code, note
from protocol.acknowledgement import LOGGED, document_hash
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction
from protocol.codec import encode, encode_plain
from protocol.events import Paired
from protocol.keys import GROUP_SECRET_BYTES, GroupSecret, commitment
from protocol.messages.aside import AsideEntry, AsideWords
from protocol.messages.chat import ChatSaid
from protocol.messages.control import (
    AskConsent,
    GrantEnded,
    GrantLive,
    GroupKey,
    LiveScope,
    PairingResult,
    SessionEnded,
    SessionPaused,
    SessionResumed,
)
from protocol.messages.input import KeyCode, PointerButton, PointerMove
from protocol.messages.relay import Credit, Refused
from protocol.pairing import AgentPairing, Place, SpentCodes, TechnicianPairing
from protocol.receipt import (
    EpochSecret,
    Receipt,
    ReceiptClosing,
    ReceiptDocument,
    ReceiptKeys,
    ReceiptNotice,
    ReceiptWords,
    receipt_bytes,
    sign_receipt,
    with_receipt,
)
from protocol.recording import Entry, Kind, Note, Opening, Origin, SessionTree, refusal
from protocol.screen import Complete, CursorPosition, Encoding, Monitor, Monitors, ScreenMessage, Tile, write
from protocol.session import AgentSession, TechnicianSession
from protocol.sframe import place, read_header
from protocol.technician import prove_technician
from protocol.wire import Message
from protocol.wrap import SUITE, reader_public, wrap, wrap_info
from relay.files import write_key
from relay.log.store import LogFolder
from relay.organisation.readers import KIND as READER_KIND
from relay.organisation.readers import ReaderKey
from relay.recorder import container
from tests.support.consent_scene import (
    AGENT_KEY,
    DIRECTORY_KEY,
    NOW,
    ORGANISATION_KEY,
    ORIGIN,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    a_directory,
    a_key,
    a_policy,
    an_entry,
    an_id,
)

CODE = "4821-739205-1"
LOG_KEY = note.SigningKey("relay.nordlicht.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
SALT = sha256(b"salt of this session").digest()
REASON = "The printer does not print."
NOTICE = "Ana Weber asks to see your screen. (All of it, word for word.)"
TIME = "2026-03-01T09:00Z"
SIDE = 64
GROUPS = {Role.QUALITY: (Group.VIEW, Group.REST, Group.ASIDE), Role.RECOVERY: tuple(Group)}
_PAGE = "<!doctype html><html><body><h1>Your receipt</h1></body></html>\n"


def a_reader_key(role: Role) -> ReaderKey:
    """Make the key of a reader of this session."""
    seed = sha256(f"kem {role.value}".encode()).digest()
    return ReaderKey(f"{role.value} team", role, seed, a_key(f"reader {role.value}"))


READERS = {role: a_reader_key(role) for role in Role}


def a_picture(number: int, colour: tuple[int, int, int], *, keyframe: bool = False) -> bytes:
    """Paint a monitor of one colour; a keyframe brings the list of monitors and says that it is complete."""
    operations: tuple[Any, ...] = (
        Tile(0, 0, SIDE, SIDE, Encoding.FLAT, bytes(colour)),
        CursorPosition(number % SIDE, 8, visible=True),
    )
    if keyframe:
        operations = (
            Monitors((Monitor(0, 0, 0, SIDE, SIDE, 100, "Screen 1"),)), *operations, Complete(number)
        )  # fmt: skip
    return write(ScreenMessage(number, 0, SIDE, SIDE, number * 40, operations, keyframe))


class RecordedSession:
    """Plays a session through to its end and leaves its files in `folder`. `pictures` frames are shown."""

    def __init__(self, folder: Path, *, pictures: int = 12, finals: bool = True, seed: int = 7) -> None:
        self.folder = folder
        self.session = SESSION
        self.scene = Scene(policy=a_policy(readers=tuple(reader.public for reader in READERS.values())))
        self.policy = sign(self.scene.policy, ORGANISATION_KEY)
        self.directory = sign(a_directory(), ORGANISATION_KEY)
        self.entry = sign(an_entry(), DIRECTORY_KEY)
        self.entries: list[Entry] = []
        self.tree = SessionTree()
        self.papers: list[ReceiptDocument] = []
        self.wraps: list[dict[str, Any]] = []
        self.secrets: list[EpochSecret] = []
        self.words: list[ReceiptWords] = []
        self.notices: list[ReceiptNotice] = []
        self.checkpoints: list[str] = []
        """The log's checkpoint after each of its entries."""
        self.now = 0.0
        self._random = Random(seed).randbytes
        self._documents = 100
        self._grant = ""
        self._live: ConsentGrant
        folder.mkdir(parents=True, exist_ok=True)
        self._log = LogFolder.create(folder / "log", LOG_KEY, _made(folder / "log-key"))
        try:
            self._play(pictures, finals=finals)
            self._finish()
        finally:
            self._log.close()

    # The plot

    def _play(self, pictures: int, *, finals: bool) -> None:
        self._begin()
        self._ask(1, Scope.VIEW)
        for number in range(pictures):
            self.agent.send_screen(a_picture(number, (number * 20 % 256, 40, 90), keyframe=number == 0))
            self.carry()
        self._statements()
        self.agent.send(ChatSaid(id=b64u(bytes(16)), text="Good morning"))
        self.carry()
        self._ask(2, Scope.CONTROL)
        self.console.send(PointerMove(x=10, y=12))
        self.console.send(PointerButton(button="left", down=True, x=10, y=12))
        self.console.send(KeyCode(code="KeyA", down=True))
        self.carry()
        self._pause()
        self._force(PointerMove(x=1, y=1))
        self._go_on()
        self.agent.send_screen(a_picture(pictures, (200, 10, 10), keyframe=True))
        self.carry()
        self._end(finals=finals)

    def _begin(self) -> None:
        self._logged({"kind": "policy", "sha256": sha256_of(self.policy)})
        self._logged({"kind": "session-opened", "policy_sha256": self.scene.setting.policy_sha256}, self.session)
        opening = Opening(
            version="attended.v1", session=self.session, origin=ORIGIN, log_key=str(LOG_KEY.verifier),
            organisation=self.scene.policy.domain, policy=self.policy, directory_key=self.directory,
        )  # fmt: skip
        self._record(Kind.OPENING, Origin.RELAY, opening.body())
        self._pair()

    def _pair(self) -> None:
        at = Place(self.session, ORIGIN, str(LOG_KEY.verifier))
        policy_sha256, entry_sha256 = self.scene.setting.policy_sha256, sha256_of(self.entry)
        agent = AgentPairing(code.parse(CODE), at, AGENT_KEY.verify_key, policy_sha256, self._random)
        console = TechnicianPairing(
            code.parse(CODE), at, TECHNICIAN_KEY.verify_key, entry_sha256, "1.0", self._random, SpentCodes()
        )
        agent.start()
        paired: dict[Origin, Paired] = {}
        ends = ((Origin.AGENT, agent, console, Origin.TECHNICIAN), (Origin.TECHNICIAN, console, agent, Origin.AGENT))
        for _ in range(6):
            for origin, sender, hearer, other in ends:
                for message in sender.to_send():
                    self._record(Kind.PAIRING, origin, encode_plain(message)[1:])
                    for event in hearer.receive(message):
                        if isinstance(event, Paired):
                            paired[other] = event
        there, here = paired[Origin.AGENT], paired[Origin.TECHNICIAN]
        self._agent_ledger, console_ledger = Ledger(lambda: self.now), Ledger(lambda: self.now)
        self.agent = AgentSession(self.session, there.channel0, self._agent_ledger)
        self.console = TechnicianSession(self.session, here.channel0, console_ledger, here.agent_key)
        self.console.send(prove_technician(self.entry, here.transcript, TECHNICIAN_KEY))
        self.agent.send(
            PairingResult(
                language="en", platform="Debian 12", desk="windows", look_only=False,
                policy_sha256=self.scene.setting.policy_sha256,
            )
        )  # fmt: skip
        self.carry()

    def _ask(self, number: int, *scopes: Scope, minutes: int = 15) -> None:
        words = canonical({"reason": REASON, "ticket": "T-17"}).decode()
        salt, notice_salt = self._random(32), self._random(32)
        committed, notice = (b64u(commitment(salt, words)), b64u(commitment(notice_salt, NOTICE)))
        request = self.scene.asks(*scopes, minutes=60, number=number, words_sha256=Sha256(committed))
        self.words.append(ReceiptWords(request=an_id(number), reason=REASON, ticket="T-17", salt=b64u(salt)))
        self.notices.append(ReceiptNotice(request=an_id(number), language="en", text=NOTICE, salt=b64u(notice_salt)))
        self._record_token(request, Origin.TECHNICIAN)
        self.console.send(AskConsent(request=request, reason=REASON, ticket="T-17", salt=b64u(salt)))
        self.carry()
        living = frozenset(self._agent_ledger.living())
        moment = self.scene.moment(NOW + number, self._number(), self._grant or None, living)
        moment = replace(moment, notice_sha256=Sha256(notice))
        self._live = self.scene.grants(request, *scopes, minutes=minutes, number=number, moment=moment)
        self._grant = self._sign(self._live)
        self._new_epoch(number)
        self.agent.send(
            AsideWords(
                request=request, reason=REASON, ticket="T-17", salt=b64u(salt), notice=NOTICE,
                notice_salt=b64u(notice_salt), language="en",
            )
        )  # fmt: skip
        if number == 1:
            self.agent.send(AsideEntry(entry=self.entry))
        self.carry()

    def _new_epoch(self, epoch: int) -> None:
        positions = tuple(self.agent.close_epoch()) if epoch > 1 else ()
        secrets = {group: GroupSecret(self._random(GROUP_SECRET_BYTES)) for group in Group}
        made: list[dict[str, Any]] = []
        for group, secret in secrets.items():
            self.secrets.append(EpochSecret(epoch=epoch, group=group.value, secret=b64u(secret)))
            for reader in READERS.values():
                if group in GROUPS[reader.role]:
                    info = wrap_info(unb64u(self.session), epoch, group.value, reader.id)
                    wrapped = wrap(secret, reader_public(reader.kem_seed), info)
                    made.append({"group": group.value, "reader": reader.id, "suite": SUITE, "wrapped": b64u(wrapped)})
        self.wraps += [{"epoch": epoch, **each} for each in made]
        listed = tuple(
            GroupKeys(
                group=group,
                secret_sha256=_hash(secret),
                wraps=tuple(
                    WrapHash(reader=each["reader"], sha256=_hash(unb64u(each["wrapped"])))
                    for each in made
                    if each["group"] == group.value
                ),
            )
            for group, secret in secrets.items()
        )
        facts = self._of_session()
        self._sign(KeyList(**facts, grant=self._live.jti, epoch=epoch, groups=listed, positions=positions))
        self._agent_ledger.open(self._live, epoch, self._live.seconds)
        self.agent.open_epoch(epoch, secrets)
        shared = (Group.VIEW, Group.KEYS, Group.REST)
        self.agent.send(
            GrantLive(
                grant=self._grant,
                epoch=epoch,
                groups=tuple(
                    GroupKey.model_validate({"group": group.value, "secret": b64u(secrets[group])}) for group in shared
                ),
                scopes=tuple(
                    LiveScope(scope=scope.scope, monitors=scope.monitors, seconds=self._live.seconds)
                    for scope in self._live.scopes
                ),
            )
        )
        self.carry()

    def _pause(self) -> None:
        self._agent_ledger.pause()
        positions = tuple(self.agent.positions(channels=(1, 2, 3)))
        because = PauseBecause.CUSTOMER
        self._sign(ConsentPause(**self._of_session(), grant=self._live.jti, because=because, positions=positions))
        self.agent.send(SessionPaused(because="customer"))
        self.carry()
        self.now += 5

    def _go_on(self) -> None:
        self._sign(ConsentResume(**self._of_session(), grant=self._live.jti))
        self._agent_ledger.resume()
        self.agent.send(SessionResumed())
        self.carry()

    def _end(self, *, finals: bool) -> None:
        positions = self.agent.close_epoch()
        scopes = (Scope.VIEW, Scope.CONTROL)
        closed = tuple(at for at in positions if at.channel in channels_of(scopes))
        self.agent.send(GrantEnded(scopes=scopes, because="stopped"))
        self.agent.send(SessionEnded(reason="stopped"))
        self.carry()
        self._sign(ConsentWithdrawal(**self._of_session(), grant=self._live.jti, scopes=scopes, positions=closed))
        self._statements(final=finals)
        self._sign(SessionEnd(**self._of_session(), reason=EndReason.STOPPED, positions=tuple(positions)))

    # What is recorded

    def carry(self) -> None:
        """Carry what both ends have to send through a relay that records it."""
        self.now += 0.04
        while self._carry(Direction.FROM_AGENT) or self._carry(Direction.FROM_TECHNICIAN):
            pass

    def _carry(self, direction: Direction) -> bool:
        sender, hearer = self._ends(direction)
        out = sender.to_send()
        for data in out:
            header = read_header(data[1:])
            self._record(Kind.SEALED, _origin(direction), data[1:], header.kid, header.counter)
            sender.receive(encode_plain(Credit(bytes=len(data))))
            if place(header.kid).channel != 8:
                hearer.receive(data)
        return bool(out)

    def _force(self, message: Message) -> None:
        """Let the technician's end send what is not allowed now; the relay refuses and records the refusal."""
        sealed = self.console._keyring.seal(CATALOGUE[message.kind].channel, encode(message))
        self.console._outbox.window.take(len(sealed.data))
        self.console._transcripts.sent(sealed.place, sealed.counter, sealed.data)
        body = refusal(sha256(sealed.data[1:]).digest(), Paused.code)
        header = read_header(sealed.data[1:])
        self._record(Kind.REFUSED, Origin.TECHNICIAN, body, header.kid, header.counter)
        at = sealed.place
        told = Refused(
            epoch=at.epoch,
            direction=1,
            channel=at.channel,
            counter=sealed.counter,
            code="C-205",
            words="No.",
            remedy="-",
        )
        for end in (self.agent, self.console):
            end.receive(encode_plain(told))
        self.console.receive(encode_plain(Credit(bytes=len(sealed.data))))

    def _statements(self, *, final: bool = False) -> None:
        for origin, key, end in (
            (Origin.AGENT, AGENT_KEY, self.agent),
            (Origin.TECHNICIAN, TECHNICIAN_KEY, self.console),
        ):
            lines = tuple(
                TranscriptLine(
                    epoch=line.epoch, direction=line.direction, channel=line.channel, count=line.count,
                    hash=Sha256(line.hash), lost=line.lost,
                )
                for line in end.lines(changed_only=not final)
            )  # fmt: skip
            self._sign(TranscriptStatement(**self._of_session(key), lines=lines, final=final), key, origin)

    def note(self, what: Any, who: Any) -> None:  # noqa: ANN401 - a note's own literals
        """Record what the relay saw."""
        self._record(Kind.NOTE, Origin.RELAY, Note(what=what, who=who).body())

    def _ends(self, direction: Direction) -> tuple[AgentSession | TechnicianSession, AgentSession | TechnicianSession]:
        ends = (self.agent, self.console)
        return ends if direction == Direction.FROM_AGENT else (ends[1], ends[0])

    def _sign(self, document: SessionDocument, key: SigningKey = AGENT_KEY, origin: Origin = Origin.AGENT) -> str:
        token = sign(document, key)
        self._record_token(token, origin)
        if document.typ in LOGGED:
            facts: dict[str, Any] = {"kind": LOGGED[document.typ], "hash": document_hash(SALT, token)}
            if isinstance(document, ConsentGrant):
                facts["scopes"] = sorted(scope.value for scope in document.allows)
            elif isinstance(document, ConsentWithdrawal):
                facts["scopes"] = sorted(scope.value for scope in document.scopes)
            elif isinstance(document, KeyList):
                facts["epoch"] = document.epoch
            entry, proof = self._logged(facts, self.session)
            paper = self.papers.pop()
            self.papers.append(ReceiptDocument(token=paper.token, entry=b64u(entry), salt=b64u(SALT), proof=proof))
        return token

    def _record_token(self, token: str, origin: Origin) -> None:
        self._record(Kind.DOCUMENT, origin, token.encode())
        if origin is Origin.AGENT or len(self.papers) < 1 or "consent-request" in _header(token):
            self.papers.append(ReceiptDocument(token=token, entry=None, salt=None, proof=None))

    def _record(self, kind: Kind, origin: Origin, body: bytes, kid: int = 0, counter: int = 0) -> None:
        time = (NOW + 1) * 1000 + int(self.now * 1000)
        entry = Entry(kind, origin, len(self.entries), time, body, kid, counter)
        self.tree.add(entry)
        self.entries.append(entry)

    def _logged(self, facts: dict[str, Any], session: str | None = None) -> tuple[bytes, str]:
        named = {} if session is None else {"session": session}
        entry = canonical({**facts, **named, "time": TIME})
        index = self._log.append([entry]).first_index
        self.checkpoints.append(self._log.checkpoint())
        return entry, self._log.proof(index)

    def _of_session(self, key: SigningKey = AGENT_KEY) -> dict[str, Any]:
        return {
            "iss": key.verify_key.thumbprint,
            "aud": ORIGIN,
            "jti": an_id(self._number()),
            "sid": self.session,
            "iat": NOW + int(self.now),
        }

    def _number(self) -> int:
        self._documents += 1
        return self._documents

    # The files

    def _finish(self) -> None:
        data = finished(self.entries)
        closing = {
            "kind": "session-closed", "root": b64u(self.tree.root()), "entries": len(self.entries),
            "bytes": len(data), "sha256": _hash(data), "ended": "said",
        }  # fmt: skip
        leaf, proof = self._logged(closing, self.session)
        self._logged({"kind": "opening", "reader": "x", "groups": [], "reason": "quality"}, b64u(bytes(16)))
        self.receipt = self._receipt(leaf, proof)
        keys = ReceiptKeys(
            version="attended-receipt-keys/1", session=self.session, origin=ORIGIN,
            agent_seed=b64u(sha256(b"agent").digest()), secrets=self.secrets,
        )  # fmt: skip
        files = {
            "recording.mcap": data,
            "log.vkey": f"{LOG_KEY.verifier}\n".encode(),
            "receipt.json": receipt_bytes(self.receipt),
            "receipt.html": with_receipt(_PAGE, self.receipt).encode(),
            "receipt.keys": receipt_bytes(keys),
            "receipt.proof": proof.encode(),
            "receipt.leaf": leaf,
            "wraps.json": json.dumps({"wraps": self.wraps}).encode(),
            "salt": b64u(SALT).encode(),
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        for reader in READERS.values():
            _made(self.folder / "readers")
            path = self.folder / "readers" / f"{reader.role.value}.key"
            seeds = {
                "kem_seed": b64u(reader.kem_seed),
                "signing_seed": b64u(sha256(f"reader {reader.role.value}".encode()).digest()),
            }
            write_key(path, READER_KIND, name=reader.name, role=reader.role.value, **seeds)

    def _receipt(self, leaf: bytes, proof: str) -> Receipt:
        identity = Identity(bytes(IDENTITY_BYTES), NOW * 1000, "en")
        record = make_record([held.token for held in self.papers], self.scene.setting, an_entry(), identity)
        receipt = Receipt(
            version="attended-receipt/1", session=self.session, origin=ORIGIN, log_key=str(LOG_KEY.verifier),
            organisation=self.scene.policy.domain, organisation_key=ORGANISATION_KEY.verify_key.jwk(),
            policy=self.policy, directory_key=self.directory, entry=self.entry,
            agent_key=AGENT_KEY.verify_key.jwk(), technician_key=TECHNICIAN_KEY.verify_key.jwk(),
            made=NOW + 60, documents=self.papers, words=self.words, notices=self.notices,
            closing=ReceiptClosing(
                entry=b64u(leaf), salt=None, proof=proof, root=b64u(self.tree.root()), entries=len(self.entries)
            ),
            record=record.model_dump(mode="json"), page_sha256="", signature="",
        )  # fmt: skip
        return sign_receipt(receipt, _PAGE, AGENT_KEY)


def finished(entries: Iterable[Entry]) -> bytes:
    """Write entries as a finished recording."""
    output = BytesIO()
    container.finish(entries, output)
    return output.getvalue()


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _hash(data: bytes) -> Sha256:
    return Sha256(b64u(sha256(data).digest()))


def _header(token: str) -> str:
    return unb64u(token.partition(".")[0]).decode()


def _origin(direction: Direction) -> Origin:
    return Origin.AGENT if direction == Direction.FROM_AGENT else Origin.TECHNICIAN
