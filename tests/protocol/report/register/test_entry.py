"""How a fact is registered."""

from __future__ import annotations

from protocol.report.register.entry import Band, fact


def test_a_fact_is_open_and_compared_exactly_unless_it_says_otherwise() -> None:
    """The careful class is one word; the usual one is none."""
    assert (fact("a.b", "Title", "enum").reading, fact("a.b", "Title", "enum").compare) == ("open", "exact")
    assert fact("a.b", "Title", "serial", masked=True).reading == "masked"
    assert fact("a.b", "Title", "number", "ms", compare=Band(least=3)).compare == Band(least=3, percent=0)
