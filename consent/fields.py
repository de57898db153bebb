"""What stands in documents: each kind of identifier its own type, each value its own bounds."""

from __future__ import annotations

from typing import Annotated, NewType

from pydantic import AfterValidator, Field

from consent.canonical import MAX_INTEGER
from consent.encoding import b64u, unb64u
from consent.errors import NotBase64Url
from consent.model import Document

SessionId = NewType("SessionId", str)
"""base64url of the 16 random bytes by which relay and both ends name a session."""
DocumentId = NewType("DocumentId", str)
"""base64url of the 16 random bytes by which a document is named (`jti`)."""
Thumbprint = NewType("Thumbprint", str)
"""base64url of the SHA-256 thumbprint of an Ed25519 key (RFC 7638)."""
Sha256 = NewType("Sha256", str)
"""base64url of a SHA-256, or of an HMAC-SHA-256 where the field is a commitment."""
ReaderId = NewType("ReaderId", str)
"""base64url of the SHA-256 of a reader's KEM public key."""


def exactly(size: int) -> AfterValidator:
    """Accept base64url text in its one spelling that holds `size` bytes."""

    def check(text: str) -> str:
        try:
            held = len(unb64u(text))
        except NotBase64Url:
            raise ValueError("not base64url") from None  # what pydantic gathers into its own error
        if held != size:
            raise ValueError(f"{held} bytes, not {size}")
        return text

    return AfterValidator(check)


SessionIdField = Annotated[SessionId, exactly(16)]
DocumentIdField = Annotated[DocumentId, exactly(16)]
ThumbprintField = Annotated[Thumbprint, exactly(32)]
Sha256Field = Annotated[Sha256, exactly(32)]
ReaderIdField = Annotated[ReaderId, exactly(32)]

Seconds = Annotated[int, Field(ge=0, le=2**40)]
"""Whole seconds since 1970, UTC."""
Count = Annotated[int, Field(ge=0, le=MAX_INTEGER)]
Epoch = Annotated[int, Field(ge=0, lt=2**32)]
DirectionNumber = Annotated[int, Field(ge=0, le=1)]
ChannelNumber = Annotated[int, Field(ge=0, le=8)]

Origin = Annotated[str, Field(max_length=280, pattern=r"^https?://[a-z0-9.\-\[\]:]{1,270}$")]
"""An origin in its one spelling (RFC 6454, 6.2): scheme, host, port where it is not the usual one; no path."""
Domain = Annotated[str, Field(max_length=253, pattern=r"^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$")]
"""An organisation's domain in lower case (a port may follow on loopback, for trials)."""
Term = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}:[A-Za-z0-9]{1,64}$")]
"""A purpose by its name in a vocabulary, such as "dpv:TechnicalServiceProvision"."""


class Position(Document):
    """How far one direction of one channel had come when a document was signed."""

    epoch: Epoch
    direction: DirectionNumber
    channel: ChannelNumber
    count: Count
    """Messages so far: the last counter and one."""

    @property
    def pair(self) -> tuple[int, int, int]:
        """Epoch, direction and channel: what the count is about."""
        return (self.epoch, self.direction, self.channel)


def document_id(drawn: bytes) -> DocumentId:
    """Name a document by 16 bytes that the caller drew at random."""
    if len(drawn) != 16:  # noqa: PLR2004 - the size the field demands
        raise ValueError("a document's name holds 16 bytes")
    return DocumentId(b64u(drawn))
