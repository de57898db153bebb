"""
From a reader's key to an opened recording: the opening is logged at the relay, then everything else happens here.

    with opened(...) as recording:       the sealed file lies in a private folder that is removed at the end
        recording.case.findings          what was checked on the way
        recording.lines()                what it says
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from consent.encoding import b64u
from consent.fields import SessionId, document_id
from consent.jws import SignedDocument, VerifyKey, sign
from consent.jws import read as read_document
from consent.keylist import KeyList
from consent.opening import OpeningReason, OpeningRequest
from consent.policy import OrganisationPolicy, PolicyReader, groups_for
from consent.scopes import Channel, Group
from protocol import screen
from protocol.errors import (
    CATALOGUE,
    AttendedError,
    OpeningRefused,
    RecordingNotOpened,
    RelayAnswerWrong,
)
from protocol.note import VerifierKey, parse_verifier_key
from protocol.receipt import read_receipt_keys
from protocol.recording import Entry, Kind
from protocol.sframe import place
from protocol.well_known import WellKnown
from relay.files import make_private_folder, write_durably
from relay.organisation.readers import ReaderKey
from relay.replay.afterwards import tell_afterwards
from relay.replay.case import Case
from relay.replay.container import Placed, read_entry
from relay.replay.relay_line import Handed, RelayLine
from relay.replay.sources import Sources, read
from relay.replay.story import Line, tell
from relay.replay.unlock import Secrets, Unlocked, secrets_of_receipt, secrets_of_wraps
from relay.replay.verify import examine

_KEYS_BYTES = 8 * 2**20


@dataclass(frozen=True)
class Asked:
    """Who opens what, and why."""

    session: str
    reader: ReaderKey
    reason: OpeningReason
    words: str
    at: int
    """Unix seconds."""


@dataclass
class Reel:
    """Where every entry lies in the file."""

    places: list[tuple[int, int]] = field(default_factory=list)

    def note(self, placed: Placed) -> None:
        """Remember an entry's offset and length."""
        self.places.append((placed.offset, len(placed.entry.header()) + len(placed.entry.body)))


@dataclass(frozen=True)
class OpenedRecording:
    """A recording that was checked and can be read, as far as its keys reach."""

    session: str
    file: IO[bytes]
    reel: Reel
    case: Case
    unlocked: Unlocked
    documents: dict[int, SignedDocument]
    afterwards: tuple[Line, ...] = ()
    """What the customer said once it was over; it lies beside the recording."""

    def entry(self, index: int) -> Entry:
        """Read one entry."""
        offset, length = self.reel.places[index]
        return read_entry(self.file, offset, length)

    def entries(self) -> Iterator[Entry]:
        """Read all entries in order."""
        for index in range(len(self.reel.places)):
            yield self.entry(index)

    def lines(self) -> Iterator[Line]:
        """Tell what every entry says."""
        for entry in self.entries():
            yield from self.told(entry)

    def told(self, entry: Entry) -> Iterator[Line]:
        """Tell what one entry says."""
        yield from tell(entry, self.documents.get(entry.index), self.unlocked)

    def picture(self, entry: Entry) -> screen.ScreenMessage | None:
        """Give the screen message in an entry; None where there is none, or none that can be read."""
        if entry.kind is not Kind.SEALED:
            return None
        try:
            if place(entry.kid)[1:] != (0, Channel.SCREEN):
                return None
            plaintext = self.unlocked.open(entry)
            return None if plaintext is None else screen.parse(plaintext)
        except AttendedError:
            return None  # `told` says what is wrong with it


@contextmanager
def opened_at_relay(asked: Asked, line: RelayLine, seen: Path) -> Iterator[OpenedRecording]:
    """
    Ask a relay for an opening, fetch what is sealed, check it, and open it with the reader's key.

    `seen` is the folder in which this machine remembers each relay's log key and last checkpoint.

    Raises:
        OpeningRefused: The relay does not open it for this reader.
        RelayAnswerWrong: The relay does not answer as a relay, or is another than it was.
        CheckFailed: Its log is not the one that was seen before.
        RecordingNotOpened, WrapsChanged: The keys beside the recording do not open it.
    """
    known = line.well_known()
    key, before = _remembered(seen, line.origin, known)
    handed = _hand_in(asked, line, known)
    with tempfile.TemporaryDirectory(prefix="attended-open-") as place, ExitStack() as open_files:
        folder = Path(place)
        line.fetch_recording(handed, folder / "recording.mcap")
        line.fetch_log(handed, key, folder / "log")
        sources = Sources(
            recording=folder / "recording.mcap",
            session=asked.session,
            log=folder / "log",
            log_key=key,
            organisation_key=VerifyKey.from_jwk(known.organisation.jwk),
            seen=before,
            beside=folder,
        )
        case, reel = _examined(sources)
        _demand_same_log(case)
        _remember(seen, line.origin, known.log_key, (folder / "log" / "checkpoint").read_bytes())
        lists = _key_lists(case)
        secrets = secrets_of_wraps(handed.wraps, asked.reader.kem_seed, asked.reader.id, asked.session, lists)
        file = open_files.enter_context((folder / "recording.mcap").open("rb"))
        said = tell_afterwards(handed.afterwards, case.account.setting, asked.reader, len(reel.places) - 1)
        yield replace(_opened(asked.session, file, reel, case, secrets), afterwards=tuple(said))


@contextmanager
def opened_from_files(sources: Sources, keys: Path) -> Iterator[OpenedRecording]:
    """
    Open the customer's own recording from its files, without any relay; nobody is asked, nothing is logged.

    Raises:
        ReceiptMalformed: The key file is none.
        RecordingNotOpened: The keys are another session's, or there is no recording.
    """
    held = read_receipt_keys(read(keys, _KEYS_BYTES))
    if sources.recording is None:
        raise RecordingNotOpened("no recording")
    case, reel = _examined(sources)
    opening = case.account.opening
    if opening is None or opening.session != held.session:
        raise RecordingNotOpened("the keys are another session's")
    with sources.recording.open("rb") as file:
        yield _opened(held.session, file, reel, case, _demand_listed(secrets_of_receipt(held), case))


def _opened(session: str, file: IO[bytes], reel: Reel, case: Case, secrets: Secrets) -> OpenedRecording:
    documents = {held.entry: held.document for held in case.account.documents}
    return OpenedRecording(session, file, reel, case, Unlocked(session, secrets), documents)


def _examined(sources: Sources) -> tuple[Case, Reel]:
    reel = Reel()
    return examine(sources, reel.note), reel


def _key_lists(case: Case) -> list[KeyList]:
    return [held.document for held in case.account.documents if isinstance(held.document, KeyList)]


def _demand_listed(secrets: Secrets, case: Case) -> Secrets:
    """Keep the secrets that the customer's computer listed; a key file may bring nothing else in."""
    listed = {(keys.epoch, group.group): group.secret_sha256 for keys in _key_lists(case) for group in keys.groups}
    kept = {at: secret for at, secret in secrets.items() if listed.get(at) == b64u(sha256(secret).digest())}
    if not kept:
        raise RecordingNotOpened("the keys are another session's")
    return kept


def _hand_in(asked: Asked, line: RelayLine, known: WellKnown) -> Handed:
    policy = _policy(known)
    own = next((reader for reader in policy.readers if reader.reader == asked.reader.id), None)
    if own is None:
        raise OpeningRefused("the policy in force does not name this reader")
    tries = _groups(own, policy)
    for groups in tries:
        try:
            return line.open(asked.session, _request(asked, groups, line.origin))
        except OpeningRefused:
            if groups == tries[-1]:
                raise
    raise OpeningRefused


def _groups(reader: PolicyReader, policy: OrganisationPolicy) -> list[tuple[Group, ...]]:
    """Give what to ask for: what the policy gives this reader now; then less, for an older or narrower yes."""
    most = groups_for(reader, policy)
    return list(dict.fromkeys((most, tuple(group for group in most if group is not Group.KEYS))))


def _request(asked: Asked, groups: tuple[Group, ...], origin: str) -> str:
    key = asked.reader.signing
    claims = OpeningRequest(
        iss=key.verify_key.thumbprint,
        aud=origin,
        jti=document_id(os.urandom(16)),
        sid=SessionId(asked.session),
        iat=asked.at,
        reason=asked.reason,
        words=asked.words,
        groups=groups,
    )
    return sign(claims, key)


def _policy(known: WellKnown) -> OrganisationPolicy:
    try:
        return read_document(known.policy, OrganisationPolicy, VerifyKey.from_jwk(known.organisation.jwk))
    except AttendedError as error:
        raise RelayAnswerWrong(f"the policy: {error}") from None


# What this machine remembers of a relay: the first key it showed, and the last checkpoint


def _remembered(seen: Path, origin: str, known: WellKnown) -> tuple[VerifierKey, tuple[str, ...]]:
    key = parse_verifier_key(known.log_key)
    folder = seen / _name(origin)
    if not (folder / "log.vkey").is_file():
        return key, ()
    if (folder / "log.vkey").read_text("utf-8").strip() != known.log_key:
        raise RelayAnswerWrong(f"{origin} shows another log key than before; {folder} remembers the first one")
    return key, ((folder / "checkpoint").read_text("utf-8"),)


def _remember(seen: Path, origin: str, log_key: str, signed: bytes) -> None:
    folder = seen / _name(origin)
    make_private_folder(folder)
    write_durably(folder / "checkpoint", signed)
    write_durably(folder / "log.vkey", f"{log_key}\n".encode())


def _demand_same_log(case: Case) -> None:
    """Demand a log that holds and grew from the one seen before; otherwise the older checkpoint stays remembered."""
    bad = [finding for finding in case.findings.all if finding.name.startswith("log: ") and finding.result == "bad"]
    if bad:
        raise CATALOGUE.get(bad[0].code, RelayAnswerWrong)(bad[0].words)


def _name(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()[:32]
