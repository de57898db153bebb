"""The document's models: closed, bounded, harmless."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from protocol.report.document import Made, Masked, Told, harmless
from tests.support.sample_report import sample, told


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[2J", "exe\u202egpj", "\x00", "line\u2028", "\u200fright"])
def test_nothing_that_moves_a_cursor_or_turns_the_direction_stands_in_a_report(text: str) -> None:
    """Control and bidirectional characters are refused in every text."""
    assert not harmless(text)
    with pytest.raises(ValidationError):
        told("machine.maker", text)


def test_a_value_keeps_its_type() -> None:
    """Truth is not the number one, and a pseudonym is not a text."""
    assert told("mains.connected", True).value is True
    assert told("cpu.cores", 1).value == 1
    assert told("machine.serial", Masked(masked="serial", n=1)).value == Masked(masked="serial", n=1)


def test_a_fact_is_written_with_its_class() -> None:
    """The document says "class", which Python keeps for itself."""
    written = told("cpu.cores", 4).model_dump(mode="json")
    assert written["class"] == "open"
    assert "seen" not in written


def test_what_is_not_named_is_refused() -> None:
    """A model takes no other field, and no time but UTC in whole seconds."""
    with pytest.raises(ValidationError):
        Told.model_validate({**told("cpu.cores", 4).model_dump(mode="json"), "hash": "x"})
    with pytest.raises(ValidationError):
        Made.model_validate({**sample().made.model_dump(), "at": "2026-11-22T05:30:00+01:00"})
