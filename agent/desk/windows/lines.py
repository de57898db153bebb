"""
Words in lines that stand one and a half of their letters' size apart, and are some seventy letters long at most.

Qt's own label sets lines as close as the font lets it, and could be told otherwise only in markup. Words that other
people wrote would have to be kept from being markup then, so these lines are broken and painted here instead: the
label's text is what it says, letter for letter (docs/decisions/0025).

    Words("A sentence of any length.")          # a label
    Lines(text, font, width).paint(painter, place)
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QStyle, QTextEdit

from agent.desk.windows.fonts import TEXT
from agent.desk.windows.theme import BASE_PIXELS

LINE_HEIGHT = 1.5
"""How far lines stand apart, in sizes of their letters (experience 5)."""
LETTERS = 70
"""How many letters a line has at most, or thereabouts (experience 5)."""
LETTER = 3 / 7
"""How wide a letter is on average in running text of Atkinson Hyperlegible, in sizes of its letters."""
AIR = 2
"""Pixels more than the letters of a line take, so that rounding breaks none of it."""
TRIES = 4
"""How often a line is broken a word earlier, so that the last line has more than one."""
_ENDLESS = 1_000_000


class Lines:
    """Words broken into lines for a width in pixels, which begin at one of its sides as it is seen."""

    def __init__(
        self, text: str, font: QFont, width: int = _ENDLESS, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        self._ascent = QFontMetricsF(font).ascent()
        self._side = side
        size = QFontInfo(font).pixelSize()
        self._room = max(1, min(width, round(LETTERS * LETTER * size)))
        self.pitch = round(LINE_HEIGHT * size)
        """Pixels from one line to the next."""
        self._lead = (self.pitch - QFontMetricsF(font).height()) / 2
        option = QTextOption(side | Qt.AlignmentFlag.AlignAbsolute)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), font)
        self._layout.setTextOption(option)
        self.count, self.width = self._break()
        self._leave_no_word_alone()

    @property
    def height(self) -> int:
        """Give the height of all lines; of no words, that of one line."""
        return self.pitch * max(1, self.count)

    def paint(self, painter: QPainter, place: QRect) -> None:
        """Paint the lines in the pen's colour: at their side of a place, or in its middle, and halfway down."""
        left = place.left()
        if self._side & Qt.AlignmentFlag.AlignRight:
            left = place.right() + 1 - self._room
        elif self._side & Qt.AlignmentFlag.AlignHCenter:
            left += (place.width() - self._room) // 2
        self._layout.draw(painter, QPointF(left, place.top() + (place.height() - self.height) // 2))

    def said(self) -> list[str]:
        """Give the words of each line."""
        text = self._layout.text()
        lines = (self._layout.lineAt(number) for number in range(self.count))
        return [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines]

    def _leave_no_word_alone(self) -> None:
        """Break a little earlier where a short word would end up in a line of its own, if no more lines come of it."""
        room, lines = self._room, self.count
        for _ in range(TRIES):
            if not self._ends_alone():
                return
            self._room = ceil(self._layout.lineAt(self.count - 2).naturalTextWidth()) - 1
            self.count, self.width = self._break()
            if self.count != lines:
                break
        if self.count != lines or self._ends_alone():
            self._room = room
            self.count, self.width = self._break()

    def _ends_alone(self) -> bool:
        if self.count <= 1:
            return False
        last = self._layout.lineAt(self.count - 1)
        return len(self.said()[-1].split()) == 1 and last.naturalTextWidth() < self._room / 2

    def _break(self) -> tuple[int, int]:
        number, widest = 0, 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self._room)
            # A sign from another font stands on the same line as all else, and moves no other.
            line.setPosition(QPointF(0, number * self.pitch + round(self._lead + self._ascent - line.ascent())))
            widest = max(widest, line.naturalTextWidth())
            number += 1
        self._layout.endLayout()
        return number, ceil(widest) + AIR


class Words(QLabel):
    """A label of plain words that wraps: as `Lines` has them, nothing of them ever markup, a link or a picture."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def heightForWidth(self, width: int, /) -> int:
        """Give the height that the words need in a width."""
        around = self._around()
        return self._lines(width - around.width()).height + around.height()

    def sizeHint(self) -> QSize:
        """Ask for a single line, or for as many as the words need in the widest one to read."""
        around = self._around()
        lines = self._lines(_ENDLESS)
        return QSize(lines.width, lines.height) + around

    def minimumSizeHint(self) -> QSize:
        """Give the width of the longest word, and the height of one line."""
        around = self._around()
        metrics = QFontMetricsF(self.font())
        word = max((ceil(metrics.horizontalAdvance(word)) + AIR for word in self.text().split()), default=0)
        return QSize(word, self._lines(_ENDLESS).pitch) + around

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground as the style sheet has it, and the words on it."""
        painter = QPainter(self)
        self.drawFrame(painter)
        painter.setPen(self.palette().color(self.foregroundRole()))
        place = self.contentsRect()
        self._lines(place.width()).paint(painter, place)
        painter.end()

    def lines(self) -> list[str]:
        """Give the words of each line, as they stand there now."""
        return self._lines(self.contentsRect().width()).said()

    def _lines(self, width: int) -> Lines:
        side = QStyle.visualAlignment(self.layoutDirection(), self.alignment()) & Qt.AlignmentFlag.AlignHorizontal_Mask
        return Lines(self.text(), self.font(), width, side)

    def _around(self) -> QSize:
        self.ensurePolished()
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())


class Passage(QTextEdit):
    """Words of several lines to read or to write, never markup, whose lines stand as far apart as a label's."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setPlainText(text)

    def setPlainText(self, text: str, /) -> None:
        """Show these words in place of all others."""
        super().setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        # Of the height that the font gives a line; so it holds at every size of the text.
        shape.setLineHeight(
            100 * LINE_HEIGHT / _line_of_font(), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        cursor.mergeBlockFormat(shape)
        self.document().clearUndoRedoStacks()


def _line_of_font() -> float:
    """Give how high the font makes a line, in sizes of its letters."""
    font = QFont(TEXT.strip('"'))
    font.setPixelSize(BASE_PIXELS)
    return QFontMetricsF(font).height() / BASE_PIXELS
