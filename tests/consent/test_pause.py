"""A pause closes screen, pointer and keys."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.fields import Position
from consent.pause import ConsentPause, PauseBecause
from consent.scopes import PAUSED_CHANNELS, Channel
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, an_id


def pause(channel: int) -> ConsentPause:
    return ConsentPause(
        iss=AGENT_KEY.verify_key.thumbprint,
        aud=ORIGIN,
        jti=an_id(3),
        sid=SESSION,
        iat=NOW,
        grant=an_id(100),
        because=PauseBecause.CUSTOMER,
        positions=(Position(epoch=1, direction=0, channel=channel, count=1),),
    )


@pytest.mark.parametrize("channel", Channel)
def test_a_pause_closes_what_is_seen_and_moved_and_nothing_else(channel: Channel) -> None:
    """A pause that named chat, report or files would close what it does not."""
    if channel in PAUSED_CHANNELS:
        assert pause(channel).positions[0].channel == channel
    else:
        with pytest.raises(ValidationError):
            pause(channel)
