from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from protocol.messages.chat import ChatDelivered
from protocol.messages.control import RequestRefused
from protocol.wire import Bytes16, Message, WireModel
from tests.support.messages import B16


class _Named(WireModel):
    name: Bytes16


@pytest.mark.parametrize("text", ["", B16[:-1], B16 + "A", B16 + "=", B16[:-1] + "B", B16[:-1] + "\n", "ü" * 22])
def test_bytes_have_one_spelling_and_one_length(text: str) -> None:
    """Another length, padding, a foreign letter or spare bits make it something else."""
    with pytest.raises(ValidationError):
        _Named.model_validate_json(json.dumps({"name": text}))


def test_a_message_cannot_change() -> None:
    """What was read stays what was sent."""
    message = ChatDelivered(id=B16)
    with pytest.raises(ValidationError):
        message.id = B16  # type: ignore[misc]


def test_a_message_holds_nothing_that_was_not_named() -> None:
    """An unknown field is no small matter: it would be carried past every check."""
    with pytest.raises(ValidationError):
        ChatDelivered.model_validate_json(json.dumps({"id": B16, "kind": "chat.delivered", "more": 1}))


def test_a_message_keeps_its_kind() -> None:
    """A kind is no free text: a model takes its own and no other."""
    with pytest.raises(ValidationError):
        ChatDelivered.model_validate_json(json.dumps({"id": B16, "kind": "chat.said"}))


@pytest.mark.parametrize("code", ["P-12", "P-1234", "p-120", "P-120\n"])
def test_an_error_s_code_has_one_form(code: str) -> None:
    """A letter, a hyphen, three digits."""
    with pytest.raises(ValidationError):
        RequestRefused(refused="key.code", code=code, words="No.", remedy="Ask.")


def test_every_message_has_a_kind_of_its_own() -> None:
    """The base names none."""
    assert "kind" in Message.model_fields
    assert Message.model_fields["kind"].is_required()
