from __future__ import annotations

import pytest

from consent.scopes import Scope
from protocol.catalogue import CATALOGUE, EITHER, PAIRING, RELAY, Entry, Sender
from protocol.channels import MAY_SPEAK, Channel, Direction
from protocol.wire import Message
from tests.support import messages


def _all_models(base: type[Message] = Message) -> set[type[Message]]:
    below = {kind for kind in base.__subclasses__() if kind.__module__.startswith("protocol.messages")}
    return below | {deeper for kind in below for deeper in _all_models(kind)}


def test_every_message_stands_in_one_list_and_once() -> None:
    """A model that no list names could never be read, and a kind in two lists would be read twice."""
    listed = [entry.model for entry in CATALOGUE.values()]
    listed += [plain.model for plain in (*RELAY.values(), *PAIRING.values())]
    assert set(listed) == _all_models()
    assert len(set(listed)) == len(listed)
    assert len({*CATALOGUE, *RELAY, *PAIRING}) == len(listed)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.kind)
def test_whoever_may_send_a_message_may_speak_on_its_channel(entry: Entry) -> None:
    """The catalogue never allows what the channel forbids."""
    assert {way for way in Direction if entry.may_come_from(way)} <= MAY_SPEAK[entry.channel]
    assert entry.sender in (Sender.AGENT, Sender.TECHNICIAN, EITHER)


def test_what_needs_which_scope() -> None:
    """Pointer and keys need control, the picture's answers need view; nothing else of the first release needs any."""
    needs = {kind: entry.needs for kind, entry in CATALOGUE.items() if entry.needs is not None}
    assert {kind for kind, scope in needs.items() if scope is Scope.CONTROL} == {
        "pointer.move", "pointer.button", "pointer.wheel", "hand.customer", "key.code", "key.text",
    }  # fmt: skip
    assert {kind for kind, scope in needs.items() if scope is Scope.VIEW} == {
        "screen.ack", "screen.keyframe", "screen.monitor", "screen.video",
    }  # fmt: skip
    assert {kind for kind, scope in needs.items() if scope is Scope.REPORT} == {
        "report.progress", "report.reading", "report.withheld", "report.part", "report.received", "report.vitals",
    }  # fmt: skip
    assert len(needs) == 16


def test_a_kind_begins_with_what_it_is_about() -> None:
    """Every kind has two words or three parts, and its first names the subject, so that lists read themselves."""
    assert all("." in kind or kind in {"document", "acknowledged", "wraps", "credit", "refused", "recording", "closed",
                                       "resume", "resumed"} for kind in (*CATALOGUE, *RELAY, *PAIRING))  # fmt: skip


def test_only_the_agent_can_say_that_something_is_allowed() -> None:
    """No message of the technician or the relay means a yes."""
    about_consent = [entry for kind, entry in CATALOGUE.items() if kind.startswith(("grant.", "consent.answer"))]
    assert about_consent
    assert all(entry.sender is Sender.AGENT for entry in about_consent)
    assert all(entry.channel is Channel.CONTROL for entry in about_consent)


def test_there_is_a_specimen_of_every_message() -> None:
    """The tests and the specification show each one."""
    assert [message.kind for message in messages.SEALED] == list(CATALOGUE)
    assert [message.kind for message in messages.RELAY] == list(RELAY)
    assert [message.kind for message in messages.PAIRING] == list(PAIRING)
