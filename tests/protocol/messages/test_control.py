from __future__ import annotations

import pytest

from protocol.messages import control
from protocol.wire import Message
from tests.support import messages
from tests.support.spoiling import refused, spoiled, taken

SPECIMENS = [message for message in messages.SEALED if type(message).__module__ == control.__name__]


@pytest.mark.parametrize("message", SPECIMENS, ids=lambda message: message.kind)
def test_a_message_is_its_whole_shape_or_nothing(message: Message) -> None:
    """A field left out, added, of another type or beyond its bounds: the message is refused."""
    for changed in spoiled(message):
        assert refused(type(message), changed), changed


def test_a_reason_has_ten_to_a_hundred_and_forty_characters() -> None:
    """Long enough to mean something, short enough to be read; a ticket is a number, not a text."""
    asked = {"request": messages.TOKEN, "salt": messages.B32}
    assert taken(control.AskConsent, **asked, reason="x" * 10, ticket="")
    assert taken(control.AskConsent, **asked, reason="x" * 140, ticket="x" * 40)
    for reason, ticket in (("x" * 9, ""), ("x" * 141, ""), ("x" * 10, "x" * 41)):
        assert not taken(control.AskConsent, **asked, reason=reason, ticket=ticket)


def test_the_secret_of_the_aside_is_never_sent() -> None:
    """There is no way to write it into `grant.live`."""
    live = {"grant": messages.TOKEN, "epoch": 1, "scopes": []}
    assert taken(control.GrantLive, **live, groups=[{"group": "rest", "secret": messages.B32}])
    assert not taken(control.GrantLive, **live, groups=[{"group": "aside", "secret": messages.B32}])


@pytest.mark.parametrize("because", ["timeout", "yes", "", "policy"])
def test_an_answer_has_one_of_five_reasons(because: str) -> None:
    """There is no other way to a yes than the customer's."""
    answer = {"request": messages.B16, "allowed": [], "refused": ["view"], "minutes": 0}
    assert taken(control.ConsentAnswer, **answer, because="no-answer")
    assert not taken(control.ConsentAnswer, **answer, because=because)
