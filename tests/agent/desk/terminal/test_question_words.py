"""A question as the terminal says it, and what its notice covers."""

from __future__ import annotations

from dataclasses import replace

from agent.desk.terminal.question_words import question_words
from tests.support.terminal_scene import a_question


def test_everything_that_stands_there_is_in_the_notice() -> None:
    """Word for word, but for what the customer typed themselves (acceptance 23)."""
    question = replace(
        a_question(),
        who_lines=("Ana Weber, technician at Nordlicht IT (nordlicht.example)", "✓ Checked.", "You expected “Nord”."),
        who_told=("Ana Weber, technician at Nordlicht IT (nordlicht.example)", "✓ Checked.", "You expected “…”."),
    )
    words = question_words(question, "14:07")
    text = words.text()
    for line in (*words.opening, words.expected, *words.things, words.which, words.how_long, words.allow):
        if "You expected" not in line:
            assert line in text
    assert "You expected “…”." in text
    assert "“Nord”" not in text
    assert words.opening[0] == "Question from Ana Weber, technician at Nordlicht IT (nordlicht.example)"
    assert words.opening[1] == "No answer by 14:07 means no. Type more for more time."


def test_only_what_was_asked_is_listed_and_no_longer_time() -> None:
    """The shorter time stands first, and where there is one only, that is said (acceptance 11)."""
    assert question_words(a_question(), "14:07").how_long == "For how long? 15 or 30 minutes:"
    only = replace(a_question(), minutes_offered=(10,))
    assert question_words(only, "14:07").how_long == "For how long, in minutes? Type 10:"
    rest = replace(a_question(), minutes_offered=())
    assert question_words(rest, "14:07").how_long == ""
    assert [line[:4] for line in question_words(a_question(), "14:07").things] == ["  1 ", "    "]


def test_more_time_has_nothing_to_tick() -> None:
    """It is asked for as a whole."""
    longer = replace(a_question(), kind="more time", items=(), heading="Ana Weber asks for more time")
    words = question_words(longer, "14:07")
    assert (words.things, words.which) == ((), "")
    assert "Ana Weber asks for more time" in words.opening
