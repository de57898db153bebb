"""
What customers say once it is over: a complaint holds the recording, a rating is noted. First the log, then the disk.

A desk that hears no answer hands the same document in again: it is kept and logged once.
"""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from consent.afterwards import SessionComplaint, SessionRating, verify_afterword
from consent.encoding import b64u
from consent.fields import SessionId
from consent.jws import peek_typ
from protocol import limits
from protocol.acknowledgement import document_hash
from protocol.afterwards import LOGGED_AS, Afterword, AfterwordTaken, words_sha256
from protocol.errors import AfterwordRefused, AttendedError, EnoughSaid
from relay.customer import customer_key
from relay.holds import standing
from relay.logbook import Logged
from relay.services import Services

CUSTOMER, COMPLAINT = "customer", "complaint"
"""Who holds a recording by a complaint, and why, as the log has it."""
_MOST = {SessionComplaint.typ: limits.COMPLAINTS, SessionRating.typ: 1}
Said = TypeVar("Said", SessionComplaint, SessionRating)


async def take_complaint(services: Services, session: SessionId, said: Afterword) -> AfterwordTaken:
    """
    Hold a recording and keep its customer's complaint; when this returns, the hold stands in the log.

    Raises:
        NothingHere: There is no such session.
        AfterwordRefused: Its customer did not say it.
        EnoughSaid: There are too many.
        LogNotWritten, OSError: The disk refused; the desk may try again.
    """
    await _judge(services, session, said, SessionComplaint)
    taken, count = await _take(services, session, said, {"by": CUSTOMER, "reason": COMPLAINT})
    async with services.afterwards:
        # Said again after two people lifted the hold it holds nothing any more: the list says what the log says.
        held = (await standing(services, session)).held
        await services.listed(services.sessions.complained(session, count, services.seconds() if held else None))
    return taken


async def take_rating(services: Services, session: SessionId, said: Afterword) -> AfterwordTaken:
    """Keep a rating: its points stand in the log and in the list. Raises as `take_complaint`."""
    rating = await _judge(services, session, said, SessionRating)
    taken, _ = await _take(services, session, said, {"points": rating.points})
    await services.listed(services.sessions.rated(session, rating.points))
    return taken


async def _judge(services: Services, session: SessionId, said: Afterword, model: type[Said]) -> Said:
    key = await customer_key(services, session)
    try:
        document = verify_afterword(said.token, model, key, session=session, origin=services.origin)
    except AttendedError as wrong:
        raise AfterwordRefused(str(wrong)) from None
    if document.words_sha256 != (None if said.words is None else words_sha256(said.words)):
        raise AfterwordRefused("other words than it names")
    return document


async def _take(
    services: Services, session: SessionId, said: Afterword, facts: dict[str, Any]
) -> tuple[AfterwordTaken, int]:
    """Log it and keep it, each once; give the answer, and how many of its kind there are now."""
    typ = peek_typ(said.token)
    async with services.afterwards:
        salt = await asyncio.to_thread(services.shelf.salt, session)
        held = await asyncio.to_thread(services.shelf.afterwards, session)
        alike = [one for one in held if peek_typ(one["token"]) == typ]
        known = next((one for one in alike if one["token"] == said.token), None)
        if known is not None:
            return _taken(await services.logbook.proven(int(known["index"])), salt), len(alike)
        if len(alike) >= _MOST[typ]:
            raise EnoughSaid
        about = document_hash(salt, said.token)
        logged = await _logged(services, session, about)
        if logged is None:
            entry = {"kind": LOGGED_AS[typ], "session": session, "hash": about, **facts}
            logged = (await services.logbook.append_all([entry]))[0]
        kept = {**said.model_dump(mode="json"), "index": logged.index}
        await asyncio.to_thread(services.shelf.add_afterword, session, kept)
        return _taken(logged, salt), len(alike) + 1


async def _logged(services: Services, session: SessionId, about: str) -> Logged | None:
    """Find what was logged before the disk failed or the relay ended: the hold comes first, then the words."""
    for index, entry in (await services.logbook.of_sessions({session}))[session]:
        if entry.get("hash") == about:
            return await services.logbook.proven(index)
    return None


def _taken(logged: Logged, salt: bytes) -> AfterwordTaken:
    return AfterwordTaken(entry=b64u(logged.entry), salt=b64u(salt), proof=logged.proof)
