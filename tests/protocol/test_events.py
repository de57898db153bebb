from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import get_args

import pytest

from protocol import events
from protocol.channels import Direction
from protocol.events import Event, PairingEvent, RefusedByRelay, RoomAgain, ShareAnswered
from protocol.messages.relay import Refused
from tests.support import messages


@pytest.mark.parametrize("kind", [*get_args(Event), *get_args(PairingEvent)])
def test_an_event_is_a_frozen_value(kind: type) -> None:
    """What happened cannot be changed afterwards, and two events of the same content are equal."""
    assert is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_an_event_cannot_be_changed() -> None:
    """Frozen means frozen."""
    event = RoomAgain(7)
    with pytest.raises(FrozenInstanceError):
        event.room = 8  # type: ignore[misc]
    assert ShareAnswered() == ShareAnswered()


def test_no_secret_and_no_picture_is_printed() -> None:
    """Secrets, transcripts and pictures do not show in a log line."""
    hidden = {field.name for kind in (events.Paired, events.Channel0Keys, events.Shown) for field in fields(kind)
              if not field.repr}  # fmt: skip
    assert hidden == {"session_secret", "resume_key", "transcript", "to_console", "to_agent", "picture"}


def test_a_refusal_says_whose_message_it_was() -> None:
    """Both ends hear of a refusal; each knows whether it was its own."""
    notice = next(message for message in messages.RELAY if isinstance(message, Refused))
    assert RefusedByRelay(notice).direction is Direction.FROM_TECHNICIAN
