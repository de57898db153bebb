"""Each kind of document and message has its words."""

import pytest

from consent.encoding import b64u
from consent.ending import EndReason
from consent.pause import PauseBecause
from protocol.catalogue import CATALOGUE, Sender
from protocol.channels import Channel
from protocol.messages.chat import ChatSaid
from protocol.messages.input import KeyCode, KeyText, PointerButton, PointerWheel
from protocol.messages.screen import ScreenKeyframe
from relay.replay import telling
from relay.replay.telling import told

_SPOKEN = {Channel.POINTER, Channel.KEYS, Channel.CHAT, Channel.REPORT}


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (ChatSaid(id=b64u(bytes(16)), text="Hello"), "chat", "Hello"),
        (KeyCode(code="Enter", down=False), "key", "Enter up"),
        (KeyText(text="ä"), "key", "Types 'ä'"),
        (PointerButton(button="left", down=True, x=1, y=2), "button", "Presses the left button at 1, 2."),
        (PointerWheel(dx=0, dy=1, x=1, y=2), "wheel", "Turns the wheel at 1, 2."),
        (ScreenKeyframe(), "other", "screen.keyframe"),
    ],
)
def test_messages_have_words(said: object, kind: str, words: str) -> None:
    """What a person would say of it; what means nothing to people keeps its name."""
    assert told(said)[:2] == (kind, words)


def test_every_reason_has_its_sentence() -> None:
    """No pause and no end is without words."""
    assert set(telling._PAUSES) == {because.value for because in PauseBecause}
    assert set(telling._ENDS) == {reason.value for reason in EndReason}


def test_what_people_did_is_never_nameless() -> None:
    """Every message that a reader can open and a person caused has a teller of its own."""
    people = [entry for entry in CATALOGUE.values() if entry.channel in _SPOKEN]
    assert {entry.kind for entry in people if told.dispatch(entry.model) is told.dispatch(object)} == set()
    assert any(entry.sender & Sender.TECHNICIAN for entry in people)
