"""
What a recording consists of: entries, their bytes, and the tree over them.

An entry is a header of 36 bytes and a body. The header says what the body is, where it came from and when the relay
received it; of a sealed message the body is exactly the ciphertext that was forwarded. The leaf of an entry in the
session's tree covers header and SHA-256 of the body, so that a body can be erased and the tree still verifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from struct import Struct
from typing import Literal, TypeVar

from pydantic import ValidationError

from consent.canonical import canonical, parse_canonical
from consent.model import Document
from protocol import limits
from protocol.errors import AttendedError, EntryMalformed, EntryOutOfPlace
from protocol.merkle import Frontier, leaf_hash

VERSION = 1
HEADER_BYTES = 36
ENCODING = "attended-entry"
"""The message encoding that the MCAP channels of a recording carry."""

# version, kind, origin, zero, index, time, kid, counter, length of the body: 36 bytes
_HEADER = Struct(">BBBBIQQQI")
_SHA256_BYTES = 32
_CODE_LENGTH = 16
Model = TypeVar("Model", bound=Document)


class Kind(IntEnum):
    """What an entry's body is."""

    OPENING = 0
    SEALED = 1
    PAIRING = 2
    DOCUMENT = 3
    REFUSED = 4
    NOTE = 5


class Origin(IntEnum):
    """Who said it."""

    RELAY = 0
    AGENT = 1
    TECHNICIAN = 2


_KINDS, _ORIGINS = tuple(Kind), tuple(Origin)  # by their number: a lookup costs a tenth of a call to the class

BODY_LIMITS = {
    Kind.OPENING: limits.OPENING_BYTES,
    Kind.SEALED: limits.SEALED_BYTES,
    Kind.PAIRING: limits.PAIRING_BYTES,
    Kind.DOCUMENT: limits.DOCUMENT_BYTES,
    Kind.REFUSED: _SHA256_BYTES + _CODE_LENGTH,
    Kind.NOTE: limits.RELAY_NOTE_BYTES,
}
"""Bytes that a body of each kind may have."""

CHANNEL_TOPICS = ("control", "screen", "pointer", "keys", "chat", "report", "clipboard", "files", "aside")
"""The topic of a sealed message by its channel's number."""

KIND_TOPICS = {
    Kind.OPENING: "opening",
    Kind.PAIRING: "pairing",
    Kind.DOCUMENT: "documents",
    Kind.REFUSED: "refused",
    Kind.NOTE: "notes",
}
"""The topic of every other entry by its kind."""

TOPICS = (*CHANNEL_TOPICS, *KIND_TOPICS.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One recorded item.

    `time` is the relay's time of receipt in milliseconds since 1970. `kid` and `counter` are those of the sealed
    message, and 0 for what is not one.
    """

    kind: Kind
    origin: Origin
    index: int
    time: int
    body: bytes
    kid: int = 0
    counter: int = 0

    def header(self) -> bytes:
        """Write the 36 bytes before the body."""
        return header_of(self.kind, self.origin, self.index, self.time, self.kid, self.counter, len(self.body))

    def encode(self) -> bytes:
        """Write header and body."""
        return self.header() + self.body

    def leaf(self) -> bytes:
        """Hash the entry for the session's tree."""
        return leaf_of(self.header(), sha256(self.body).digest())

    def topic(self) -> str:
        """Name the MCAP topic the entry stands under."""
        return topic_of(self.kind, self.kid)


def header_of(kind: int, origin: int, index: int, time: int, kid: int, counter: int, length: int) -> bytes:
    """Write an entry's header; the caller vouches for the values' bounds."""
    return _HEADER.pack(VERSION, kind, origin, 0, index, time, kid, counter, length)


def leaf_of(header: bytes, body_sha256: bytes) -> bytes:
    """Hash an entry for the session's tree from its header and its body's SHA-256."""
    return leaf_hash(header + body_sha256)


def topic_of(kind: Kind, kid: int) -> str:
    """Name the MCAP topic of an entry; a refused message may name a channel that does not exist, so it has its own."""
    return CHANNEL_TOPICS[kid & 0x7F] if kind is Kind.SEALED else KIND_TOPICS[kind]


def decode(data: bytes) -> Entry:
    """
    Read an entry from exactly its bytes.

    Raises:
        EntryMalformed: The header or the length is not what this version writes.
    """
    if len(data) < HEADER_BYTES:  # 1 the header is whole
        raise EntryMalformed("shorter than a header")
    version, kind, origin, zero, index, time, kid, counter, length = _HEADER.unpack_from(data)
    if version != VERSION or zero:  # 2 this version
        raise EntryMalformed(f"version {version}")
    if kind >= len(_KINDS) or origin >= len(_ORIGINS):  # 3 kind and origin are known
        raise EntryMalformed(f"kind {kind} from {origin}")
    entry = Entry(_KINDS[kind], _ORIGINS[origin], index, time, data[HEADER_BYTES:], kid, counter)
    if len(entry.body) != length or length > BODY_LIMITS[entry.kind]:  # 4 the body has the length it says
        raise EntryMalformed(f"{len(entry.body)} bytes of {length}")
    _demand_sense(entry)  # 5 the fields fit the kind
    return entry


def _demand_sense(entry: Entry) -> None:
    if entry.kind is Kind.SEALED and entry.origin is not Origin.RELAY and entry.kid & 0x7F < len(CHANNEL_TOPICS):
        return  # most entries are this, and a restart reads them all
    sealed = entry.kind in {Kind.SEALED, Kind.REFUSED}
    if not sealed and (entry.kid or entry.counter):
        raise EntryMalformed("a key id on what is not sealed")
    if sealed and entry.origin is Origin.RELAY:
        raise EntryMalformed("a sealed message from the relay")
    if entry.kind is Kind.SEALED and entry.kid & 0x7F >= len(CHANNEL_TOPICS):
        raise EntryMalformed(f"channel {entry.kid & 0x7F}")
    if entry.kind is Kind.REFUSED and not _is_refusal(entry.body):
        raise EntryMalformed("a refusal without hash and code")
    if (entry.kind in {Kind.OPENING, Kind.NOTE}) != (entry.origin is Origin.RELAY):
        raise EntryMalformed(f"kind {entry.kind} from {entry.origin}")


def _is_refusal(body: bytes) -> bool:
    code = body[_SHA256_BYTES:]
    return bool(code) and code.isascii() and code.replace(b"-", b"").isalnum()


class Opening(Document):
    """The first entry: what this recording is, and the organisation's documents in force when it began."""

    version: str
    session: str
    origin: str
    log_key: str
    organisation: str
    policy: str
    directory_key: str

    def body(self) -> bytes:
        """Write it as an entry's body."""
        return canonical(self.model_dump())


class Note(Document):
    """What the relay saw happen to the line or to itself; `who` is the end concerned, or the relay."""

    what: Literal["lost", "back", "paused", "running", "recovered", "ended-without-word"]
    who: Literal["agent", "technician", "relay"]

    def body(self) -> bytes:
        """Write it as an entry's body."""
        return canonical(self.model_dump())


def read_opening(body: bytes) -> Opening:
    """
    Read the body of the first entry.

    Raises:
        EntryMalformed: It is not an opening.
    """
    return _read(Opening, body, limits.OPENING_BYTES)


def read_note(body: bytes) -> Note:
    """
    Read the body of a note.

    Raises:
        EntryMalformed: It is not a note.
    """
    return _read(Note, body, limits.RELAY_NOTE_BYTES)


def _read(model: type[Model], body: bytes, limit: int) -> Model:
    try:
        return model.model_validate(parse_canonical(body, limit))
    except (ValidationError, AttendedError):
        raise EntryMalformed(f"not a {model.__name__.lower()}") from None


def refusal(sealed_sha256: bytes, code: str) -> bytes:
    """Write the body of a refused message's entry: its hash and why."""
    return sealed_sha256 + code.encode("ascii")


class SessionTree:
    """The tree over a session's entries, fed in their order; keeps O(log n) hashes."""

    def __init__(self) -> None:
        self._tree = Frontier()

    @property
    def entries(self) -> int:
        """How many entries the tree holds."""
        return self._tree.size

    def add(self, entry: Entry) -> None:
        """
        Take the next entry.

        Raises:
            EntryOutOfPlace: Its index is not the next one; something was removed, repeated or moved.
        """
        if entry.index != self._tree.size:
            raise EntryOutOfPlace(f"entry {entry.index} where {self._tree.size} belongs")
        self._tree.append(entry.leaf())

    def add_leaf(self, leaf: bytes) -> None:
        """Take the next entry by its leaf hash; the caller wrote its index from `entries`."""
        self._tree.append(leaf)

    def root(self) -> bytes:
        """Give the root over all entries so far."""
        return self._tree.root()
