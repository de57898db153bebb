"""The customer of one session, who has no account: the key that their desk made for it says who they are."""

from __future__ import annotations

import asyncio

from consent.jws import VerifyKey
from protocol.catalogue import Sender
from protocol.codec import decode_pairing
from protocol.errors import NothingHere
from protocol.messages.pairing import PairAnswer
from protocol.recording import Origin
from relay.services import Services


async def customer_key(services: Services, session: str) -> VerifyKey:
    """
    Give the key of a session's desk, while it runs and ever after.

    Raises:
        NothingHere: There is no such session, or nobody was paired in it.
    """
    running = services.directory.running(session)
    if running is not None and (key := running.gate.key_of(Origin.AGENT)) is not None:
        return key
    return await asyncio.to_thread(_recorded_key, services, session)


def _recorded_key(services: Services, session: str) -> VerifyKey:
    for body in services.shelf.pairing(session):
        message = decode_pairing(body, Sender.AGENT | Sender.TECHNICIAN)
        if isinstance(message, PairAnswer):
            return VerifyKey.from_jwk(message.key.model_dump())
    raise NothingHere("nobody was paired")
