import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from agent.desk import language
from agent.desk.view import CodeStatus
from agent.desk.windows import code_window
from agent.desk.windows.code_window import CodeWindow
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from tests.support.windows_scene import Heard, Spoken, comes_true

CODE = "4821-739205-1"


@pytest.fixture
def window(heard: Heard) -> CodeWindow:
    window = CodeWindow(Places(heard))
    window.new_code_pressed.connect(heard.new_code)
    window.connecting("relay.example")
    window.appear()
    return window


def press(window: CodeWindow, words: str) -> None:
    button = next(part for part in window.findChildren(QPushButton) if part.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def says(window: CodeWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel))


def test_the_code_stands_in_three_groups_and_can_be_copied(window: CodeWindow) -> None:
    """Copy code puts the spoken form on the clipboard; the groups stand apart (acceptance 5)."""
    window.show_code(CODE, 600)
    assert "4821 – 739205 – 1" in says(window)
    press(window, "Copy code")

    assert QGuiApplication.clipboard().text() == CODE


def test_the_code_is_read_digit_by_digit(window: CodeWindow) -> None:
    """A screen reader hears the groups, digit by digit (acceptance 5)."""
    window.show_code(CODE, 600)

    names = [label.accessibleName() for label in window.findChildren(QLabel)]
    assert "group 1: 4, 8, 2, 1. group 2: 7, 3, 9, 2, 0, 5. group 3: 1" in names


def test_it_counts_only_while_it_is_seen(window: CodeWindow) -> None:
    """Behind a session nothing ticks; where it comes back it says at once how long the code still lasts."""
    window.show_code(CODE, 600)
    assert window._clock.isActive()
    window.hide()
    assert not window._clock.isActive()
    window.held.ends_in = 61
    window.show()
    assert window._clock.isActive()
    assert "The code ends in 1:0" in says(window)


def test_with_somebody_there_it_speaks_of_them_and_not_of_a_code(window: CodeWindow) -> None:
    """The code is spent and gone; nothing is seen; with another code all of it is back."""
    window.show_code(CODE, 600)
    window._who.setFocus()
    window.show_status(CodeStatus.CONNECTED)
    assert window.focusWidget() is window._heading  # who types just now presses nothing
    seen = [part.text() for part in window.findChildren(QLabel) if part.isVisible() and part.text()]
    assert "Your helper is connected" in seen
    assert "Nothing is seen. Your helper has to ask you first." in seen
    assert not any("code" in words.casefold() for words in seen)
    window.show_code(CODE, 600)
    seen = [part.text() for part in window.findChildren(QLabel) if part.isVisible() and part.text()]
    assert "Read this code to your helper" in seen
    assert "4821 – 739205 – 1" in seen


def in_sight(part: QWidget) -> bool:
    return part.visibleRegion().boundingRect() == part.rect()


@pytest.mark.parametrize("status", [each for each in CodeStatus if each in code_window.NEWS])
def test_news_is_in_sight_in_large_letters_too(heard: Heard, status: CodeStatus) -> None:
    """On a low screen with large letters the window shows what happened to the code, and then the next code."""
    sight().set_scale(2.0)
    try:
        window = CodeWindow(Places(heard))
        window.connecting("relay.example")
        window.appear()
        window.show_code(CODE, 600)
        assert comes_true(lambda: in_sight(window._digits), 2000)
        assert not in_sight(window._status)

        window.show_status(status, 8)
        assert comes_true(lambda: in_sight(window._status), 2000)
        window.show_code(CODE, 600)
        assert comes_true(lambda: in_sight(window._digits), 2000)
    finally:
        sight().set_scale(1.0)


@pytest.mark.parametrize("status", [CodeStatus.WRONG, CodeStatus.THREE_WRONG, CodeStatus.RAN_OUT])
def test_a_spent_code_leaves_the_screen(window: CodeWindow, status: CodeStatus) -> None:
    """What nobody may use any more cannot be read or copied."""
    window.show_code(CODE, 600)
    QGuiApplication.clipboard().clear()
    window.show_status(status)
    press(window, "Copy code")

    assert "739205" not in says(window)
    assert QGuiApplication.clipboard().text() == ""


def test_new_code_is_inert_while_someone_is_checked(window: CodeWindow, heard: Heard, spoken: Spoken) -> None:
    """It keeps its place and can be pressed: then it says why it does nothing."""
    window.show_code(CODE, 600)
    window.show_status(CodeStatus.CHECKING)
    button = next(part for part in window.findChildren(QPushButton) if part.text() == "New code")
    assert button.isEnabled()
    spoken.said.clear()
    press(window, "New code")
    assert heard.of("new_code") == []
    assert (
        spoken.said == [button.accessibleDescription()] == ["Someone is using your code. Wait until we know who it is."]
    )

    window.show_status(CodeStatus.WRONG)
    press(window, "New code")
    assert heard.of("new_code") == [()]


@pytest.mark.parametrize(
    ("status", "seconds", "words"),
    [
        (CodeStatus.GETTING, 0, "Getting a code from relay.example…"),
        (CodeStatus.WAITING, 0, "Waiting for your helper."),
        (CodeStatus.CHECKING, 0, "Someone is using your code. Checking who it is…"),
        (
            CodeStatus.WRONG,
            0,
            "Someone typed a wrong code, so we threw it away. Was it a slip? Press New code and read it again.",
        ),
        (
            CodeStatus.THREE_WRONG,
            0,
            "Three codes failed. That is not normal. Hang up, and call your helper on a number you know.",
        ),
        (CodeStatus.RAN_OUT, 0, "This code ran out. Press New code."),
        (CodeStatus.NO_LINE, 8, "No line to relay.example. Trying again in 8 seconds."),
        (CodeStatus.NO_LINE, 1, "No line to relay.example. Trying again in 1 second."),
    ],
)
def test_each_state_has_its_words(window: CodeWindow, status: CodeStatus, seconds: float, words: str) -> None:
    """One line says how things stand, in the words that were chosen for it."""
    window.show_status(status, seconds)
    assert words in [label.text() for label in window.findChildren(QLabel)]


def test_a_new_state_is_said_aloud_once_and_a_lost_line_at_once(window: CodeWindow, spoken: Spoken) -> None:
    """A count of seconds is not read out at each step; a lost line breaks into what is being said."""
    window.show_code(CODE, 600)
    spoken.said.clear()
    for seconds in (8, 7, 6):
        window.show_status(CodeStatus.NO_LINE, seconds)
    window.show_status(CodeStatus.WAITING)
    assert spoken.said == ["No line to relay.example. Trying again in 8 seconds.", "Waiting for your helper."]
    assert spoken.at_once == ["No line to relay.example. Trying again in 8 seconds."]


def test_what_is_left_of_the_code_is_shown_always_and_spoken_seldom(window: CodeWindow, spoken: Spoken) -> None:
    """At five, two and one minute and at thirty seconds."""
    window.show_code(CODE, 600)
    assert "The code ends in 10:00." in says(window)
    spoken.said.clear()
    for left in (301, 300, 299, 121, 119, 61, 60, 31, 30, 29, 5):
        window.held.ends_in = left + window.held.since.elapsed() / 1000
        window._count_down()
    assert spoken.said == [f"The code ends in {time}." for time in ("5:00", "1:59", "1:00", "0:30")]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the clipboard's minute over in a moment."""
    assert code_window.CLIPBOARD_SECONDS == 60
    monkeypatch.setattr(code_window, "CLIPBOARD_SECONDS", 0.05)


@pytest.mark.usefixtures("soon")
def test_the_clipboard_is_emptied_after_a_minute(window: CodeWindow, spoken: Spoken) -> None:
    """If the code is still in it; clipboard histories are told to keep nothing of it (acceptance 6)."""
    clipboard = QGuiApplication.clipboard()
    window.show_code(CODE, 600)
    press(window, "Copy code")
    assert clipboard.text() == CODE
    assert clipboard.mimeData().data(code_window.HISTORY_HINT) == b"secret"
    assert "The code is copied." in spoken.said
    assert comes_true(lambda: clipboard.text() == "", 2000)


@pytest.mark.usefixtures("soon")
def test_what_was_copied_since_stays(window: CodeWindow) -> None:
    """The customer's own text is not thrown away with the code (acceptance 6)."""
    window.show_code(CODE, 600)
    press(window, "Copy code")
    QGuiApplication.clipboard().setText("a letter to my bank")
    assert not comes_true(lambda: QGuiApplication.clipboard().text() == "", 200)


@pytest.mark.usefixtures("soon")
def test_it_is_emptied_although_the_window_is_gone(window: CodeWindow, heard: Heard) -> None:
    """A window that is made anew in another language takes no promise with it (acceptance 6)."""
    window.show_code(CODE, 600)
    press(window, "Copy code")
    window.give_way()
    assert comes_true(lambda: QGuiApplication.clipboard().text() == "", 2000)


def test_the_code_has_the_focus_first(window: CodeWindow) -> None:
    """It is what is read out when the window comes up, digit by digit (acceptance 5)."""
    focused = window.focusWidget()
    assert isinstance(focused, QLabel)
    assert focused.accessibleName() == "No code yet"
    window.show_code(CODE, 600)
    assert window.focusWidget() is focused
    assert focused.accessibleName().startswith("group 1: 4, 8, 2, 1")


@pytest.mark.parametrize("code", ["en", "de", "es"])
def test_it_grows_when_the_code_comes(heard: Heard, code: str) -> None:
    """Where the digits leave no room for the button beside them, the window is as much higher: nothing scrolls."""
    with language.speaking(language.open_language(code)):
        window = CodeWindow(Places(heard))
        window.connecting("relay.nordlicht.example")
        window.appear()
        for _ in range(3):
            QApplication.processEvents()
        window.show_code("4821-739205-1", 600)
        for _ in range(3):
            QApplication.processEvents()
        assert window._scroll.verticalScrollBar().maximum() == 0
