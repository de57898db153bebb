"""Who a request comes from, and from where: cookie, own origin, own header; and what an error looks like."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from protocol.errors import (
    AfterwordRefused,
    AttendedError,
    DatabaseDamaged,
    EnoughSaid,
    ForeignOrigin,
    HoldNeedsAnother,
    HoldOfOwnSession,
    InviteRunOut,
    InviteUnknown,
    InviteUsed,
    NoOrganisation,
    NotForThisRole,
    NotHeld,
    NothingHere,
    NotSignedIn,
    OpeningRefused,
    SignInRefused,
    TechnicianSuspended,
    TicketWrong,
    TooManyTries,
    TrainingOver,
)
from relay.accounts import SignedIn
from relay.api.parts import Parts

CSRF_HEADER = "x-attended"
_STATUS: dict[type[AttendedError], int] = {
    NotSignedIn: 401,
    SignInRefused: 401,
    TicketWrong: 401,
    ForeignOrigin: 403,
    NotForThisRole: 403,
    TrainingOver: 403,
    TechnicianSuspended: 403,
    OpeningRefused: 403,
    AfterwordRefused: 403,
    HoldOfOwnSession: 403,
    NothingHere: 404,
    InviteUnknown: 404,
    HoldNeedsAnother: 409,
    NotHeld: 409,
    InviteUsed: 410,
    InviteRunOut: 410,
    TooManyTries: 429,
    EnoughSaid: 429,
    DatabaseDamaged: 500,
    NoOrganisation: 503,
}


def parts_of(request: Request) -> Parts:
    """Give the relay's parts to a route."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)  # noqa: S101 - for the type checker; app.py puts it there
    return parts


RelayParts = Annotated[Parts, Depends(parts_of)]


def from_own_page(request: Request, parts: RelayParts) -> None:
    """
    Let only the relay's own page change anything: a form of another site carries neither header.

    Raises:
        ForeignOrigin: Another origin, or the header that only our own script sets is missing.
    """
    if request.headers.get("origin") != parts.services.origin or request.headers.get(CSRF_HEADER) != "1":
        raise ForeignOrigin


OwnPage = Depends(from_own_page)


def under_rules(parts: RelayParts) -> None:
    """
    Serve nobody before the organisation's rules are here: what is refused, such as a link, stays as good as it was.

    Raises:
        NoOrganisation: They are not.
    """
    parts.services.in_force.published(parts.services.seconds())


async def signed_in(request: Request, parts: RelayParts) -> SignedIn:
    """
    Tell who is signed in.

    Raises:
        NotSignedIn: Nobody.
    """
    return await parts.services.accounts.who(request.cookies.get(parts.cookie))


Person = Annotated[SignedIn, Depends(signed_in)]


async def may_read_log(request: Request, parts: RelayParts) -> None:
    """
    Let signed-in people and readers with a pass read the log.

    Raises:
        NotSignedIn: Anybody else.
    """
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not parts.log_passes.holds(shown):
        await parts.services.accounts.who(request.cookies.get(parts.cookie))


def address_of(request: Request) -> str:
    """Give the address that tries are counted by."""
    return request.client.host if request.client else ""


def error_answer(error: AttendedError) -> JSONResponse:
    """Write an error as code, words and remedy; its detail is for our own log."""
    status = next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)
    return JSONResponse({"code": error.code, "words": error.words, "remedy": error.remedy}, status)
