"""Openings: first the log, then the keys. Readers of the policy open for the organisation, customers for themselves."""

from __future__ import annotations

import asyncio
from typing import Any

from consent.jws import VerifyKey, peek_kid, read
from consent.opening import OpeningReason, OpeningRequest, verify_opening
from consent.policy import PolicyReader, groups_for
from protocol.errors import AttendedError, NothingHere, OpeningRefused
from relay.customer import customer_key
from relay.services import Services


async def hand_out(services: Services, session: str, token: str) -> list[dict[str, Any]]:
    """
    Judge a signed opening request, log it, and give the wraps that its signer may have.

    A customer, who signs with the session's own key, is given none: the keys are in their receipt.

    Raises:
        NothingHere: There is no such finished recording.
        OpeningRefused: The request does not hold, or asks for what the grant does not give its signer.
        LogNotWritten: The opening cannot be logged, so nothing is handed out.
    """
    if await asyncio.to_thread(services.shelf.recording, session) is None:
        raise NothingHere
    policy = services.published.organisation.policy
    try:
        signer = peek_kid(token)
        reader = next((one for one in policy.readers if VerifyKey.from_jwk(one.key).thumbprint == signer), None)
        if reader is not None:
            asked = verify_opening(token, policy, reader, session=session, origin=services.origin)
        else:
            asked = await _of_the_customer(services, session, token)
    except AttendedError as wrong:
        raise OpeningRefused(str(wrong)) from None
    wraps = [] if reader is None else await _wraps(services, asked, reader)
    groups, name = sorted(group.value for group in asked.groups), reader.reader if reader else asked.iss
    reason = asked.reason.value
    await services.logbook.append("opening", session=session, reader=name, groups=groups, reason=reason)
    await services.listed(services.sessions.handed_out(session, name, " ".join(groups), reason, services.seconds()))
    return wraps


async def _of_the_customer(services: Services, session: str, token: str) -> OpeningRequest:
    key = await customer_key(services, session)
    asked = read(token, OpeningRequest, key)
    said = (asked.iss, asked.sid, asked.aud, asked.reason)
    if said != (key.thumbprint, session, services.origin, OpeningReason.CUSTOMER):
        raise OpeningRefused("not the customer's own request for this recording")
    return asked


async def _wraps(services: Services, asked: OpeningRequest, reader: PolicyReader) -> list[dict[str, Any]]:
    groups = {group.value for group in asked.groups}
    if not set(asked.groups) <= set(groups_for(reader, services.published.organisation.policy)):
        raise OpeningRefused("groups that the policy does not give to this reader")
    held = await asyncio.to_thread(services.shelf.wraps, asked.sid)
    own = [wrap for wrap in held if wrap["reader"] == reader.reader and wrap["group"] in groups]
    if held and {wrap["group"] for wrap in own} != groups:
        raise OpeningRefused("groups that were not wrapped for this reader")
    return own
