"""The base of every message, and the kinds of value that messages hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from consent import limits as documents
from consent.fields import exactly
from consent.model import Document


class WireModel(Document):
    """A value that crosses the wire: it cannot change and holds nothing we did not name."""


class Message(WireModel):
    """A whole message."""

    kind: str
    """What it is; each message names its own and takes no other."""


Bytes16 = Annotated[str, exactly(16)]
Bytes32 = Annotated[str, exactly(32)]
Bytes64 = Annotated[str, exactly(64)]
Token = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=documents.STATEMENT_BYTES
    ),
]
"""A compact JWS. Its own limit and its signature are checked where it is read."""
ErrorCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9]{3}$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""Words a person reads, in English; a program that knows the code shows its own."""
Remaining = Annotated[int, Field(ge=0, le=86_400)]
"""Seconds that are left of something."""
