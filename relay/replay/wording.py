"""How findings are put, where the words depend on what was found."""

from __future__ import annotations

from datetime import UTC, datetime

from protocol.channels import Direction
from relay.replay.account import Misstated
from relay.replay.trails import noun_of

WHO = {Direction.FROM_AGENT: "The customer's computer", Direction.FROM_TECHNICIAN: "The technician's page"}


def clock(milliseconds: int) -> str:
    """Write a time of day for people: the relay's, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%H:%M:%S")


def changed_from(first: int, last: int, time: int) -> str:
    """Say which entries were changed, as closely as it is known."""
    which = f"Entry {first} was" if first == last else f"Something in entries {first} to {last} was"
    return f"{which} changed after it was written. What you see from {clock(time)} on cannot be trusted."


def misstated(said: Misstated) -> str:
    """Say what an end signed, and what is here."""
    mismatch = said.mismatch
    noun, who = noun_of(mismatch.place), WHO[said.signer]
    if mismatch.short:
        verb = "sent" if said.signer == mismatch.place.direction else "heard"
        return f"{who} says it {verb} {mismatch.count:,} {noun}. Only {mismatch.count - mismatch.short:,} are here."
    return (
        f"{who} signed for other {noun} than those between entry {mismatch.first} and entry {mismatch.last}: "
        f"one of them was changed, or stands in another's place."
    )
