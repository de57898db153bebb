"""
The relay's word that a document is recorded, and why it can be believed: an inclusion proof under the pinned log key.

The log holds no document, only its salted hash: `hash` = HMAC-SHA-256(salt, the document's ASCII text).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, Final

from consent.canonical import parse_canonical
from consent.checks import refuse_unless
from consent.encoding import b64u, unb64u
from consent.errors import AttendedError
from consent.fields import SessionId, Sha256
from consent.jws import peek_typ, sha256_of
from protocol import limits
from protocol.afterwards import LOGGED_AS, AfterwordTaken
from protocol.errors import AcknowledgementForeign, AcknowledgementForged, AcknowledgementIncomplete
from protocol.messages.relay import Acknowledged as AcknowledgedMessage
from protocol.messages.relay import SessionClosed
from protocol.note import parse_verifier_key
from protocol.proof import parse, verify

LOGGED: Final = {
    "consent-grant+jwt": "grant",
    "consent-withdrawal+jwt": "withdrawal",
    "key-list+jwt": "key-list",
}
"""The log entry's kind for each document that goes to the log. A session's end shows in the closing entry."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A document that is certainly recorded; with its place in the log where it goes there."""

    token_sha256: Sha256
    index: int | None
    size: int | None
    """Entries of the log at the checkpoint that proves it."""
    entry: bytes | None
    salt: bytes | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class ClosedInLog:
    """A session that is closed in the log, with its root."""

    index: int
    size: int
    root: bytes
    entries: int
    entry: bytes
    proof: str


def document_hash(salt: bytes, token: str) -> str:
    """Give a document's salted hash as it stands in the log."""
    return b64u(hmac.digest(salt, token.encode("ascii"), "sha256"))


def verify_acknowledgement(message: AcknowledgedMessage, token: str, session: SessionId, log_key: str) -> Acknowledged:
    """
    Judge the answer to a document; `log_key` is the verifier key that the pairing bound.

    Raises:
        AcknowledgementForeign: It is about another document, session or kind.
        AcknowledgementIncomplete: A document that goes to the log came back without its proof.
        AcknowledgementForged: The proof does not hold.
    """
    said = sha256_of(token)
    refuse_unless(message.token_sha256 == said, AcknowledgementForeign, "document")  # 1 an answer to this document
    kind = LOGGED.get(peek_typ(token))
    if kind is None:
        return Acknowledged(said, None, None, None, None, None)
    if message.entry is None or message.salt is None or message.proof is None:  # 2 with its proof
        raise AcknowledgementIncomplete(kind)
    entry, salt = unb64u(message.entry), unb64u(message.salt)
    _demand_about(entry, kind, session, document_hash(salt, token))  # 3 an entry about it
    index, size = _proven(message.proof, entry, log_key)  # 4 which stands in the log of the pairing
    return Acknowledged(said, index, size, entry, salt, message.proof)


def verify_taken(message: AfterwordTaken, token: str, session: SessionId, log_key: str) -> int:
    """
    Judge the answer to what the customer said once it was over; give the log entry's index.

    Raises:
        AcknowledgementForeign: It is about another document, session or kind.
        AcknowledgementForged: The proof does not hold.
    """
    entry = unb64u(message.entry)
    _demand_about(entry, LOGGED_AS[peek_typ(token)], session, document_hash(unb64u(message.salt), token))
    return _proven(message.proof, entry, log_key)[0]


def verify_closing(message: SessionClosed, session: SessionId, log_key: str) -> ClosedInLog:
    """
    Judge the relay's last answer: the session's root is in the log.

    Raises:
        AcknowledgementForeign: It is about another session, or says another root or length than its entry.
        AcknowledgementForged: The proof does not hold.
    """
    entry = unb64u(message.entry)
    claims = _entry(entry)
    refuse_unless(claims.get("kind") == "session-closed", AcknowledgementForeign, "kind")  # 1 a closing entry
    refuse_unless(claims.get("session") == session, AcknowledgementForeign, "session")  # 2 of this session
    told = (message.root, message.entries)
    refuse_unless((claims.get("root"), claims.get("entries")) == told, AcknowledgementForeign, "root")  # 3 as told
    index, size = _proven(message.proof, entry, log_key)  # 4 which stands in the log of the pairing
    return ClosedInLog(index, size, unb64u(message.root), message.entries, entry, message.proof)


def _demand_about(entry: bytes, kind: str, session: SessionId, about: str) -> None:
    claims = _entry(entry)
    refuse_unless(claims.get("kind") == kind, AcknowledgementForeign, "kind")  # 1 an entry of this kind
    refuse_unless(claims.get("session") == session, AcknowledgementForeign, "session")  # 2 of this session
    refuse_unless(claims.get("hash") == about, AcknowledgementForeign, "hash")  # 3 and of this document


def _entry(entry: bytes) -> dict[str, Any]:
    try:
        return parse_canonical(entry, limits.LOG_ENTRY_BYTES)
    except AttendedError:
        raise AcknowledgementForged("entry") from None


def _proven(proof: str, entry: bytes, log_key: str) -> tuple[int, int]:
    data = proof.encode()
    try:
        signed = verify(data, entry, parse_verifier_key(log_key))
    except AttendedError as reason:
        raise AcknowledgementForged(str(reason)) from None
    return parse(data).index, signed.size
