"""Tick boxes and round choices whose words wrap: Qt's own cut what does not fit in one line (experience 2.11)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from agent.desk.windows.sight import sight

_WRAPS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_VERY_HIGH = 10_000


class TickBox(QCheckBox):
    """A tick box; a press anywhere on its words counts."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        _wrap(self)

    def heightForWidth(self, width: int, /) -> int:
        """Give the height that the words need in a width."""
        return _height(self, super().sizeHint(), width)

    def minimumSizeHint(self) -> QSize:
        """Give the width of the longest word."""
        return _least(self, super().sizeHint())

    def hitButton(self, pos: QPoint, /) -> bool:
        """Take a press anywhere."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark as the style sheet has it, and the words in as many lines as they need."""
        style = QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents
        option = QStyleOptionButton()
        self.initStyleOption(option)
        _paint(self, option, *style)


class Choice(QRadioButton):
    """One of several; a press anywhere on its words counts."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        _wrap(self)

    def heightForWidth(self, width: int, /) -> int:
        """Give the height that the words need in a width."""
        return _height(self, super().sizeHint(), width)

    def minimumSizeHint(self) -> QSize:
        """Give the width of the longest word."""
        return _least(self, super().sizeHint())

    def hitButton(self, pos: QPoint, /) -> bool:
        """Take a press anywhere."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark as the style sheet has it, and the words in as many lines as they need."""
        style = QStyle.ControlElement.CE_RadioButton, QStyle.SubElement.SE_RadioButtonContents
        option = QStyleOptionButton()
        self.initStyleOption(option)
        _paint(self, option, *style)


def _wrap(button: QCheckBox | QRadioButton) -> None:
    # Qt's own would have every line as long as the longest.
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)


def _beside(button: QCheckBox | QRadioButton, one_line: QSize) -> int:
    """Give the width of everything beside the words."""
    return one_line.width() - button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, button.text()).width()


def _height(button: QCheckBox | QRadioButton, one_line: QSize, width: int) -> int:
    button.ensurePolished()
    metrics = button.fontMetrics()
    room = QRect(0, 0, max(1, width - _beside(button, one_line)), _VERY_HIGH)
    words = metrics.boundingRect(room, _WRAPS, button.text()).height()
    return one_line.height() + max(0, words - metrics.height())


def _least(button: QCheckBox | QRadioButton, one_line: QSize) -> QSize:
    metrics = button.fontMetrics()
    word = max((metrics.horizontalAdvance(word) for word in button.text().split()), default=0)
    return QSize(min(one_line.width(), _beside(button, one_line) + word + 2), one_line.height())


def _paint(
    button: QCheckBox | QRadioButton,
    option: QStyleOptionButton,
    whole: QStyle.ControlElement,
    contents: QStyle.SubElement,
) -> None:
    place = button.style().subElementRect(contents, option, button)
    option.text = ""
    painter = QStylePainter(button)
    painter.drawControl(whole, option)
    painter.setPen(sight().theme().colour("ink"))
    side = QStyle.visualAlignment(button.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
    painter.drawText(place, _WRAPS | side, button.text())
    painter.end()
