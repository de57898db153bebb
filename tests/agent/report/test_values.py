"""Values out of a structure."""

from __future__ import annotations

from agent.report.values import flag, listed, number, rows, word


def test_each_is_what_it_should_be_or_not_known() -> None:
    """A flag is no number, and a placeholder no name."""
    row = {"name": " To be filled by O.E.M. ", "maker": "Dell ", "size": "12", "on": True, "list": ["a"]}
    assert word(row, "name") is None
    assert word(row, "maker") == "Dell"
    assert number(row, "size") == 12
    assert number(row, "on") is None
    assert flag(row, "on") is True
    assert flag(row, "size") is None
    assert listed(row, "list") == listed({"list": "a"}, "list") == ["a"]
    assert listed(row, "none") == []
    assert rows([{"a": 1}, "x", None]) == [{"a": 1}]
    assert rows("x") == rows(None) == []
