"""Tickets for sockets."""

from __future__ import annotations

from fastapi import APIRouter, Request

from consent.organisation import PersonRole
from protocol.errors import ForeignOrigin, NotForThisRole
from relay.api.guard import OwnPage, Person, RelayParts, address_of

router = APIRouter(prefix="/api")


@router.post("/agent-ticket")
async def agent_ticket(request: Request, parts: RelayParts) -> dict[str, str]:
    """Give an agent a ticket: anybody may have one, not too many at a time."""
    if request.headers.get("origin") not in {None, parts.services.origin}:
        raise ForeignOrigin
    parts.by_address.demand(address_of(request))
    return {"ticket": parts.agent_tickets.give(None)}


@router.post("/technician-ticket", dependencies=[OwnPage])
async def technician_ticket(person: Person, parts: RelayParts) -> dict[str, str]:
    """Give a signed-in technician a ticket bound to the account."""
    if person.role is not PersonRole.TECHNICIAN:
        raise NotForThisRole
    return {"ticket": parts.technician_tickets.give(person)}
