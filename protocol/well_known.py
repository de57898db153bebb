"""What stands at `/.well-known/attended`: a relay's own names, and its organisation's key and signed rules."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationError

from consent.fields import Domain, Origin
from consent.jws import Jwk
from consent.model import Document
from protocol import limits
from protocol.errors import NotARelay

Words = Annotated[str, Field(max_length=200)]
Token = Annotated[str, Field(max_length=limits.WELL_KNOWN_BYTES)]


class OrganisationName(Document):
    """An organisation: its domain, and the key that the domain says is its own."""

    domain: Domain
    jwk: Jwk


class WellKnown(Document):
    """The whole answer. Nothing in it is believed before its signatures and the caller's own knowledge agree."""

    version: Words
    """The protocol's version, such as "attended.v1"."""
    origin: Origin
    log_key: Words
    organisation: OrganisationName
    policy: Token
    directory_key: Token
    relay: Words
    """The relay program's version."""
    console: Words


def parse(data: bytes) -> WellKnown:
    """
    Read the answer.

    Raises:
        NotARelay: It is too long, or not of this form.
    """
    if len(data) > limits.WELL_KNOWN_BYTES:
        raise NotARelay(f"{len(data)} bytes")
    try:
        return WellKnown.model_validate_json(data)
    except ValidationError as wrong:
        raise NotARelay(f"{wrong.error_count()} fields do not fit") from None
