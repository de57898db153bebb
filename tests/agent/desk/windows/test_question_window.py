import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton

from agent.desk.view import Decision, Item, MonitorChoice
from agent.desk.windows.places import Places
from agent.desk.windows.question_window import QuestionWindow
from consent.scopes import Scope
from tests.support.windows_scene import Heard, a_question, comes_true

TWO_SCREENS = (MonitorChoice(0, "Screen 1", 800, 600), MonitorChoice(1, "Screen 2", 800, 600))


@pytest.fixture
def window(heard: Heard) -> QuestionWindow:
    window = QuestionWindow(Places(heard))
    window.answered.connect(heard.answered)
    return window


def button(window: QuestionWindow, beginning: str) -> QPushButton:
    return next(part for part in window.findChildren(QPushButton) if part.text().startswith(beginning))


def radio(window: QuestionWindow, words: str) -> QRadioButton:
    return next(part for part in window.findChildren(QRadioButton) if part.text() == words)


def tick(window: QuestionWindow, place: int = 0) -> None:
    window.findChildren(QCheckBox)[place].setChecked(True)


def press(window: QuestionWindow, beginning: str) -> None:
    QTest.mouseClick(button(window, beginning), Qt.MouseButton.LeftButton)


def test_nothing_is_chosen_and_the_shorter_time_is_set(window: QuestionWindow) -> None:
    """No tick, screen or expected answer stands chosen; the set time is the shorter one offered."""
    window.ask(a_question(monitors=TWO_SCREENS))

    assert not any(box.isChecked() for box in window.findChildren(QCheckBox))
    assert [part.text() for part in window.findChildren(QRadioButton) if part.isChecked()] == ["15 minutes"]


def test_a_whole_yes_is_told_with_all_its_limits(window: QuestionWindow, heard: Heard) -> None:
    """Expected, ticked, screen chosen, time chosen: Allow tells exactly that."""
    window.ask(a_question(monitors=TWO_SCREENS))
    radio(window, "Yes").setChecked(True)
    tick(window)
    radio(window, "Screen 2").setChecked(True)
    radio(window, "30 minutes, as asked").setChecked(True)
    press(window, "Allow 1 thing for 30 minutes")

    assert heard.of("answered") == [("q1", Decision(frozenset({Scope.VIEW}), (1,), 30, "yes"))]


@pytest.mark.parametrize("lacking", ["expected", "tick", "screen"])
def test_allow_tells_nothing_while_something_is_missing(window: QuestionWindow, heard: Heard, lacking: str) -> None:
    """Allow is inert until the customer expected this person, ticked a thing and chose a screen."""
    window.ask(a_question(monitors=TWO_SCREENS))
    if lacking != "expected":
        radio(window, "Yes").setChecked(True)
    if lacking != "tick":
        tick(window)
    if lacking != "screen":
        radio(window, "Screen 1").setChecked(True)
    press(window, "Allow")

    assert heard.of("answered") == []


@pytest.mark.parametrize("answer", ["No", "Not sure"])
def test_not_expected_never_allows(window: QuestionWindow, heard: Heard, answer: str) -> None:
    """With "No" or "Not sure" the question can only be refused."""
    window.ask(a_question())
    radio(window, answer).setChecked(True)
    tick(window)
    press(window, "Allow")

    assert heard.of("answered") == []


def test_allow_does_nothing_before_the_wait_is_over(window: QuestionWindow, heard: Heard) -> None:
    """A click in the first two seconds cannot say yes."""
    window.ask(a_question(wait_before_allow=2.0))
    radio(window, "Yes").setChecked(True)
    tick(window)
    press(window, "Allow")
    assert heard.of("answered") == []

    assert comes_true(lambda: window._settled(2.0), 4000)
    press(window, "Allow")
    assert len(heard.of("answered")) == 1


def test_early_keys_are_ignored_but_esc_is_a_no(window: QuestionWindow, heard: Heard) -> None:
    """Keys typed into a window that just came up answer nothing; Esc says no at any time."""
    window.ask(a_question())
    box = window.findChildren(QCheckBox)[0]
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()

    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert heard.of("answered") == [("q1", Decision(frozenset(), how="esc"))]


def test_closing_is_a_no(window: QuestionWindow, heard: Heard) -> None:
    """Closing the window by any means says no."""
    window.ask(a_question())
    window.close()

    assert heard.of("answered") == [("q1", Decision(frozenset(), how="closed"))]


def test_a_changed_question_clears_every_tick(window: QuestionWindow, heard: Heard) -> None:
    """A wider question stands in the same window with nothing ticked, and says that it changed."""
    window.ask(a_question())
    radio(window, "Yes").setChecked(True)
    tick(window)
    wider = (Item(Scope.VIEW, "See my screen", ("…",)), Item(Scope.REPORT, "Get a health report", ("…",)))
    window.ask(a_question(id="q2", items=wider))

    assert not any(box.isChecked() for box in window.findChildren(QCheckBox) if box.isVisible())
    press(window, "Allow")
    assert heard.of("answered") == []


def test_both_answers_look_alike_and_neither_is_a_default(window: QuestionWindow) -> None:
    """Don't allow and Allow have one size and style, no default and no letter to press."""
    window.ask(a_question())
    no, yes = button(window, "Don"), button(window, "Allow")

    assert no.size() == yes.size()
    assert no.objectName() == yes.objectName()
    assert not any((no.isDefault(), yes.isDefault(), no.autoDefault(), yes.autoDefault()))
    assert "&" not in yes.text()
    assert no.x() < yes.x()
