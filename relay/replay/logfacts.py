"""What a log's folder says: whether it holds, what it has of one session, and whether it is one with what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consent.canonical import parse_canonical
from consent.grant import ConsentGrant
from consent.jws import SignedDocument
from consent.keylist import KeyList
from consent.withdrawal import ConsentWithdrawal
from protocol import checkpoint, limits, merkle, note, proof, tiles
from protocol.acknowledgement import LOGGED, document_hash
from protocol.errors import AttendedError, ConsistencyWrong, DocumentNotLogged, NotInThisLog, TreeShrank
from relay.log.held import Held, hold
from relay.replay.account import Recorded

_CLOSED = "session-closed"
Facts = dict[str, Any]


@dataclass(frozen=True)
class LogOnDisk:
    """A log's folder that was checked to hold, as it was at one moment."""

    held: Held
    head: checkpoint.Checkpoint
    key: note.VerifierKey

    @classmethod
    def look(cls, folder: Path, key: note.VerifierKey) -> LogOnDisk:
        """
        Look at a folder that `relay.log.check.check_log` found good.

        Raises:
            CheckFailed: It changed meanwhile.
            OSError: It cannot be read.
        """
        held = hold(folder)
        return cls(held, checkpoint.verify(held.checkpoint, key), key)

    def entries(self) -> Iterator[bytes]:
        """Give all entries in order."""
        for tile in tiles.tiles_of(self.head.size):
            if tile.level == tiles.ENTRIES:
                yield from tiles.read_bundle(self.held.read(tile), tile.width)

    def of_session(self, session: str) -> list[tuple[int, bytes, Facts]]:
        """Give what the log has of a session: index, exact bytes, and what they say."""
        name = session.encode()
        found = []
        for index, entry in enumerate(self.entries()):
            if name not in entry:
                continue
            facts = _facts(entry)
            if facts.get("session") == session:
                found.append((index, entry, facts))
        return found

    def policies(self) -> set[str]:
        """Name the policies that the log has, by hash."""
        return {
            str(facts.get("sha256")) for entry in self.entries() if (facts := _facts(entry)).get("kind") == "policy"
        }

    def demand_grown_from(self, signed: str) -> str:
        """
        Demand that a checkpoint seen before is the beginning of this log; say from what size to what size it grew.

        Raises:
            TreeShrank, ConsistencyWrong: It was rolled back or rewritten.
            CheckFailed: The checkpoint is not this log's.
        """
        before = checkpoint.verify(signed.encode(), self.key)
        if before.size > self.head.size:
            raise TreeShrank(f"{before.size} entries before, {self.head.size} now")
        if merkle.root(before.size, tiles.node_reader(self.head.size, self.held.read)) != before.root:
            raise ConsistencyWrong(f"at {before.size} entries")
        return f"{before.size} entries then, {self.head.size} now"


def checkpoint_in(data: bytes) -> str:
    """
    Give the checkpoint in a file: a checkpoint, or a proof that carries one.

    Raises:
        NoteMalformed, LogProofMalformed: It is neither.
    """
    if data.startswith(proof.FIRST_LINE.encode()):
        return proof.parse(data).checkpoint
    return str(note.parse(data))


def closing_of(facts: Iterable[tuple[int, bytes, Facts]]) -> tuple[int, bytes, Facts] | None:
    """
    Give a session's closing entry; None when there is none yet.

    Raises:
        NotInThisLog: There are two.
    """
    closed = [held for held in facts if held[2].get("kind") == _CLOSED]
    if len(closed) > 1:
        raise NotInThisLog(f"closed {len(closed)} times")
    return closed[0] if closed else None


def demand_documents_logged(
    documents: Iterable[Recorded], facts: Iterable[tuple[int, bytes, Facts]], salt: bytes | None
) -> str:
    """
    Demand that recording and log have the same grants, withdrawals and key lists; by hash where there is a salt.

    Raises:
        DocumentNotLogged: One of them has one that the other has not; the detail names the first.
    """
    recorded = [held for held in documents if held.document.typ in LOGGED]
    logged = Counter(_key(held, salt) for _, _, held in facts if held.get("kind") in LOGGED.values())
    for document in recorded:
        key = _key(_expected(document, salt), salt)
        if not logged[key]:
            raise DocumentNotLogged(f"entry {document.entry}, {document.document.typ}, is not in the log")
        logged[key] -= 1
    if left := [key for key, count in logged.items() if count]:
        raise DocumentNotLogged(f"the log has a {left[0][0]} that is not in the recording")
    return f"{len(recorded)} documents"


def _expected(held: Recorded, salt: bytes | None) -> Facts:
    document: SignedDocument = held.document
    facts: Facts = {"kind": LOGGED[document.typ]}
    if salt is not None:
        facts["hash"] = document_hash(salt, held.token)
    if isinstance(document, ConsentGrant):
        facts["scopes"] = sorted(scope.value for scope in document.allows)
    elif isinstance(document, ConsentWithdrawal):
        facts["scopes"] = sorted(scope.value for scope in document.scopes)
    elif isinstance(document, KeyList):
        facts["epoch"] = document.epoch
    return facts


def _key(facts: Facts, salt: bytes | None) -> tuple[str, str, str, str]:
    scopes = " ".join(map(str, facts.get("scopes") or ()))
    named = str(facts.get("hash")) if salt is not None else ""
    return str(facts.get("kind")), scopes, str(facts.get("epoch")), named


def _facts(entry: bytes) -> Facts:
    try:
        return parse_canonical(entry, limits.LOG_ENTRY_BYTES)
    except AttendedError:
        return {}
