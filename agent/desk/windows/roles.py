"""What our windows are to a screen reader: Qt tells of a bare widget that it is nothing in particular."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from agent.desk.windows.announce import Notice
from agent.desk.windows.banner import Banner
from agent.desk.windows.drop import Drop
from agent.desk.windows.window import DeskWindow

_TOLD: list[bool] = []
"""Whether Qt was told: what makes such interfaces cannot be taken away again."""


def tell_roles() -> None:
    """
    Have readers told that a desk window is a dialog: they read out a dialog's name and words when it comes up.

    The banner is a window: it comes and stays without being answered.
    """
    if not _TOLD:
        _TOLD.append(True)
        QAccessible.installFactory(_interface)


def _interface(_kind: str, part: QObject) -> QAccessibleInterface | None:
    if isinstance(part, Notice):
        return QAccessibleWidget(part, QAccessible.Role.Notification)
    if isinstance(part, DeskWindow | Drop):
        return QAccessibleWidget(part, QAccessible.Role.Dialog)
    return QAccessibleWidget(part, QAccessible.Role.Window) if isinstance(part, Banner) else None
