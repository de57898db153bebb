"""Tick boxes and round choices whose words wrap: Qt's own cut what does not fit in one line (experience 2.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from agent.desk.windows.lines import Lines
from agent.desk.windows.sight import sight

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    class _Button(QAbstractButton):
        """What tick boxes and round choices have in common for Qt."""

        def __init__(self, text: str, /) -> None: ...
        def initStyleOption(self, option: QStyleOptionButton, /) -> None: ...

else:
    _Button = object  # Qt's own class stands beside it in each of the two


class _Wraps(_Button):
    """A button with a mark beside words that wrap; a press anywhere on its words counts."""

    whole: QStyle.ControlElement
    """What the style draws of it, mark and words."""
    contents: QStyle.SubElement
    """Where in it the words stand."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # Qt's own would have every line as long as the longest.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int, /) -> int:
        """Give the height that the words need in a width."""
        self.ensurePolished()
        one_line = super().sizeHint()
        words = Lines(self.text(), self.font(), width - self._beside(one_line))
        return one_line.height() + words.height - words.pitch

    def minimumSizeHint(self) -> QSize:
        """Give the width of the longest word."""
        metrics, one_line = self.fontMetrics(), super().sizeHint()
        word = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(min(one_line.width(), self._beside(one_line) + word + 2), one_line.height())

    def hitButton(self, pos: QPoint, /) -> bool:
        """Take a press anywhere."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark as the style sheet has it, and the words in as many lines as they need."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(self.contents, option, self)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(self.whole, option)
        painter.setPen(sight().theme().colour("ink"))
        side = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        Lines(self.text(), self.font(), place.width(), side).paint(painter, place)
        painter.end()

    def _beside(self, one_line: QSize) -> int:
        """Give the width of everything beside the words."""
        return one_line.width() - self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()


class TickBox(_Wraps, QCheckBox):
    """A tick box."""

    whole, contents = QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents


class Choice(_Wraps, QRadioButton):
    """One of several."""

    whole, contents = QStyle.ControlElement.CE_RadioButton, QStyle.SubElement.SE_RadioButtonContents


def lead_to_chosen(group: QButtonGroup) -> None:
    """Have Tab go to the answer that is chosen: Qt does that only once one of them has had the keyboard."""
    chosen = group.checkedButton()
    for choice in group.buttons() if chosen is not None else ():
        here = choice is chosen
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
