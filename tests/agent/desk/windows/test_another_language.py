"""Another language, chosen while windows stand: each says the same in it, where it stood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget

from agent.desk import language
from agent.desk.check import Began, Page
from agent.desk.language import open_language
from agent.desk.view import CheckShown, Complaint, Over, Trouble, WrongShown
from agent.desk.windows import qt_view
from agent.desk.windows.qt_view import QtView
from consent.afterwards import Wrong
from tests.support.pseudo import mirrored, pseudo
from tests.support.windows_scene import Heard, a_question

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(autouse=True)
def _languages(monkeypatch: pytest.MonkeyPatch, application: QApplication) -> Iterator[None]:
    """Have "Deutsch" be the mirrored one that nobody speaks: what is still English shows."""
    monkeypatch.setattr(qt_view, "open_language", lambda code: mirrored() if code == "de" else open_language(code))
    with language.speaking(open_language("en")):
        yield
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def standing(application: QApplication) -> list[QWidget]:
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [window for window in application.topLevelWidgets() if window.isVisible()]


def the_window(application: QApplication) -> QWidget:
    (window,) = standing(application)
    return window


def choose(window: QWidget, name: str) -> None:
    bar = next(part for part in window.findChildren(QPushButton) if "▾" in part.text())
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
    QTest.mouseClick(
        next(part for part in window.findChildren(QPushButton) if part.text() == name), Qt.MouseButton.LeftButton
    )


def says(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel))


def test_the_code_stays_with_all_that_was_typed(application: QApplication, heard: Heard) -> None:
    """The same digits, from left to right, where the window is mirrored around them (acceptance 5)."""
    view = QtView(heard)
    view.show_connecting("relay.example")
    view.show_code("4821-739205-1", 600)
    before = the_window(application)
    middle = before.geometry().center()
    before.findChildren(QLineEdit)[0].setText("Nordlicht")
    choose(before, "Deutsch")
    after = the_window(application)
    assert after is not before
    assert pseudo("Read this code to your helper") in says(after)
    digits = next(label for label in after.findChildren(QLabel) if "739205" in label.text())
    assert digits.text() == "4821 – 739205 – 1"
    assert digits.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert after.layoutDirection() == application.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert after.findChildren(QLineEdit)[0].text() == "Nordlicht"
    assert (after.geometry().center() - middle).manhattanLength() <= 2
    assert heard.of("closed") == []
    assert view.desk_windows() != []


def test_the_check_keeps_its_answers(application: QApplication, heard: Heard) -> None:
    """What is chosen or ticked stays so; nothing else is."""
    view = QtView(heard)
    view.show_check(CheckShown(Page.BEGAN, None, ""))
    the_window(application).findChildren(QRadioButton)[list(Began).index(Began.CALLED)].click()
    choose(the_window(application), "Deutsch")
    chosen = [radio.isChecked() for radio in the_window(application).findChildren(QRadioButton)]
    assert chosen == [began is Began.CALLED for began in Began]
    view.show_check(CheckShown(Page.SIGNS, None, ""))
    ticks = [box for box in the_window(application).findChildren(QCheckBox) if box.isVisible()]
    ticks[2].click()
    choose(the_window(application), "English")
    again = [box for box in the_window(application).findChildren(QCheckBox) if box.isVisible()]
    assert [box.isChecked() for box in again] == [False, False, True, False, False, False]


def test_a_question_is_put_into_words_by_the_core_and_stands_where_it_stood(
    application: QApplication, heard: Heard
) -> None:
    """The core is told; what it shows then takes the place of what stood, with every tick cleared."""
    view = QtView(heard)
    view.show_question(a_question(expected=None))
    before = the_window(application)
    next(box for box in before.findChildren(QCheckBox) if box.isVisible()).click()
    choose(before, "Deutsch")
    assert heard.of("spoken_anew") == [()]
    assert the_window(application) is before, "until the core has said it anew, nothing else can be read"
    view.show_question(a_question(heading="Ana Weber möchte Ihren Bildschirm sehen"))
    after = the_window(application)
    assert after is not before
    assert "Ihren Bildschirm" in says(after)
    assert not any(box.isChecked() for box in after.findChildren(QCheckBox))
    assert heard.of("answered") == []


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_no_former_window_is_left_behind(application: QApplication, heard: Heard, is_taken_back: bool) -> None:  # noqa: FBT001 - both ways
    """Two languages chosen before the engine has answered for one: the last stands alone, or nothing does."""
    view = QtView(heard)
    view.show_question(a_question(expected=None))
    before = the_window(application)
    heard.masks_at_once = False
    for name in ("Deutsch", "Español"):
        choose(before, name)
        view.show_question(a_question(expected=None))
    if is_taken_back:
        view.close_question("cancelled")
    for masked in heard.waiting:
        masked()
    windows = standing(application)
    assert before not in windows
    assert windows == ([] if is_taken_back else [view._question])
    assert bool(view.desk_windows()) is not is_taken_back


def test_the_chat_keeps_what_was_said(application: QApplication, heard: Heard) -> None:
    """And the line that is half written."""
    view = QtView(heard)
    view.chat_said("Ana Weber", "Hello.")
    view._open_chat()
    the_window(application).findChildren(QLineEdit)[0].setText("I am th")
    choose(the_window(application), "Deutsch")
    chat = the_window(application)
    assert chat.findChildren(QLineEdit)[0].text() == "I am th"
    assert "Ana Weber: Hello." in view._chat._log.toPlainText()


@pytest.mark.parametrize("which", ["warning", "over", "trouble"])
def test_the_windows_that_stand_alone(application: QApplication, heard: Heard, which: str) -> None:
    """A warning, an end, a trouble: made anew from what was shown."""
    view = QtView(heard)
    if which == "warning":
        view.show_check(CheckShown(Page.STOP, None, ""))
    elif which == "over":
        view.show_over(Over((("14:02", "You let Ana Weber see Screen 1"),), None))
    else:
        view.show_trouble(Trouble("C-1", "Something broke here, so we stopped everything.", "Nothing is seen."))
    before = the_window(application)
    choose(before, "Deutsch")
    after = the_window(application)
    assert after is not before
    assert says(after) != ""
    assert after.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert heard.of("closed") == []
    QTest.mouseClick(
        next(part for part in after.findChildren(QPushButton) if part.objectName() == "plain" and part.text() == "✕"),
        Qt.MouseButton.LeftButton,
    )
    assert len(heard.of("closed")) == 1


def test_the_form_keeps_what_it_held_and_where_it_stood(application: QApplication, heard: Heard) -> None:
    """Ticks, words, and that it could not be sent: all is there again in the other language."""
    view = QtView(heard)
    held = Complaint({Wrong.IDENTITY}, "Not from the firm")
    view.show_wrong(WrongShown("Nordlicht IT", "", "open", held, 0.0))
    view.show_wrong(WrongShown("Nordlicht IT", "", "failed", held, 0.0, "It was not taken."))
    choose(the_window(application), "Deutsch")
    form = the_window(application)
    assert [box.isChecked() for box in form.findChildren(QCheckBox)] == [False, False, True, False, False]
    assert pseudo("What was wrong?") in says(form)
    assert "It was not taken." in says(form)
    view.close_all()
