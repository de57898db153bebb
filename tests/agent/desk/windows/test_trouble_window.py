import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.troubles import trouble
from agent.desk.view import Trouble
from agent.desk.windows import window as window_module
from agent.desk.windows.places import Places
from agent.desk.windows.trouble_window import TroubleWindow
from protocol.errors import RelayUnreachable, WrongCode
from tests.support.windows_scene import Heard, comes_true

TROUBLE = Trouble("A-101", "We cannot reach it.", "Check.", ("Close", "Try now"))


def shown(heard: Heard, told: Trouble = TROUBLE) -> TroubleWindow:
    """Show the window, with its closing heard."""
    window = TroubleWindow(Places(heard), told)
    window.closed_by_customer.connect(heard.closed)
    window.pressed.connect(heard.pressed)
    window.appear()
    return window


def buttons(window: TroubleWindow) -> dict[str, QPushButton]:
    """Give its buttons by what stands on them."""
    return {part.text(): part for part in window.findChildren(QPushButton)}


def says(window: TroubleWindow) -> str:
    """Give all that stands there."""
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def test_trouble_tells_which_button_was_pressed(heard: Heard) -> None:
    """The safe button stands first and is the default; the pressed one is told."""
    window = shown(heard)
    assert buttons(window)["Close"].isDefault()
    QTest.mouseClick(buttons(window)["Try now"], Qt.MouseButton.LeftButton)

    assert heard.of("pressed") == [("Try now",)]


def test_the_details_name_code_time_and_version_and_can_be_copied(heard: Heard) -> None:
    """They are folded at first; nobody's address and no trace of ours is among them."""
    window = shown(heard)
    assert "A-101" not in says(window)
    buttons(window)["Details"].click()
    told = next(label.text() for label in window.findChildren(QLabel) if "A-101" in label.text())
    assert told in says(window)
    assert told.startswith("Code A-101, ")
    assert ", version " in told
    buttons(window)["Copy"].click()
    assert QGuiApplication.clipboard().text() == told


def test_the_next_try_is_counted_down(heard: Heard) -> None:
    """The text says in how many seconds the program tries again by itself."""
    window = shown(heard, trouble(RelayUnreachable, "relay.example", again_in=2.0))
    assert "We cannot reach relay.example." in says(window)
    assert "We try again in 2 seconds." in says(window)
    assert comes_true(lambda: "We try again in 1 second." in says(window), 3000)


def test_start_over_waits_and_says_so(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inert, not disabled: it keeps its place, tells for how long, and then works."""
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.0)
    told = trouble(WrongCode, "relay.example")
    window = shown(heard, told)
    over = buttons(window)["Start over"]
    assert over.isEnabled()
    assert "You can start over in 60 seconds." in says(window)
    assert over.accessibleDescription() == "You can start over in 60 seconds."
    for press in (over.click, lambda: QTest.keyClick(over, Qt.Key.Key_Space)):
        press()
    assert heard.of("pressed") == []
    assert window.isVisible()
    object.__setattr__(told, "inert", 0.0)
    over.click()
    assert heard.of("pressed") == [("Start over",)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_meant_for_something_else_answers_nothing(heard: Heard, key: Qt.Key) -> None:
    """What was being typed when the window came up presses none of its buttons, wherever the focus is."""
    window = shown(heard)
    for part in (window, *window.findChildren(QPushButton)):
        part.setFocus()
        QTest.keyClick(part, key)
    assert window.isVisible()
    assert (heard.of("closed"), heard.of("pressed")) == ([], [])


def test_later_the_keys_answer_and_esc_does_at_any_time(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc closes at once; Enter presses the button that has the focus once the window has stood."""
    first = shown(heard)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert not first.isVisible()
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.0)
    second = shown(heard)
    close = buttons(second)["Close"]
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not second.isVisible()
