"""The check at the start: which answers lead to a code, and what is kept of them."""

from __future__ import annotations

from itertools import product

import pytest

from agent.desk.check import Began, Check, Page, Sign
from protocol import limits


def answered(began: Began, *signs: Sign) -> Check:
    """Answer both questions."""
    check = Check()
    check.start(began)
    check.signs(signs)
    return check


def told(check: Check) -> list[tuple[str, str]]:
    """Give what would be recorded."""
    return [(answer.question, answer.answer) for answer in check.answers()]


def test_whoever_asked_for_help_and_saw_no_sign_gets_a_code() -> None:
    """It is the only way to a code without a warning."""
    check = answered(Began.ASKED)
    assert check.page is Page.PASSED
    assert not check.look_only


@pytest.mark.parametrize("began", [Began.CALLED, Began.UNSURE])
def test_a_caller_may_only_look(began: Began) -> None:
    """Whoever was called is warned first, and nobody can do more than look afterwards."""
    check = answered(began)
    pages = [check.page]
    check.go_on_looking()
    assert [*pages, check.page] == [Page.UNSURE, Page.PASSED]
    assert check.look_only


def test_a_message_on_the_screen_is_a_full_stop() -> None:
    """The second question is not even asked, and no other answer is taken there."""
    check = Check()
    check.start(Began.MESSAGE)
    check.signs([])
    check.go_on_looking()
    assert check.page is Page.STOP


@pytest.mark.parametrize(("began", "sign"), list(product([Began.ASKED, Began.CALLED, Began.UNSURE], Sign)))
def test_any_sign_is_a_full_stop(began: Began, sign: Sign) -> None:
    """However it began."""
    check = answered(began, sign)
    check.go_on_looking()
    assert check.page is Page.STOP


def test_a_wrong_answer_can_be_put_right_and_both_are_kept() -> None:
    """First answer and changed answer go to the recording."""
    check = answered(Began.ASKED, Sign.CARDS, Sign.BANK)
    check.back()
    assert (check.page, check.began) == (Page.BEGAN, Began.ASKED)
    check.start(Began.UNSURE)
    check.signs([])
    assert told(check) == [
        ("began", "asked-for-help"),
        ("asked-today", "bank"),
        ("asked-today", "gift-cards"),
        ("began", "not-sure"),
        ("asked-today", "none"),
    ]
    assert check.page is Page.UNSURE


def test_the_same_answer_twice_is_kept_once() -> None:
    """Going back and on again changes nothing."""
    check = Check()
    check.start(Began.ASKED)
    check.back()
    check.start(Began.ASKED)
    check.signs([])
    assert told(check) == [("began", "asked-for-help"), ("asked-today", "none")]


def test_however_often_somebody_goes_round_the_answers_fit_one_message() -> None:
    """The first round and the last are kept."""
    check = Check()
    for _ in range(40):
        check.start(Began.ASKED)
        check.signs(list(Sign))
        check.back()
    check.start(Began.CALLED)
    check.signs([])
    assert len(told(check)) <= limits.CHECK_ANSWERS
    assert told(check)[-2:] == [("began", "they-called"), ("asked-today", "none")]


def test_nothing_is_skipped() -> None:
    """An answer to a question that does not stand is not taken."""
    check = Check()
    check.signs([])
    check.go_on_looking()
    check.back()
    assert check.page is Page.BEGAN
    assert check.answers() == ()
