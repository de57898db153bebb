from __future__ import annotations

import pytest

from agent.desk import question_sentences as sentences
from agent.desk.language import speaking
from tests.support.pseudo import accented, mirrored


@pytest.mark.parametrize(
    ("things", "minutes", "more", "label"),
    [
        (0, 15, False, "Allow nothing yet"),
        (1, 15, False, "Allow 1 thing for 15 minutes"),
        (1, 1, False, "Allow 1 thing for 1 minute"),
        (2, 15, False, "Allow 2 things for 15 minutes"),
        (2, 1, False, "Allow 2 things for 1 minute"),
        (1, 0, False, "Allow 1 thing"),
        (3, 0, False, "Allow 3 things"),
        (1, 1, True, "Allow 1 more minute"),
        (2, 30, True, "Allow 30 more minutes"),
    ],
)
def test_allow_says_what_it_would_do(things: int, minutes: int, more: bool, label: str) -> None:  # noqa: FBT001 - a table
    """How many things and how long, each number with its own plural (acceptance 14)."""
    assert sentences.allow(things, minutes, more=more) == label


def test_the_time_is_shown_by_the_second_and_said_by_the_minute() -> None:
    """Nobody listens to seconds that pass."""
    assert sentences.answer_within(288) == "Answer within 4:48. No answer means no."
    assert [sentences.time_left(left) for left in (300, 60, 30)] == [
        "5 minutes left to answer.",
        "1 minute left to answer.",
        "30 seconds left to answer.",
    ]
    with speaking(mirrored()):
        assert "\u20664:48\u2069" in sentences.answer_within(288)


def test_a_question_is_in_one_language_while_it_stands() -> None:
    """What is said later is said in the language it was put in, also where another is spoken since."""
    with speaking(accented()):
        with sentences.said_in("en"):
            assert sentences.GO_BACK.said() == "Go back"
        with sentences.said_in("en-XA"):
            assert sentences.GO_BACK.said().startswith("Gó báçk")
    with sentences.said_in("en"):
        assert sentences.READY.said() == "You can allow now."


def test_everything_that_can_be_said_is_found_beforehand() -> None:
    """`say_everything` leaves none of this module's sentences out."""
    marked = {name for name, value in vars(sentences).items() if type(value).__name__ == "Text"}
    said = {id(text) for text in sentences._ALL}
    assert {name for name in marked if id(getattr(sentences, name)) not in said} == set()
