"""What desk and engine say to each other has one form, and no other message passes for the agent's own."""

import pytest

from agent.engine.forms import body_of, line_is, own_message, rect_of, secrets_of
from agent.pipe import messages as said
from agent.screen.rect import Rect
from consent.encoding import b64u
from consent.scopes import Group
from protocol.errors import PipeBroken, RelayUnreachable
from protocol.messages.control import SessionResumed
from protocol.messages.screen import ScreenKeyframe


def test_an_own_message_goes_there_and_back() -> None:
    """As the desk wrote it."""
    assert own_message(body_of(SessionResumed())) == SessionResumed()


@pytest.mark.parametrize("body", ["", "{}", body_of(ScreenKeyframe())])
def test_what_the_agent_does_not_say_is_refused(body: str) -> None:
    """Nothing, no kind, and the technician's kind."""
    with pytest.raises(PipeBroken):
        own_message(body)


def test_areas_and_secrets_are_taken_as_they_are() -> None:
    """Numbers stay."""
    assert rect_of(said.Area(x=1, y=2, w=3, h=4)) == Rect(1, 2, 3, 4)
    secret = bytes(range(32))
    assert secrets_of([said.GroupSecret(group="rest", secret=b64u(secret))]) == {Group.REST: secret}


def test_a_lost_line_says_why() -> None:
    """With code, words and remedy; a line that stands has none."""
    lost = line_is("lost", 1.5, RelayUnreachable())
    assert (lost.state, lost.wait, lost.code) == ("lost", 1500, RelayUnreachable.code)
    assert line_is("open").words == ""
