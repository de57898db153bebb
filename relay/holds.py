"""
Holds: what is held is neither erased nor does it run out, until two people have lifted the hold.

The log alone says what is held, so no database and no file can be changed to set a recording free:

    hold            by, reason          by the customer, with a complaint; or by a reviewer
    hold-lift       by                  the first of two asks for it to be lifted
    hold-lifted     by                  the second confirms; a hold that came in between undoes the asking

Whoever writes code that deletes a recording calls `demand_free` first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consent.fields import SessionId, Thumbprint
from protocol.errors import HoldNeedsAnother, HoldOfOwnSession, NotHeld, NothingHere, RecordingHeld
from relay.accounts import SignedIn
from relay.services import Services

Facts = tuple[int, dict[str, Any]]
"""A log entry: its index and what it says."""


class HoldReason(StrEnum):
    """Why a reviewer holds a recording, as it stands in the log; a customer's reason is always the complaint."""

    COMPLAINT = "complaint"
    REVIEW = "review"
    INCIDENT = "incident"
    LEGAL = "legal"
    OTHER = "other"


@dataclass(frozen=True)
class Hold:
    """One hold: who, why, when (the log's minute), and where it stands in the log."""

    by: str
    reason: str
    time: str
    index: int


@dataclass(frozen=True)
class Standing:
    """How a recording stands: the holds that nobody has lifted, and who has asked to lift them."""

    holds: tuple[Hold, ...] = ()
    lift_asked_by: str | None = None

    @property
    def held(self) -> bool:
        """Say whether nothing of it may be deleted."""
        return bool(self.holds)


def standing_of(entries: Iterable[Facts]) -> Standing:
    """Read off a session's log entries, in their order, how its recording stands."""
    now = Standing()
    for index, facts in entries:
        match facts.get("kind"):
            case "hold":
                hold = Hold(str(facts.get("by")), str(facts.get("reason")), str(facts.get("time")), index)
                now = Standing((*now.holds, hold))
            case "hold-lift" if now.held:
                now = replace(now, lift_asked_by=str(facts.get("by")))
            case "hold-lifted" if now.lift_asked_by not in {None, facts.get("by")}:
                now = Standing()
    return now


async def standing(services: Services, session: SessionId) -> Standing:
    """
    Say how a recording stands.

    Raises:
        NothingHere: The log knows no such session.
    """
    entries = (await services.logbook.of_sessions({session}))[session]
    if not entries:
        raise NothingHere
    return standing_of(entries)


async def demand_free(services: Services, session: SessionId) -> None:
    """
    Demand that a recording is not held.

    Raises:
        RecordingHeld: It is.
        NothingHere: The log knows no such session.
    """
    now = await standing(services, session)
    if now.held:
        raise RecordingHeld(f"{session} since {now.holds[0].time}")


async def hold(services: Services, session: SessionId, by: Thumbprint, reason: HoldReason) -> Standing:
    """Hold a recording; what is held already is held once more, for its own reason. Raises as `standing`."""
    async with services.afterwards:
        await standing(services, session)
        await services.logbook.append("hold", session=session, by=by, reason=reason.value)
        await services.listed(services.sessions.held(session, services.seconds()))
        return await standing(services, session)


async def lift(services: Services, session: SessionId, person: SignedIn) -> Standing:
    """
    Ask for a hold to be lifted, or, as the second person, lift it.

    The two are told apart by their accounts: that one person has two, no relay can know.

    Raises:
        HoldOfOwnSession: This person was that session's technician, whatever role they have.
        NotHeld: Nothing holds it.
        HoldNeedsAnother: This person has asked for it already.
        NothingHere: The log knows no such session.
    """
    async with services.afterwards:
        now = await standing(services, session)
        if await services.sessions.helped_in(session, person.id, person.thumbprint):
            services.say.warning("a hold was not lifted: who asked for it helped in that session", session=session)
            raise HoldOfOwnSession
        if not now.held:
            raise NotHeld
        by = Thumbprint(person.thumbprint)
        if now.lift_asked_by == by:
            raise HoldNeedsAnother
        kind = "hold-lift" if now.lift_asked_by is None else "hold-lifted"
        await services.logbook.append(kind, session=session, by=by)
        after = await standing(services, session)
        if not after.held:
            await services.listed(services.sessions.held(session, None))
        return after
