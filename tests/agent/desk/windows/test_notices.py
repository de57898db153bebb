"""What is announced on Linux: Orca hears no announcements before its version 45, but every notification."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.desk.windows.announce import NOTICES, Notice, announce, announce_arrival, explain
from agent.desk.windows.parts import OneLine
from agent.desk.windows.roles import tell_roles


@pytest.fixture(autouse=True)
def _on_linux(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_roles()
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")


def test_a_change_comes_up_as_a_notification_of_the_program() -> None:
    """It is no part of the window, or all of that would be read out first; and no old one is kept for good."""
    window = QWidget()
    for number in range(NOTICES + 3):
        announce(window, f"{number} minutes left.")
        QApplication.sendPostedEvents(None, 52)  # what was let go of, goes (QEvent.DeferredDelete)
    notices = window.findChildren(Notice)
    told = QAccessible.queryAccessibleInterface(notices[-1])
    assert told is not None
    assert (told.role(), told.text(QAccessible.Text.Name)) == (QAccessible.Role.Notification, "10 minutes left.")
    assert told.parent().object() is QApplication.instance()
    assert len(notices) <= NOTICES
    assert not any(notice.isVisible() for notice in notices)


def test_a_window_that_comes_with_the_focus_is_not_announced_beside() -> None:
    """A reader says its name by itself when it comes."""
    window = QWidget()
    announce_arrival(window)
    assert window.findChildren(Notice) == []


def test_a_wait_is_not_counted_aloud_on_the_button_at_hand() -> None:
    """It is up to date for who comes to the button; who is there hears only that it is over."""
    button = QPushButton()
    at_hand: list[bool] = [False]
    button.hasFocus = lambda: at_hand[0]  # type: ignore[method-assign]
    explain(button, "In 8 seconds.", is_over=False)
    at_hand[0] = True
    explain(button, "In 7 seconds.", is_over=False)
    assert button.accessibleDescription() == "In 8 seconds."
    explain(button, "Now.", is_over=True)
    assert button.accessibleDescription() == "Now."


def test_an_empty_line_to_write_in_is_not_marked_by_tab(application: QApplication) -> None:
    """A reader that hears of a mark before the focus says nothing of the line."""
    line = OneLine()
    marks: list[bool] = []
    line.selectionChanged.connect(lambda: marks.append(True))
    line.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert marks == []
    line.setText("Nordlicht")
    line.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert line.selectedText() == "Nordlicht"
