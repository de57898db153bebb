"""Channel 8: from the agent to the recording alone. The technician never gets these, nor their keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from protocol import limits
from protocol.messages.control import Language, Reason, Ticket
from protocol.wire import Bytes32, Message, Token, WireModel


class AsideWords(Message):
    """What was asked and what the customer read, word for word, with the salts of both commitments."""

    kind: Literal["aside.words"] = "aside.words"
    request: Token
    reason: Reason
    ticket: Ticket
    salt: Bytes32
    notice: Annotated[str, StringConstraints(min_length=1, max_length=limits.NOTICE_TEXT)]
    notice_salt: Bytes32
    language: Language


class AsideEntry(Message):
    """The technician's directory entry, as it was shown."""

    kind: Literal["aside.entry"] = "aside.entry"
    entry: Token


class Answer(WireModel):
    """One answer of the check at the start."""

    question: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,32}$")]
    answer: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,32}$")]


class AsideCheck(Message):
    """How the customer answered the check at the start, and whether the expected name matched."""

    kind: Literal["aside.check"] = "aside.check"
    answers: Annotated[tuple[Answer, ...], Field(max_length=limits.CHECK_ANSWERS)]
