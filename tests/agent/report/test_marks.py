"""The table of one report."""

from __future__ import annotations

from agent.report.marks import Marks


def test_one_thing_has_one_number() -> None:
    """In every spelling, by its key, by its alias."""
    marks = Marks()
    assert marks.number("host", "KRUEGER-PC") == marks.number("host", "krueger-pc") == 1
    assert marks.number("host", "other") == 2
    marks.alias("user", "Anna Krüger", "person anna")
    assert marks.number("user", "akrueger", "person anna") == marks.number("user", "anna krüger")
    assert marks.table()["host", 1] == "KRUEGER-PC"


def test_marks_are_one_private_character_until_written() -> None:
    """So that no rule matches inside one."""
    marks = Marks()
    text = f"a {marks.mark('user', 'anna')} b {marks.unnumbered('secret')}"
    assert "user" not in text
    assert marks.written(text) == "a ‹user 1› b ‹secret›"
    assert marks.unnumbered("secret") == marks.unnumbered("secret")
    assert ("secret", 1) not in marks.table()
