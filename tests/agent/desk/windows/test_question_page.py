from PySide6.QtWidgets import QApplication, QLabel

from agent.desk.view import Match
from agent.desk.windows.question_page import QuestionPage
from consent.scopes import Scope
from tests.support.question_scene import HELP, KEPT, SCREENS, a_whole_question, asked


def test_what_is_not_proven_stands_out(application: QApplication) -> None:
    """A first meeting and a name that does not match have the colours of a warning; what is checked has not."""
    page = QuestionPage(a_whole_question(asked(match=Match.NONE), HELP))
    warned = {part.text()[0] for part in page.findChildren(QLabel, "caution") if part.text()[0] in "✓⚠✕"}
    assert warned == {"⚠", "✕"}


def test_the_names_fold_out_and_in(application: QApplication) -> None:
    """They are asked for, and go again by the same press."""
    page = QuestionPage(a_whole_question())
    told: list[bool] = []
    page.unfolded.connect(lambda: told.append(True))
    names = [part for part in page.findChildren(QLabel) if any(name in part.text() for name in KEPT.quality)]
    assert [part.isVisibleTo(page) for part in names] == [False]
    page.last.click()  # type: ignore[attr-defined]  # the button
    assert [part.isVisibleTo(page) for part in names] == [True]
    page.last.click()  # type: ignore[attr-defined]  # as above
    assert [part.isVisibleTo(page) for part in names] == [False]
    assert told == [True, True]


def test_a_doubt_hides_what_is_asked_for(application: QApplication) -> None:
    """Told once, however the answer changes between "No" and "Not sure"; a "Yes" shows it again."""
    page = QuestionPage(a_whole_question(monitors=SCREENS))
    told: list[bool] = []
    page.doubted.connect(lambda: told.append(True))
    yes, no, unsure = page.expected.controls()
    for radio in (no, unsure):
        radio.setChecked(True)
        assert page.is_doubted()
        assert page.warning.isVisibleTo(page)
        assert not page._ticks.isVisibleTo(page)
    yes.setChecked(True)
    assert not page.is_doubted()
    assert page._ticks.isVisibleTo(page)
    assert told == [True]


def test_allow_has_room_for_all_it_may_say(application: QApplication) -> None:
    """For each number of things and each time."""
    page = QuestionPage(a_whole_question(asked("first", Scope.VIEW, Scope.REPORT)))
    assert set(page.allow_labels()) == {
        "Allow nothing yet",
        "Allow 1 thing for 15 minutes",
        "Allow 1 thing for 30 minutes",
        "Allow 2 things for 15 minutes",
        "Allow 2 things for 30 minutes",
    }
