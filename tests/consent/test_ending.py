"""The end of a session, in the desk's word."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.ending import EndReason, SessionEnd
from consent.errors import HeaderNotAllowed
from consent.fields import Position
from consent.jws import SigningKey, sign
from consent.setting import verify_desk_document
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, Scene, an_id

CHAT = Position(epoch=1, direction=1, channel=4, count=2)


def an_end(key: SigningKey, *positions: Position) -> SessionEnd:
    return SessionEnd(
        iss=key.verify_key.thumbprint,
        aud=ORIGIN,
        jti=an_id(3),
        sid=SESSION,
        iat=NOW,
        reason=EndReason.STOPPED,
        positions=positions,
    )


def test_the_desk_ends_a_session() -> None:
    """The end names its reason and how far every open stream had come."""
    read = verify_desk_document(sign(an_end(AGENT_KEY, CHAT), AGENT_KEY), SessionEnd, Scene().setting)
    assert (read.reason, read.positions) == (EndReason.STOPPED, (CHAT,))


def test_nobody_ends_it_in_the_desks_name() -> None:
    """A technician's word is no end: leaving is another thing."""
    with pytest.raises(HeaderNotAllowed):
        verify_desk_document(sign(an_end(TECHNICIAN_KEY), TECHNICIAN_KEY), SessionEnd, Scene().setting)


def test_an_end_says_one_thing_of_each_stream() -> None:
    """A position twice is refused."""
    with pytest.raises(ValidationError):
        an_end(AGENT_KEY, CHAT, CHAT)
