"""The list of sessions, and what a reader is handed once the opening is in the log."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from consent.model import Document
from consent.organisation import PersonRole
from protocol.errors import NothingHere, OpeningRefused
from relay.api.guard import Person, RelayParts, address_of
from relay.openings import hand_out
from relay.store.tables import SessionRow

router = APIRouter(prefix="/api")


class OpeningAsked(Document):
    """A reader's signed request."""

    session: Annotated[str, Field(min_length=22, max_length=22, pattern=r"^[A-Za-z0-9_-]{22}$")]
    request: Annotated[str, Field(max_length=8192)]


def told(row: SessionRow, name: str | None, *, to_technician: bool = False) -> dict[str, Any]:
    """Say what the list says of a session; what its customer thought of it is not for the technician."""
    afterwards = {} if to_technician else {"rating": row.rating, "complaints": row.complaints, "held": row.held}
    return {
        **afterwards,
        "session": row.session,
        "technician": name,
        "opened": row.opened,
        "closed": row.closed,
        "ended": row.ended,
        "scopes": row.scopes.split(),
        "entries": row.entries,
        "bytes": row.bytes,
        "root": row.root,
        "sha256": row.sha256,
    }


@router.get("/sessions")
async def sessions(person: Person, parts: RelayParts) -> dict[str, list[dict[str, Any]]]:
    """List one's own sessions, or all for reviewers and administrators."""
    is_technician = person.role is PersonRole.TECHNICIAN
    rows = await parts.services.sessions.listed(person.id if is_technician else None)
    return {"sessions": [told(row, name, to_technician=is_technician) for row, name in rows]}


@router.post("/openings")
async def openings(body: OpeningAsked, request: Request, parts: RelayParts) -> dict[str, Any]:
    """
    Log an opening, then hand out its signer's wraps, a ticket for the sealed recording and a pass for the log.

    With them goes what the customer said once it was over, as sealed as it came.
    """
    parts.by_address.demand(address_of(request))
    wraps = await hand_out(parts.services, body.session, body.request)
    return {
        "wraps": wraps,
        "afterwards": await asyncio.to_thread(parts.services.shelf.afterwards, body.session),
        "recording": f"/api/recordings/{body.session}",
        "ticket": parts.recording_tickets.give(body.session),
        "log_pass": parts.log_passes.give(),
    }


@router.get("/recordings/{session}")
async def recording(
    session: str, parts: RelayParts, authorization: Annotated[str | None, Header()] = None
) -> StreamingResponse:
    """Hand out a sealed recording against a ticket."""
    ticket = (authorization or "").removeprefix("Bearer ")
    if parts.recording_tickets.take(ticket) != session:
        raise OpeningRefused
    held = parts.services.shelf.recording(session)
    if held is None:
        raise NothingHere
    size, pieces = held
    headers = {"Content-Length": str(size), "Cache-Control": "no-store"}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)
