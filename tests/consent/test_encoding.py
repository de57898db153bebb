"""Base64url: one spelling for each value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.encoding import b64u, unb64u
from consent.errors import NotBase64Url
from tests.support.vectors import load

VECTORS = load("base64url")


@pytest.mark.parametrize("case", VECTORS["good"], ids=lambda case: case["text"][:12])
def test_the_published_values_are_written_and_read(case: dict[str, str]) -> None:
    """RFC 4648's values go both ways."""
    assert b64u(bytes.fromhex(case["bytes"])) == case["text"]
    assert unb64u(case["text"]) == bytes.fromhex(case["bytes"])


@pytest.mark.parametrize("text", VECTORS["refused"], ids=repr)
def test_another_spelling_is_refused(text: str) -> None:
    """Padding, white space, foreign letters and loose bits are not read."""
    with pytest.raises(NotBase64Url):
        unb64u(text)


@given(st.binary(max_size=200))
def test_what_is_written_is_read(data: bytes) -> None:
    """Writing and reading give the same bytes."""
    assert unb64u(b64u(data)) == data


@given(st.text(alphabet=st.sampled_from("AZaz09-_=+/ \n\u00e9\uff21"), max_size=40))
def test_any_text_has_one_spelling_or_none(text: str) -> None:
    """Whatever is read at all is written back letter by letter."""
    try:
        data = unb64u(text)
    except NotBase64Url:
        return
    assert b64u(data) == text
