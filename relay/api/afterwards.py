"""What comes once a session is over: a customer's complaint or rating, and the reviewers' holds."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field

from consent.canonical import canonical
from consent.fields import SessionId, SessionIdField, Thumbprint
from consent.model import Document
from consent.organisation import PersonRole
from protocol import limits
from protocol.afterwards import COMPLAINTS_PATH, RATINGS_PATH, Afterword, AfterwordTaken, read_as
from protocol.errors import AfterwordDamaged, NotForThisRole, RequestMalformed
from relay import holds
from relay.accounts import SignedIn
from relay.afterwards import take_complaint, take_rating
from relay.api.guard import OwnPage, Person, RelayParts, address_of
from relay.holds import HoldReason, Standing

router = APIRouter()
_MAY_HOLD = frozenset({PersonRole.REVIEWER, PersonRole.ADMINISTRATOR})
Said = TypeVar("Said", bound=Document)


class HoldWanted(Document):
    """A recording to be held, and why."""

    session: SessionIdField
    reason: Annotated[HoldReason, Field(strict=False)]
    """Read from JSON, where it is text."""


class LiftWanted(Document):
    """A recording whose hold is to be lifted."""

    session: SessionIdField


async def reviewer(person: Person) -> SignedIn:
    """
    Let only reviewers and administrators hold and lift; none of them lifts the hold of a session they helped in.

    Raises:
        NotForThisRole: Anybody else.
    """
    if person.role not in _MAY_HOLD:
        raise NotForThisRole
    return person


Reviewer = Annotated[SignedIn, Depends(reviewer)]


@router.post(f"{COMPLAINTS_PATH}/{{session}}")
async def complaints(session: SessionIdField, request: Request, parts: RelayParts) -> Response:
    """Take a complaint of the session's own customer, who has no account; answer with the hold's proof."""
    said = await _said(request, parts)
    return _answer(await take_complaint(parts.services, SessionId(session), said))


@router.post(f"{RATINGS_PATH}/{{session}}")
async def ratings(session: SessionIdField, request: Request, parts: RelayParts) -> Response:
    """Take the session's own customer's rating."""
    said = await _said(request, parts)
    return _answer(await take_rating(parts.services, SessionId(session), said))


@router.get("/api/holds/{session}")
async def shown(session: SessionIdField, _reviewer: Reviewer, parts: RelayParts) -> dict[str, Any]:
    """Say how a recording stands."""
    return _told(await holds.standing(parts.services, SessionId(session)))


@router.post("/api/holds", dependencies=[OwnPage])
async def hold(body: HoldWanted, person: Reviewer, parts: RelayParts) -> dict[str, Any]:
    """Hold a recording."""
    by = Thumbprint(person.thumbprint)
    return _told(await holds.hold(parts.services, SessionId(body.session), by, body.reason))


@router.post("/api/holds/lift", dependencies=[OwnPage])
async def lift(body: LiftWanted, person: Reviewer, parts: RelayParts) -> dict[str, Any]:
    """Ask for a hold to be lifted; the second person who does lifts it."""
    return _told(await holds.lift(parts.services, SessionId(body.session), person))


async def _said(request: Request, parts: RelayParts) -> Afterword:
    parts.by_address.demand(address_of(request))
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > limits.AFTERWORD_MESSAGE_BYTES:
            raise RequestMalformed("too long")
    try:
        return read_as(body, Afterword)
    except AfterwordDamaged as wrong:
        raise RequestMalformed(str(wrong)) from None


def _answer(taken: AfterwordTaken) -> Response:
    """Answer in the one form that a desk reads."""
    return Response(canonical(taken.model_dump(mode="json")), media_type="application/json")


def _told(now: Standing) -> dict[str, Any]:
    return {
        "held": now.held,
        "holds": [{"by": one.by, "reason": one.reason, "time": one.time} for one in now.holds],
        "lift_asked_by": now.lift_asked_by,
    }
