"""What stands in a terminal: nothing of it steers, and no word is cut."""

from __future__ import annotations

import pytest

from agent.desk.terminal.layout import cleaned, wrapped


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\x1b[2Jb", "a [2Jb"),
        ("line\nTo allow this", "line To allow this"),
        ("tab\tand\rback", "tab and back"),
        ("turned \u202egnp.exe", "turned gnp.exe"),
        ("half \ud800", "half "),
        ("zero\u200bwidth", "zerowidth"),
        ("\u206614:02\u2069 stays", "\u206614:02\u2069 stays"),
        ("Krüger ‹serial 1› ✓", "Krüger ‹serial 1› ✓"),
    ],
)
def test_nothing_that_steers_a_terminal_is_left(text: str, left: str) -> None:
    """Other people's words move no cursor, begin no line of their own and turn no letters round."""
    assert cleaned(text) == left


def test_a_thought_breaks_between_words_and_is_set_in() -> None:
    """What follows its first line never stands where ours begin; a code and a path stay whole."""
    lines = wrapped("Nobody can see your screen yet. The code is 4821-739205-1, read it out.", 30)
    assert all(len(line) < 30 for line in lines)
    assert all(line.startswith("  ") for line in lines[1:])
    assert "4821-739205-1," in " ".join(lines).split()
    assert wrapped("/a/path/that/is/longer/than/a/line/can/be", 20) == ["/a/path/that/is/longer/than/a/line/can/be"]
    assert wrapped("     set in more than once, and so on", 25)[1].startswith(" " * 7)
    assert wrapped("", 80) == [""]
