"""
Signed documents on their way into the evidence: judged, recorded, synced, logged, acknowledged, in this order.

A document that comes again, because its acknowledgement was lost with a line or a relay, is acknowledged again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from consent.encoding import b64u, unb64u
from consent.ending import SessionEnd
from consent.fields import Sha256
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, sha256_of
from consent.keylist import KeyList
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol import limits
from protocol.acknowledgement import LOGGED, document_hash
from protocol.errors import DocumentRefused, FlowExceeded, LogNotWritten, WrapsWrong
from protocol.messages.relay import Acknowledged, EndSigned, Wraps
from protocol.recording import Kind, Origin
from relay.gate import Taken
from relay.logbook import Logged
from relay.recorder.recorder import Recorder

if TYPE_CHECKING:
    from relay.session import Session

Written = TypeVar("Written")
_TRY_AGAIN_AFTER = 0.5


@dataclass(frozen=True)
class _Unsettled:
    """A document that is recorded, and not yet synced, logged and acknowledged."""

    recorder: Recorder
    taken: Taken
    origin: Origin
    wraps: Wraps | None


class Documents:
    """One session's documents. What waits is settled together: a grant and its key list cost the disk one turn."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._indices: dict[Sha256, int] = {}
        # In the order in which they came: `_unsettled` waits for the turn of those that `_settling` counts.
        self._unsettled: list[_Unsettled] = []
        self._settling = 0
        self.finals: set[Origin] = set()
        """The ends whose last statement is recorded."""

    def take(self, origin: Origin, token: str) -> None:
        """
        Judge and record a document; the acknowledgement follows when it is synced and logged.

        Raises:
            PeerError: It does not hold or cannot stand here.
        """
        self._demand_room()
        taken = self._session.gate.known(sha256_of(token))
        if taken is None:
            taken = self._session.gate.document(token, origin, _not_a_key_list)
            self._record(origin, token)
        self._settle_soon(taken, origin, None)

    def take_wraps(self, message: Wraps) -> None:
        """
        Judge and record a key list together with its wraps.

        Raises:
            PeerError: It does not hold, cannot stand here, or the wraps are not the ones it names.
        """
        self._demand_room()
        taken = self._session.gate.known(sha256_of(message.list))
        if taken is None:
            taken = self._session.gate.document(message.list, Origin.AGENT, lambda keys: _demand_wraps(keys, message))
            self._record(Origin.AGENT, message.list)
        self._settle_soon(taken, Origin.AGENT, message)

    def logged(self, sha256: Sha256, index: int) -> None:
        """Learn after a restart that a document stands in the log."""
        self._indices[sha256] = index

    async def log_missing(self) -> None:
        """Log after a restart what was recorded and not logged any more."""
        await self._log(list(self._session.gate.taken.values()))

    def _demand_room(self) -> None:
        # Each that waits costs its token; an honest end has a few on their way, even while a disk fails.
        if self._settling + len(self._unsettled) >= limits.DOCUMENTS_WAITING:
            raise FlowExceeded(f"{self._settling + len(self._unsettled)} documents wait")

    def _record(self, origin: Origin, token: str) -> None:
        self._session.recorder.add(Kind.DOCUMENT, origin, token.encode("ascii"))

    def _settle_soon(self, taken: Taken, origin: Origin, wraps: Wraps | None) -> None:
        self._unsettled.append(_Unsettled(self._session.recorder, taken, origin, wraps))
        if not self._settling and len(self._unsettled) == 1:
            self._session.services.spawn(self._settle())

    async def _settle(self) -> None:
        try:
            while self._unsettled:
                batch = await self._secured()
                # A grant's key list comes while the grant is synced, and need not wait for the log to be written twice.
                await self._prove(batch + await self._secured())
                self._settling = 0
        finally:
            self._settling = 0
            if self._unsettled:  # what was thrown is told, and stops none of those that came meanwhile
                self._session.services.spawn(self._settle())

    async def _secured(self) -> list[_Unsettled]:
        """Take what waits, and make it survive a power cut."""
        batch, self._unsettled = self._unsettled, []
        self._settling += len(batch)
        for one in batch:
            await self._keep_wraps(one)
        if batch:
            await batch[-1].recorder.synced()
        return batch

    async def _prove(self, batch: list[_Unsettled]) -> None:
        logged = await self._log([one.taken for one in batch])
        for one in batch:
            self._acknowledge(one.taken, one.origin, logged.get(one.taken.sha256))
        for one in batch:
            await self._follow(one.taken, one.origin)

    async def _keep_wraps(self, one: _Unsettled) -> None:
        if isinstance(one.taken.document, KeyList) and one.wraps is not None:
            held = [wrap.model_dump(mode="json") for wrap in one.wraps.wraps]
            keep = partial(self._session.services.shelf.add_wraps, self._session.id, one.taken.document.epoch, held)
            await self._insist(lambda: asyncio.to_thread(keep))

    async def _log(self, documents: list[Taken]) -> dict[Sha256, Logged]:
        """Log those that belong there and do not stand there yet, all at once; give the place of each."""
        facts = {taken.sha256: facts for taken in documents if (facts := self._facts(taken)) is not None}
        fresh = {sha256: entry for sha256, entry in facts.items() if sha256 not in self._indices}
        logbook, logged = self._session.services.logbook, dict[Sha256, Logged]()
        if fresh:
            places = await self._insist(lambda: logbook.append_all(list(fresh.values())))
            logged = dict(zip(fresh, places, strict=True))
            self._indices |= {sha256: place.index for sha256, place in logged.items()}
        for sha256 in facts.keys() - fresh.keys():
            logged[sha256] = await logbook.proven(self._indices[sha256])
        return logged

    async def _insist(self, write: Callable[[], Awaitable[Written]]) -> Written:
        """Write until it works. What is not in the log, or has no wraps, stands as still as what is not recorded."""
        paused = False
        while True:
            try:
                written = await write()
                break
            except (LogNotWritten, OSError):
                if not paused:
                    self._session.recording_changed(running=False)
                paused = True
                await asyncio.sleep(_TRY_AGAIN_AFTER)
        if paused:
            self._session.recording_changed(running=True)
        return written

    def _facts(self, taken: Taken) -> dict[str, Any] | None:
        document = taken.document
        kind = LOGGED.get(document.typ) if document is not None else None
        if kind is None:
            return None
        facts: dict[str, Any] = {"kind": kind, "session": self._session.id}
        facts["hash"] = document_hash(self._session.salt, taken.token)
        if isinstance(document, ConsentGrant):
            facts["scopes"] = sorted(scope.value for scope in document.allows)
        elif isinstance(document, ConsentWithdrawal):
            facts["scopes"] = sorted(scope.value for scope in document.scopes)
        elif isinstance(document, KeyList):
            facts["epoch"] = document.epoch
        return facts

    def _acknowledge(self, taken: Taken, origin: Origin, logged: Logged | None) -> None:
        outlet = self._session.end(origin).outlet
        if outlet is None:
            return
        if logged is None:
            outlet.say(Acknowledged(token_sha256=taken.sha256, entry=None, salt=None, proof=None))
        else:
            entry, salt = b64u(logged.entry), b64u(self._session.salt)
            outlet.say(Acknowledged(token_sha256=taken.sha256, entry=entry, salt=salt, proof=logged.proof))

    async def _follow(self, taken: Taken, origin: Origin) -> None:
        document, technician = taken.document, self._session.technician.outlet
        if isinstance(document, ConsentGrant):
            scopes = [scope.value for scope in document.allows]
            services = self._session.services
            await services.listed(services.sessions.granted(self._session.id, scopes))
        if isinstance(document, TranscriptStatement) and document.final:
            self.finals.add(origin)
        if isinstance(document, SessionEnd) and technician is not None:
            # An engine that was killed, or died with its display, left nobody who could seal the word of the end.
            technician.say(EndSigned(token=taken.token))
        if isinstance(document, SessionEnd) or self._session.gate.ended:
            self._session.desk_said_goodbye()


def _not_a_key_list(document: SignedDocument) -> None:
    if isinstance(document, KeyList):
        raise DocumentRefused("a key list without its wraps")


def _demand_wraps(document: SignedDocument, message: Wraps) -> None:
    if not isinstance(document, KeyList):
        raise DocumentRefused("wraps of what is no key list")
    named = {(keys.group.value, wrap.reader, wrap.sha256) for keys in document.groups for wrap in keys.wraps}
    given = [(wrap.group.value, wrap.reader, _hash(unb64u(wrap.wrapped))) for wrap in message.wraps]
    if len(given) != len(named) or set(given) != named:
        raise WrapsWrong


def _hash(wrapped: bytes) -> str:
    return b64u(hashlib.sha256(wrapped).digest())
