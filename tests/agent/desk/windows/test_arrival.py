"""A window that comes up unasked: it is seen, heard and spoken, and what was typed just then answers nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.desk.check import Began, Page
from agent.desk.view import CheckShown, Decision, Over, Trouble
from agent.desk.windows import window as window_module
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.window import ARRIVAL_SECONDS, DeskWindow
from tests.support.windows_scene import Heard, Spoken, a_question, comes_true

CODE = "4821-739205-1"


def show_code(view: QtView) -> None:
    view.show_connecting("relay.example")
    view.show_code(CODE, 600)


SHOWN: dict[str, Callable[[QtView], object]] = {
    "check": lambda view: view.show_check(CheckShown(Page.BEGAN, Began.ASKED, "")),
    "warning": lambda view: view.show_check(CheckShown(Page.UNSURE, None, "")),
    "stop": lambda view: view.show_check(CheckShown(Page.STOP, None, "")),
    "code": show_code,
    "question": lambda view: view.show_question(a_question()),
    "report": lambda view: view.report_progress("Machine", 1, 12),
    "over": lambda view: view.show_over(Over((), None)),
    "trouble": lambda view: view.show_trouble(
        Trouble("C-1", "Something broke here, so we stopped everything.", "Nothing is seen.", ("Close", "Start again"))
    ),
}
"""What brings each window up."""
QUIET = {"windows_moved", "focused", "spoken_anew"}
"""What a window tells of itself, whatever the customer does."""


def the_window(application: QApplication) -> DeskWindow:
    (window,) = [each for each in application.topLevelWidgets() if isinstance(each, DeskWindow) and each.isVisible()]
    return window


def keys(window: DeskWindow) -> None:
    """Type what would press, tick, move on or change something, on every part in turn."""
    for part in [window, *window.findChildren(QPushButton), *window.findChildren(QWidget)]:
        if part.focusPolicy() != Qt.FocusPolicy.NoFocus or part is window:
            for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_X):
                QTest.keyClick(part, key)
    for letter in "ACDEMNST":
        QTest.keyClick(window, Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize("which", SHOWN)
def test_keys_typed_before_and_just_after_it_came_answer_nothing(
    application: QApplication, heard: Heard, which: str
) -> None:
    """For two seconds every key but Esc is thrown away, in every window that comes up by itself (acceptance 9)."""
    assert ARRIVAL_SECONDS == 2.0
    SHOWN[which](QtView(heard))
    window = the_window(application)
    keys(window)
    assert [name for name, _ in heard.told if name not in QUIET] == []
    assert window.isVisible()


@pytest.mark.parametrize(("which", "told"), [("question", "answered"), ("warning", "closed"), ("over", "closed")])
def test_escape_is_a_no_at_once(application: QApplication, heard: Heard, which: str, told: str) -> None:
    """It needs no wait: no is always the safe answer (acceptance 9)."""
    SHOWN[which](QtView(heard))
    QTest.keyClick(the_window(application), Qt.Key.Key_Escape)
    assert heard.of(told)
    if which == "question":
        decision = heard.of("answered")[0][1]
        assert isinstance(decision, Decision)
        assert (decision.allowed, decision.how) == (frozenset(), "esc")


def test_later_keys_count(application: QApplication, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait the keyboard does all that the hand does."""
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.1)
    SHOWN["check"](QtView(heard))
    window = the_window(application)
    button = next(part for part in window.findChildren(QPushButton) if part.text() == "Continue")
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert heard.of("check_began") == []
    assert comes_true(lambda: not window._is_new(), 2000)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert heard.of("check_began") == [(Began.ASKED,)]


@pytest.mark.parametrize("which", SHOWN)
def test_it_comes_in_front_where_the_pointer_is_and_is_spoken(
    application: QApplication, heard: Heard, spoken: Spoken, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an entry of its own in the task bar, the focus, and its name read out."""
    asked: list[QPoint] = []
    monitor = QRect(1000, 0, 1024, 700)

    def room_at(point: QPoint) -> QRect:
        asked.append(point)
        return monitor

    monkeypatch.setattr(window_module, "room_at", room_at)
    SHOWN[which](QtView(heard))
    window = the_window(application)
    assert asked[0] == QCursor.pos()
    assert monitor.contains(window.geometry())
    assert window.windowType() is Qt.WindowType.Window
    assert comes_true(window.isActiveWindow, 2000)
    assert window.focusWidget() is not None
    assert window.windowTitle() in spoken.said
