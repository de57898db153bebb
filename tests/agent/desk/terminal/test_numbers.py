"""Numbers as people type them."""

from __future__ import annotations

import pytest

from agent.desk.terminal.numbers import numbers


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1", [1]),
        ("3 1", [1, 3]),
        ("1, 3", [1, 3]),
        ("1,1", [1]),
        ("", []),
        ("0", []),
        ("4", []),
        ("1 x", []),
        ("-1", []),
        ("\uff11", []),
        ("1-3", []),
        ("all", []),
    ],
)
def test_numbers_are_read_or_nothing_is(typed: str, read: list[int]) -> None:
    """One part that is no number of the list makes the whole line none."""
    assert numbers(typed, 3) == read
