"""What stands at /.well-known/attended: read when it is whole, refused with words when it is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import limits
from protocol.errors import NotARelay
from protocol.well_known import parse
from tests.support.consent_scene import DOMAIN, ORGANISATION_KEY, ORIGIN
from tests.support.pair import LOG_VKEY

SAID: dict[str, Any] = {
    "version": "attended.v1",
    "origin": ORIGIN,
    "log_key": LOG_VKEY,
    "organisation": {"domain": DOMAIN, "jwk": ORGANISATION_KEY.verify_key.jwk()},
    "policy": "a.b.c",
    "directory_key": "a.b.c",
    "relay": "0.1.0",
    "console": "served by this relay",
}


def test_a_whole_answer_is_read() -> None:
    """Every field arrives as it was said."""
    assert parse(json.dumps(SAID).encode()).model_dump(mode="json") == SAID


@pytest.mark.parametrize("field", SAID)
def test_every_field_is_needed(field: str) -> None:
    """An answer without one of its fields is not a relay's."""
    with pytest.raises(NotARelay):
        parse(json.dumps({name: value for name, value in SAID.items() if name != field}).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "ftp://relay.example"},
        {"organisation": {"domain": DOMAIN, "jwk": {"kty": "RSA"}}},
        {"log_key": "x" * 201},
        {"more": 1},
        {"policy": None},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    """A field of another form, or one too many, is not a relay's."""
    with pytest.raises(NotARelay):
        parse(json.dumps(SAID | change).encode())


def test_a_flood_is_not_read() -> None:
    """More than a relay ever says is refused before it is parsed."""
    with pytest.raises(NotARelay):
        parse(b" " * limits.WELL_KNOWN_BYTES + json.dumps(SAID).encode())


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    """Whatever else answers there gives the same documented error."""
    with pytest.raises(NotARelay):
        parse(data)
