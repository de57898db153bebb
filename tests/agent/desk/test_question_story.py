from __future__ import annotations

import pytest

from agent.desk.question_story import not_expected, refused
from consent.decision import Because
from consent.scopes import Scope


@pytest.mark.parametrize(
    ("because", "how", "told"),
    [
        (Because.CUSTOMER, "click", "It was not allowed."),
        (Because.CLOSED, "esc", "You pressed Esc, so it was a no."),
        (Because.CLOSED, "closed", "You closed the question, so it was a no."),
        (Because.NO_ANSWER, "", "Nobody answered, so it was a no."),
        (Because.FAILED, "", "It ended before an answer, so it was a no."),
        (Because.NOT_OFFERED, "", "They took the question back."),
    ],
)
def test_each_no_is_told_as_it_came_about(because: Because, how: str, told: str) -> None:
    """Esc, closing, silence and an end are told apart."""
    assert refused("Ana", (Scope.VIEW,), because, how, more_time=False) == f"Ana asked to see your screen. {told}"


def test_what_was_asked_is_named() -> None:
    """In the order of the things, however the technician wrote them down."""
    both = refused("Ana", (Scope.REPORT, Scope.VIEW), Because.CUSTOMER, "", more_time=False)
    assert both == "Ana asked to see your screen and get a health report. It was not allowed."
    assert refused("Ana", (Scope.VIEW,), Because.CUSTOMER, "", more_time=True).startswith("Ana asked for more time.")
    many = refused("Ana", (Scope.FILES, Scope.CONTROL), Because.CUSTOMER, "", more_time=False)
    assert many.startswith("Ana asked for 2 things.")
    assert not_expected() == "You did not expect this person, so you stopped."
