"""A text made ready."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.report.normal import normal
from protocol.report.document import harmless


@pytest.mark.parametrize(
    ("raw", "ready"),
    [
        ("Kr%C3%BCger", "Krüger"),
        (r"\x4b\x72\xc3\xbc", "Krü"),
        ("a%20b", "a%20b"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\uff11\uff19\uff12", "192"),
        ("Kru\u0308", "Krü"),
        ("‹user 1›", "«user 1»"),
        ("two\nlines\ttab", "two lines tab"),
    ],
)
def test_nothing_hides_in_its_bytes(raw: str, ready: str) -> None:
    """Escapes, widths, combining marks, colours."""
    assert normal(raw) == ready


@given(st.text(max_size=2000))
def test_any_text_becomes_harmless_and_short(raw: str) -> None:
    """At most a thousand characters, no control, none of our brackets."""
    ready = normal(raw)
    assert len(ready) <= 1000
    assert harmless(ready)
    assert not set("‹›") & set(ready)
