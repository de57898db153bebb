"""Channel 4: what both people write to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from protocol import limits
from protocol.plain_words import LINES
from protocol.wire import Bytes16, Message


class ChatSaid(Message):
    """Words of one person to the other."""

    kind: Literal["chat.said"] = "chat.said"
    id: Bytes16
    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.CHAT_TEXT), LINES]


class ChatDelivered(Message):
    """The words with this id were shown."""

    kind: Literal["chat.delivered"] = "chat.delivered"
    id: Bytes16
