"""
What a recording says of its session, gathered entry by entry: who paired, what was signed, what was covered.

No key is needed: documents, headers and hashes are in clear. The same judge as the relay's gate speaks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from consent.encoding import b64u
from consent.fields import SessionId, Sha256
from consent.jws import SignedDocument, VerifyKey, read_pinned, sha256_of
from consent.organisation import verify_organisation
from consent.policy import OrganisationPolicy
from consent.setting import Setting
from consent.statement import TranscriptStatement
from protocol.catalogue import Sender
from protocol.channels import Direction, Place
from protocol.codec import decode_pairing
from protocol.coverage import Verdict
from protocol.errors import AttendedError, EntryMalformed, OutOfTurn, PairingWrong, RulesWrong
from protocol.judge import DocumentJudge
from protocol.messages.pairing import PairAnswer, PairShare
from protocol.recording import Entry, Kind, Note, Opening, Origin, SessionTree, read_note, read_opening
from protocol.sframe import place, read_header
from relay.pairing import PairingWatch
from relay.replay.trails import Mismatch, Trail

_SENDERS = {Origin.AGENT: Sender.AGENT, Origin.TECHNICIAN: Sender.TECHNICIAN}
_DIRECTIONS = {Origin.AGENT: Direction.FROM_AGENT, Origin.TECHNICIAN: Direction.FROM_TECHNICIAN}
_SHA256_BYTES = 32


@dataclass(frozen=True, slots=True)
class Recorded:
    """A document that stands in the recording and was judged to hold."""

    document: SignedDocument
    token: str
    entry: int
    time: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong in some respect, and where."""

    error: AttendedError
    entry: int
    time: int


@dataclass(frozen=True, slots=True)
class Misstated:
    """A line that an end signed and that does not fit, with the statement's entry and time."""

    mismatch: Mismatch
    signer: Direction
    entry: int
    time: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What the relay noted, and when."""

    note: Note
    entry: int
    time: int


class Account:
    """Feed it every entry in order with `take`, then read what it found."""

    def __init__(self) -> None:
        self.tree = SessionTree()
        self.opening: Opening | None = None
        self.began = 0
        """Milliseconds since 1970, by the relay's clock."""
        self.ends = 0
        self.pairing = PairingWatch()
        self.share: PairShare | None = None
        self.documents: list[Recorded] = []
        self.notes: list[Noted] = []
        self.trails: dict[Place, Trail] = {}
        self.faults: dict[str, Fault] = {}
        """The first fault of each kind: entries, pairing, documents."""
        self.misstated: list[Misstated] = []
        self.finals: set[Direction] = set()
        self._judge: DocumentJudge | None = None
        self._first_bad: dict[int, int] = {}

    # Taking entries

    def take(self, entry: Entry) -> None:
        """
        Take the next entry. What is wrong with it is kept as a fault, and the rest is still looked at.

        Raises:
            EntryOutOfPlace: It is not the next one.
        """
        self.tree.add(entry)
        self.ends = max(self.ends, entry.time)
        kind = "pairing" if entry.kind is Kind.PAIRING else "documents" if entry.kind is Kind.DOCUMENT else "entries"
        try:
            self._look(entry)
        except AttendedError as error:
            self.faults.setdefault(kind, Fault(error, entry.index, entry.time))

    def _look(self, entry: Entry) -> None:
        if (entry.kind is Kind.OPENING) != (entry.index == 0):
            raise EntryMalformed("an opening is the first entry, and only that")
        match entry.kind:
            case Kind.OPENING:
                self.opening, self.began = read_opening(entry.body), entry.time
            case Kind.PAIRING:
                self._pairing(entry)
            case Kind.DOCUMENT:
                self._document(entry)
            case Kind.SEALED:
                self._sealed(entry)
            case Kind.REFUSED:
                self._refused(entry)
            case Kind.NOTE:
                note = read_note(entry.body)
                self.notes.append(Noted(note, entry.index, entry.time))
                if note.what == "back":
                    self.pairing.line_back()

    def _pairing(self, entry: Entry) -> None:
        message = decode_pairing(entry.body, _SENDERS[entry.origin])
        self.pairing.heard(message)
        if isinstance(message, PairShare):
            self.share = message
        if isinstance(message, PairAnswer):
            self._begin(message)

    def _begin(self, answer: PairAnswer) -> None:
        opening, technician, agent = self.opening, self.pairing.technician_key, self.pairing.agent_key
        if opening is None or technician is None or agent is None:
            raise PairingWrong("no opening before it")
        policy_sha256 = sha256_of(opening.policy)
        if answer.policy_sha256 != policy_sha256:
            raise RulesWrong("the customer's computer paired under other rules")
        policy = read_pinned(opening.policy, OrganisationPolicy, policy_sha256)
        session = SessionId(opening.session)
        self._judge = DocumentJudge(Setting(session, opening.origin, agent, technician, policy, policy_sha256))

    def _document(self, entry: Entry) -> None:
        if self._judge is None:
            raise OutOfTurn("a document before the pairing")
        try:
            token = entry.body.decode("ascii")
        except UnicodeDecodeError:
            raise EntryMalformed("no document") from None
        document = self._judge.take(token, _DIRECTIONS.get(entry.origin))
        self._mark(entry.index)
        self.documents.append(Recorded(document, token, entry.index, entry.time, entry.origin))
        if isinstance(document, TranscriptStatement):
            self._statement(document, entry)

    def _statement(self, statement: TranscriptStatement, entry: Entry) -> None:
        signer = _DIRECTIONS[entry.origin]
        for line in statement.lines:
            at = Place(*line.pair)
            trail = self.trails.setdefault(at, Trail(at))
            mismatch = trail.compare(line, own=line.direction == signer)
            if mismatch is not None:
                self.misstated.append(Misstated(mismatch, signer, entry.index, entry.time))
        if statement.final:
            self.finals.add(signer)

    def _sealed(self, entry: Entry) -> None:
        header = read_header(entry.body)
        if (header.kid, header.counter) != (entry.kid, entry.counter):
            raise EntryMalformed("the entry says something else than the message in it")
        if self._judge is None or not self.pairing.paired:
            raise OutOfTurn("sealed before the pairing")
        at = place(entry.kid)
        origin = _DIRECTIONS[entry.origin]
        self._judge.coverage.message(at.epoch, at.direction, at.channel, entry.counter, origin)
        self._mark(entry.index)
        self._follow(entry, at, sha256(entry.body).digest(), passed=True)

    def _refused(self, entry: Entry) -> None:
        if self._judge is None:
            raise OutOfTurn("sealed before the pairing")
        at = place(entry.kid)
        self._judge.coverage.refused(at.epoch, at.direction, at.channel, entry.counter)
        self._follow(entry, at, entry.body[:_SHA256_BYTES], passed=False)

    def _follow(self, entry: Entry, at: Place, digest: bytes, *, passed: bool) -> None:
        trail = self.trails.setdefault(at, Trail(at))
        trail.add(entry.index, entry.time, entry.counter, digest, passed=passed)

    def _mark(self, entry: int) -> None:
        """Remember which entry revealed each violation that is new."""
        if self._judge is not None:
            for number in range(len(self._first_bad), len(self._judge.coverage.violations)):
                self._first_bad[number] = entry

    # What was found

    @property
    def setting(self) -> Setting | None:
        """Give what both ends agreed on when they paired."""
        return None if self._judge is None else self._judge.setting

    @property
    def ended(self) -> bool:
        """Tell whether the customer's computer said that the session ended."""
        return self._judge is not None and self._judge.coverage.ended

    @property
    def in_flight(self) -> int:
        """Count what the technician sent too late and the customer's computer did not act on."""
        return 0 if self._judge is None else self._judge.coverage.in_flight

    def violations(self) -> Iterator[tuple[Verdict, int, int]]:
        """Give what no yes covers: the verdict, its first entry, and that entry's time."""
        for number, verdict in enumerate(self._judge.coverage.violations if self._judge else ()):
            trail = self.trails.get(verdict.place)
            revealed = self._first_bad.get(number, 0)
            entry = trail.entry_of(verdict.counter) if trail else None
            time = trail.time_of(verdict.counter) if trail else None
            yield verdict, revealed if entry is None else entry, self.ends if time is None else time

    def unexplained(self) -> list[Misstated]:
        """Give the lines that do not fit and that no later word of their signer explains by a broken line."""
        return [said for said in self.misstated if not self._explained(said)]

    def _explained(self, said: Misstated) -> bool:
        # Signed before the line broke, delivered after it: the sender says later how many it had sent in vain.
        trail = self.trails[said.mismatch.place]
        short = said.mismatch.count - trail.count
        own = said.mismatch.place.direction == said.signer
        return own and 0 < said.mismatch.short == short <= trail.lost and trail.confirmed == trail.count

    def unconfirmed(self) -> list[Trail]:
        """Give the places where something came after the last statement of both ends."""
        return [trail for _, trail in sorted(self.trails.items()) if trail.count > trail.confirmed]

    def rules(self, organisation_key: VerifyKey | None) -> tuple[OrganisationPolicy, Sha256]:
        """
        Verify the rules and the directory key in the opening, under the organisation's key where it is known.

        Raises:
            RulesWrong: They are not the organisation's, or there is no opening.
        """
        if self.opening is None:
            raise RulesWrong("no opening")
        opening, named = self.opening, sha256_of(self.opening.policy)
        try:
            if organisation_key is None:
                return read_pinned(opening.policy, OrganisationPolicy, named), named
            at, domain = self.began // 1000, opening.organisation
            return verify_organisation(
                opening.policy, opening.directory_key, organisation_key, at, domain=domain
            ).policy, named
        except AttendedError as error:
            raise RulesWrong(str(error)) from None

    def root(self) -> str:
        """Give the root over all entries."""
        return b64u(self.tree.root())
