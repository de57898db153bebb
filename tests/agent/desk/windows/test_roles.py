"""What readers are told that our windows are."""

from __future__ import annotations

import gc

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk.windows.places import Places
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.roles import tell_roles
from agent.desk.windows.window import DeskWindow
from tests.support.windows_scene import Heard


def role(window: QWidget) -> QAccessible.Role:
    interface = QAccessible.queryAccessibleInterface(window)
    assert interface is not None
    return interface.role()


def test_a_desk_window_is_a_dialog_and_nothing_else_becomes_one(application: QApplication, heard: Heard) -> None:
    """Every desk of windows tells it to Qt, once."""
    QtView(heard)
    tell_roles()
    window, other = DeskWindow("code", "Attended", Places(heard)), QWidget()
    assert role(window) == QAccessible.Role.Dialog
    assert role(other) == QAccessible.Role.Client
    window.appear()
    interface = QAccessible.queryAccessibleInterface(window)
    assert interface.text(QAccessible.Text.Name) == "Attended"
    assert interface.childCount() > 0


def test_windows_that_go_leave_nothing_behind(application: QApplication, heard: Heard) -> None:
    """A window's interface goes with it, however often windows come and go."""
    tell_roles()
    for _ in range(30):
        window = DeskWindow("code", "Attended", Places(heard))
        window.appear()
        assert role(window) == QAccessible.Role.Dialog
        window.give_way()
        del window
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert role(QWidget()) == QAccessible.Role.Client
