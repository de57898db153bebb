"""The list of sessions, and what a reader is handed once the opening is in the log."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from consent.jws import VerifyKey, peek_kid
from consent.model import Document
from consent.opening import verify_opening
from consent.organisation import PersonRole
from protocol.errors import NothingHere, OpeningRefused, PeerError
from relay.api.guard import Person, RelayParts, address_of
from relay.openings import hand_out
from relay.store.tables import SessionRow

router = APIRouter(prefix="/api")


class OpeningAsked(Document):
    """A reader's signed request."""

    session: Annotated[str, Field(min_length=22, max_length=22, pattern=r"^[A-Za-z0-9_-]{22}$")]
    request: Annotated[str, Field(max_length=8192)]


def told(row: SessionRow, name: str | None) -> dict[str, Any]:
    """Say what the list says of a session."""
    return {
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
    own = person.id if person.role is PersonRole.TECHNICIAN else None
    return {"sessions": [told(row, name) for row, name in await parts.services.sessions.listed(own)]}


@router.post("/openings")
async def openings(body: OpeningAsked, request: Request, parts: RelayParts) -> dict[str, Any]:
    """Log an opening, then hand out the reader's wraps and a ticket for the sealed recording."""
    parts.by_address.demand(address_of(request))
    services = parts.services
    policy = services.published.organisation.policy
    kid = peek_kid(body.request)
    reader = next((held for held in policy.readers if VerifyKey.from_jwk(held.key).thumbprint == kid), None)
    if reader is None:
        raise OpeningRefused
    try:
        asked = verify_opening(body.request, policy, reader, session=body.session, origin=services.origin)
    except PeerError as wrong:
        raise OpeningRefused(str(wrong)) from None
    wraps = await hand_out(services, asked, reader)
    return {
        "wraps": wraps,
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
