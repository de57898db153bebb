"""Canonical JSON: one spelling for each value, and nothing else is read."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import MAX_DEPTH, MAX_INTEGER, canonical, parse_canonical
from consent.errors import AttendedError, DocumentTooLong, NotCanonical, NotWritable
from tests.support.vectors import load

VECTORS = load("canonical-json")
LIMIT = 65_536

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("case", VECTORS["good"], ids=lambda case: case["canonical"][:16])
def test_the_published_values_are_written_and_read(case: dict[str, Any]) -> None:
    """RFC 8785's order and escapes come out, and go back in."""
    data = bytes.fromhex(case["canonical"])
    assert canonical(case["value"]) == data
    assert parse_canonical(data, LIMIT) == case["value"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_another_spelling_is_refused(case: dict[str, str]) -> None:
    """What is not the one canonical form of an object is not read."""
    with pytest.raises(NotCanonical):
        parse_canonical(bytes.fromhex(case["bytes"]), LIMIT)


@pytest.mark.parametrize("data", [b"{}x", b"{} ", b"{}{}", b" {}", b"\n{}", b"\xef\xbb\xbf{}", b"", b"{"])
def test_nothing_stands_before_or_behind_the_object(data: bytes) -> None:
    """A reader that stopped at the object's end would let one document have many spellings."""
    with pytest.raises(NotCanonical):
        parse_canonical(data, LIMIT)


@given(st.dictionaries(texts, values, max_size=5))
def test_what_is_written_is_read(value: dict[str, Any]) -> None:
    """Writing and reading give the same object, and any JSON reader agrees."""
    data = canonical(value)
    assert parse_canonical(data, LIMIT) == value == json.loads(data)


@given(st.binary(max_size=64) | texts.map(str.encode))
def test_any_bytes_give_an_object_or_a_documented_error(data: bytes) -> None:
    """No bytes bring anything but an object that is written back the same, or a documented error."""
    try:
        value = parse_canonical(data, LIMIT)
    except AttendedError:
        return
    assert canonical(value) == data


@given(st.dictionaries(texts, values, min_size=1, max_size=4), st.data())
def test_a_flipped_byte_is_another_object_or_refused(value: dict[str, Any], data: st.DataObject) -> None:
    """No change of a byte goes unnoticed."""
    written = bytearray(canonical(value))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] ^= data.draw(st.integers(1, 255))
    with suppress(NotCanonical):
        assert parse_canonical(bytes(written), LIMIT) != value


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), "\ud800", b"bytes", {1: 2}, {"a": {3}}, object()]
)
def test_a_value_without_a_canonical_form_is_not_written(value: object) -> None:
    """Floats, numbers JavaScript cannot count, lone surrogates and foreign types are refused before they are sent."""
    with pytest.raises(NotWritable):
        canonical({"a": value})


def test_depth_is_bounded() -> None:
    """Sixteen levels are written, seventeen are not."""
    value: object = 0
    for _ in range(MAX_DEPTH):
        value = [value]
    assert canonical(value) == b"[" * MAX_DEPTH + b"0" + b"]" * MAX_DEPTH
    with pytest.raises(NotWritable):
        canonical([value])


def test_a_document_over_its_limit_is_refused_unread() -> None:
    """The length is looked at before anything is parsed."""
    assert parse_canonical(b'{"a":1}', 7) == {"a": 1}
    with pytest.raises(DocumentTooLong):
        parse_canonical(b'{"a":1}', 6)
