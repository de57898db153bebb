"""The base of every message, and the few kinds of text that messages hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from consent.model import Document


class WireModel(Document):
    """A value that crosses the wire: it cannot change and holds nothing we did not name."""


class Message(WireModel):
    """A whole message."""

    kind: str
    """What it is; each message names its own and takes no other."""


# base64url of a fixed number of bytes. The last letter of 16 and 64 bytes has four spare bits, of 32 bytes two; a
# letter with spare bits that are not zero would give one value two spellings.
Bytes16 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{21}[AQgw]$")]
Bytes32 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
Bytes64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{85}[AQgw]$")]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=32768)]
"""A compact JWS. Its own limit and its signature are checked where it is read."""
ErrorCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9]{3}$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""Words a person reads, in English; a program that knows the code shows its own."""
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Epoch = Annotated[int, Field(ge=0, lt=2**32)]
Seconds = Annotated[int, Field(ge=0, le=86_400)]
