"""What stands in documents."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from consent.encoding import b64u
from consent.fields import Domain, Origin, Position, Term, ThumbprintField, document_id


class Specimen(BaseModel):
    """One of each kind of text."""

    origin: Origin = "https://relay.example"
    domain: Domain = "nordlicht.example"
    term: Term = "dpv:TechnicalServiceProvision"
    key: ThumbprintField = b64u(bytes(32))  # type: ignore[assignment]  # a field's default as it would arrive


@pytest.mark.parametrize(
    "origin", ["https://relay.example", "http://localhost:8080", "http://[::1]:80", "https://a-b.c"]
)
def test_an_origin_in_its_one_spelling_is_taken(origin: str) -> None:
    """Scheme, host and port in lower case are an origin (RFC 6454, 6.2)."""
    assert Specimen(origin=origin).origin == origin


@pytest.mark.parametrize(
    "origin",
    ["https://", "https://Relay.example", "https://relay.example/", "https://a b", "wss://relay.example", "x\n"],
)
def test_anything_else_is_no_origin(origin: str) -> None:
    """A path, a capital, a space or another scheme is refused."""
    with pytest.raises(ValidationError):
        Specimen(origin=origin)


@pytest.mark.parametrize("domain", ["", "-x", "Nordlicht.example", "nordlicht.example.", "a/b", "münchen.example"])
def test_a_domain_is_written_one_way(domain: str) -> None:
    """Capitals, a final dot, a path or letters that look alike are refused."""
    with pytest.raises(ValidationError):
        Specimen(domain=domain)


@pytest.mark.parametrize("term", ["dpv", "dpv:", "DPV:X", "dpv:X Y", "dpv:" + "x" * 65])
def test_a_purpose_has_a_vocabulary_and_a_name(term: str) -> None:
    """Free words are no purpose."""
    with pytest.raises(ValidationError):
        Specimen(term=term)


@pytest.mark.parametrize("text", ["", b64u(bytes(31)), b64u(bytes(33)), b64u(bytes(32)) + "=", "A" * 42 + "B"])
def test_a_hash_holds_32_bytes_in_one_spelling(text: str) -> None:
    """Another length, padding or set spare bits are refused."""
    with pytest.raises(ValidationError):
        Specimen(key=text)


def test_a_document_is_named_by_sixteen_bytes() -> None:
    """Fewer would repeat sooner."""
    assert document_id(bytes(16)) == "A" * 22
    with pytest.raises(ValueError, match="16 bytes"):
        document_id(bytes(15))


def test_a_position_tells_what_it_counts() -> None:
    """Epoch, direction and channel name the pair."""
    assert Position(epoch=2, direction=1, channel=3, count=4).pair == (2, 1, 3)
