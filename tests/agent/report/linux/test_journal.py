"""What the journal's tools give."""

from __future__ import annotations

from agent.report.linux.journal import ENTRIES, entries, parsed, words


def test_lines_and_lists_are_read_alike() -> None:
    """One object on each line, or all in one list; what is cut, nested or no object is passed over."""
    assert list(entries('{"a": 1}\n{"b": 2}\n{"cut')) == [{"a": 1}, {"b": 2}]
    assert list(entries('[{"a": 1}, 5, null]')) == [{"a": 1}]
    assert list(entries("No journal files were found.\n")) == []
    assert parsed("[" * 100_000) is None
    assert len(list(entries('{"a": 1}\n' * (ENTRIES + 9)))) == ENTRIES


def test_a_message_may_be_bytes() -> None:
    """Journald writes one that is not UTF-8 as numbers; whatever else stands there is none."""
    assert words([72, 105, 255]) == "Hi\ufffd"
    assert words("x" * 9_000) == "x" * 4_000
    assert words(None) == words({"a": 1}) == ""
    assert words([999, "a", 65]) == "A"
