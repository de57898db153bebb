"""The check's windows: nothing is chosen, nothing goes on by accident, the safe way stands out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QRadioButton, QWidget

from agent.desk import check_sentences as sentences
from agent.desk.check import Began, Page, Sign
from agent.desk.view import CheckShown
from agent.desk.windows.check_windows import CheckWindow, WarningWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard, comes_true

FIRST, SECOND = CheckShown(Page.BEGAN, None, ""), CheckShown(Page.SIGNS, None, "")


@pytest.fixture
def window(heard: Heard) -> CheckWindow:
    window = CheckWindow(Places(heard))
    window.began.connect(heard.check_began)
    window.signs.connect(heard.check_signs)
    window.went_back.connect(heard.check_back)
    window.closed_by_customer.connect(heard.closed)
    return window


def button(window: QWidget, words: str) -> QPushButton:
    return next(part for part in window.findChildren(QPushButton) if part.text() == words)


def press(window: QWidget, words: str) -> None:
    QTest.mouseClick(button(window, words), Qt.MouseButton.LeftButton)


def boxes(window: CheckWindow) -> list[QCheckBox]:
    return [box for box in window.findChildren(QCheckBox) if box.isVisible()]


def test_nothing_is_chosen_and_continue_moves_to_what_is_missing(window: CheckWindow, heard: Heard) -> None:
    """Continue keeps its place and says what it lacks; pressed too early, it leads there and tells nothing."""
    for shown in (FIRST, SECOND):
        window.show_page(shown)
        parts = [part for part in window.findChildren(QRadioButton) + boxes(window) if part.isVisible()]
        assert not any(part.isChecked() for part in parts)
        assert button(window, "Continue").isEnabled()
        assert "Not ready: To go on:" in button(window, "Continue").accessibleName()
        press(window, "Continue")
        assert window.focusWidget() is parts[0]
    assert (heard.of("check_began"), heard.of("check_signs")) == ([], [])


@pytest.mark.parametrize("began", Began)
def test_the_first_answer_is_told(window: CheckWindow, heard: Heard, began: Began) -> None:
    """By a press on its button, and by one on the words beside it."""
    window.show_page(FIRST)
    place = list(Began).index(began)
    choices = window.findChildren(QRadioButton)
    choices[place].click()
    press(window, "Continue")
    choices[place - 1].click()
    QTest.mouseClick(choices[place], Qt.MouseButton.LeftButton, pos=choices[place].rect().bottomRight())
    press(window, "Continue")
    assert heard.of("check_began") == [(began,), (began,)]


def test_what_is_ticked_is_told_and_none_of_these_unticks_the_rest(window: CheckWindow, heard: Heard) -> None:
    """And the other way round: a tick unticks "none of these"."""
    window.show_page(SECOND)
    *signs, none = boxes(window)
    signs[0].click()
    none.click()
    assert [box.isChecked() for box in (*signs, none)] == [False] * 5 + [True]
    signs[1].click()
    signs[4].click()
    assert not none.isChecked()
    press(window, "Continue")
    none.click()
    press(window, "Continue")
    assert heard.of("check_signs") == [(frozenset({Sign.CARDS, Sign.ANOTHER}),), (frozenset(),)]


def test_going_back_shows_what_was_chosen(window: CheckWindow, heard: Heard) -> None:
    """The first answer stands there, and can be changed."""
    window.show_page(SECOND)
    press(window, "Back")
    window.show_page(CheckShown(Page.BEGAN, Began.UNSURE, ""))
    assert heard.of("check_back") == [()]
    assert [radio.isChecked() for radio in window.findChildren(QRadioButton) if radio.isVisible()].index(True) == 3


def test_tab_leads_to_what_was_chosen_and_on_from_wherever_one_is(
    window: CheckWindow, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a wrong answer nobody has to look for it, and no button is passed over."""
    monkeypatch.setattr("agent.desk.windows.window.ARRIVAL_SECONDS", 0.0)
    window.show_page(CheckShown(Page.BEGAN, Began.UNSURE, ""))
    choices = window.findChildren(QRadioButton)
    window.activateWindow()
    assert comes_true(window.isActiveWindow, 2_000)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is choices[3]
    QTest.keyClick(choices[3], Qt.Key.Key_Up)
    assert window.focusWidget() is choices[2]
    QTest.keyClick(choices[2], Qt.Key.Key_Tab)
    assert window.focusWidget() is button(window, "Close")


def test_a_key_for_another_window_answers_nothing(window: CheckWindow, heard: Heard) -> None:
    """For two seconds after it came up every key is ignored."""
    window.show_page(FIRST)
    radio = window.findChildren(QRadioButton)[0]
    radio.setFocus()
    QTest.keyClick(radio, Qt.Key.Key_Space)
    assert not radio.isChecked()
    assert comes_true(lambda: (QTest.keyClick(radio, Qt.Key.Key_Space), radio.isChecked())[1], 3000)
    assert heard.of("check_began") == []


@pytest.mark.usefixtures("calm")
def test_both_questions_by_keyboard(window: CheckWindow, heard: Heard) -> None:
    """Tab and Space lead through it in reading order; Esc does nothing."""

    def keys(*pressed: Qt.Key) -> None:
        for key in pressed:
            focused = window.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, key)

    window.show_page(FIRST)
    keys(Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space, *[Qt.Key.Key_Tab] * 5, Qt.Key.Key_Space)
    assert heard.of("check_began") == [(Began.ASKED,)]
    window.show_page(SECOND)
    keys(*[Qt.Key.Key_Tab] * 6, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert heard.of("check_signs") == [(frozenset(),)]
    assert heard.of("closed") == []


def test_the_second_page_shows_whole(window: CheckWindow) -> None:
    """The window grows with the question that takes the place of the first."""
    window.show_page(FIRST)
    window.show_page(SECOND)
    assert comes_true(lambda: not window._scroll.verticalScrollBar().isVisible(), 1000)
    assert boxes(window)[-1].visibleRegion().boundingRect().height() == boxes(window)[-1].height()


def warning(heard: Heard, page: Page, help_line: str = "") -> WarningWindow:
    window = WarningWindow(Places(heard), CheckShown(page, None, help_line))
    window.pressed.connect(lambda: heard.check_back() if page is Page.STOP else heard.check_goes_on())
    window.closed_by_customer.connect(heard.closed)
    window.appear()
    return window


@pytest.mark.usefixtures("calm")
@pytest.mark.parametrize(
    ("page", "safe"), [(Page.UNSURE, "Close and call back"), (Page.STOP, "Close Attended")], ids=["unsure", "stop"]
)
@pytest.mark.parametrize("way", ["press", "Enter", "Esc"])
def test_the_safe_button_stands_out_and_closes(heard: Heard, page: Page, safe: str, way: str) -> None:
    """It is the only filled one, the default, and what Esc does."""
    window = warning(heard, page)
    assert [part.text() for part in window.findChildren(QPushButton) if part.objectName() == "filled"] == [safe]
    assert button(window, safe).isDefault()
    if way == "press":
        press(window, safe)
    else:
        QTest.keyClick(window, Qt.Key.Key_Return if way == "Enter" else Qt.Key.Key_Escape)
    assert heard.of("closed") == [("check",)]


def test_looking_only_goes_on(heard: Heard) -> None:
    """Beside the safe way stands the one that says what it leaves."""
    press(warning(heard, Page.UNSURE), "Go on, looking only")
    assert heard.of("check_goes_on") == [()]


def test_the_wrong_answer_waits(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """For ten seconds it says how long it still waits, and does nothing (acceptance 3)."""
    assert sentences.WRONG_ANSWER_SECONDS == 10
    monkeypatch.setattr(sentences, "WRONG_ANSWER_SECONDS", 0.6)
    window = warning(heard, Page.STOP)
    press(window, "I picked the wrong answer")
    assert heard.of("check_back") == []
    other = button(window, "I picked the wrong answer")
    assert comes_true(lambda: other.accessibleDescription() == "You can go back now.", 3000)
    press(window, "I picked the wrong answer")
    assert heard.of("check_back") == [()]


@pytest.mark.parametrize("line", ["", "Call 159. It puts you through to your bank."])
def test_the_countrys_help_line_stands_last(heard: Heard, line: str) -> None:
    """Where we know of none, nothing stands there."""
    window = warning(heard, Page.STOP, line)
    said = [label.text() for label in window._content.findChildren(QLabel) if label is not window._wait]
    assert said[-1] == (line or "4  Still need help? Call a number you know, such as one on a bill.")


def test_the_windows_say_what_a_terminal_says(window: CheckWindow, heard: Heard) -> None:
    """One catalogue, the same sentences (experience 2.10)."""
    for shown, texts in ((FIRST, sentences.BEGAN), (SECOND, sentences.SIGNS)):
        window.show_page(shown)
        buttons = [each.text() for each in window.findChildren(QAbstractButton)]
        assert all(text.said() in buttons for text in texts.values())
    for page, said in ((Page.UNSURE, sentences.unsure()), (Page.STOP, sentences.stop(""))):
        shown_window = warning(heard, page)
        labels = [each.text() for each in shown_window.findChildren(QLabel)]
        assert [line for line in labels if line in said] == list(said)
