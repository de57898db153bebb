"""Kinds: each has one place in redaction."""

from __future__ import annotations

from typing import get_args

from protocol.report.kinds import MASKS, NUMBERED, PLAIN, SEARCHED, UNNUMBERED, WHOLE, Kind


def test_every_kind_is_plain_masked_whole_or_searched() -> None:
    """No kind passes without a rule, and none has two."""
    assert set(get_args(Kind)) == PLAIN | WHOLE | SEARCHED
    assert not PLAIN & WHOLE
    assert not PLAIN & SEARCHED
    assert not WHOLE & SEARCHED


def test_every_kind_that_is_masked_whole_has_its_pseudonym() -> None:
    """An address's depends on the address; all others have one of the numbered."""
    assert WHOLE - {"address"} <= set(MASKS)
    assert set(MASKS.values()) <= NUMBERED
    assert not NUMBERED & UNNUMBERED
