"""Openings: first the log, then the keys."""

from __future__ import annotations

import asyncio
from typing import Any

from consent.opening import OpeningRequest
from consent.policy import PolicyReader, groups_for
from protocol.errors import NothingHere, OpeningRefused
from relay.services import Services


async def hand_out(services: Services, asked: OpeningRequest, reader: PolicyReader) -> list[dict[str, Any]]:
    """
    Log an opening and give the wraps it may have.

    Raises:
        NothingHere: There is no such finished recording.
        OpeningRefused: No wrap was made for this reader and these groups: the grant does not name them.
        LogNotWritten: The opening cannot be logged, so nothing is handed out.
    """
    if not set(asked.groups) <= set(groups_for(reader, services.published.organisation.policy)):
        raise OpeningRefused("groups that the policy does not give to this reader")
    if await asyncio.to_thread(services.shelf.recording, asked.sid) is None:
        raise NothingHere
    held = await asyncio.to_thread(services.shelf.wraps, asked.sid)
    groups = sorted(group.value for group in asked.groups)
    own = [wrap for wrap in held if wrap["reader"] == reader.reader and wrap["group"] in groups]
    if held and {wrap["group"] for wrap in own} != set(groups):
        raise OpeningRefused("groups that were not wrapped for this reader")
    reason = asked.reason.value
    await services.logbook.append("opening", session=asked.sid, reader=reader.reader, groups=groups, reason=reason)
    await services.sessions.handed_out(asked.sid, reader.reader, " ".join(groups), reason, services.seconds())
    return own
