"""What the HTTP routes need of the relay."""

from __future__ import annotations

from dataclasses import dataclass

from consent.jws import SigningKey
from relay.accounts import SignedIn
from relay.services import Services
from relay.tickets import Passes, Throttle, Tickets


@dataclass(frozen=True)
class Parts:
    """Made once at start."""

    services: Services
    directory_key: SigningKey
    agent_tickets: Tickets[None]
    technician_tickets: Tickets[SignedIn]
    recording_tickets: Tickets[str]
    log_passes: Passes
    by_address: Throttle
    cookie: str
    """The session cookie's name; with the `__Host-` prefix where there is TLS."""
    secure: bool
