"""
Rows that give way: parts stand side by side where they fit, and below one another where they do not.

German at twice the size fits no row that English does (experience 2.11). Nothing is ever cut.

    layout.addLayout(FlowRow(yes, no, not_sure))             # goes on in a new line
    layout.addLayout(FlowRow(time, more, grows=time))        # one part takes what is left of its line, if that is half
    layout.addLayout(FlowRow(refuse, allow, equal=True))     # all as wide as each other, or one below the other
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

GAP = 12
"""Pixels between parts, across and down."""

ENOUGH = 0.5
"""The share of a line that is enough for words to wrap there, beside what stands before them."""

Line = list[tuple[QLayoutItem, int]]
"""The parts of one line, each with its width."""


class FlowRow(QLayout):
    """Parts in reading order, from the right where the language is read from there."""

    def __init__(self, *parts: QWidget, grows: QWidget | None = None, equal: bool = False, gap: int = GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._grows = grows
        self._equal = equal
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem, /) -> None:
        """Take one more part."""
        self._items.append(item)

    def count(self) -> int:
        """Say how many parts there are."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        """Give one part, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        """Let one part go, None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take what width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Give the height that all lines need in a width."""
        margins = self.contentsMargins()
        inner = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._arrange(inner, move=False) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Give the size of one line with all of them."""
        items = self._shown()
        widths = [_natural(item) for item in items]
        if self._equal and widths:
            widths = [max(widths)] * len(widths)
        width = sum(widths) + self.spacing() * max(0, len(items) - 1)
        height = max((_height(item, each) for item, each in zip(items, widths, strict=True)), default=0)
        return self._with_margins(width, height)

    def minimumSize(self) -> QSize:
        """Give the width of the widest part, which needs a line of its own at least."""
        sizes = [item.minimumSize() for item in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        return self._with_margins(width, max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect, /) -> None:
        """Put every part in its place."""
        super().setGeometry(rect)
        self._arrange(self.contentsRect(), move=True)

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[Line]:
        items = self._shown()
        return self._alike(items, width) if self._equal else self._flowing(items, width)

    def _alike(self, items: list[QLayoutItem], width: int) -> list[Line]:
        gaps = self.spacing() * (len(items) - 1)
        widest = max((_natural(item) for item in items), default=0)
        if widest * len(items) + gaps <= width:
            each = (width - gaps) // max(1, len(items))
            return [[(item, each) for item in items]]
        return [[(item, width)] for item in items]

    def _flowing(self, items: list[QLayoutItem], width: int) -> list[Line]:
        lines: list[Line] = []
        left = 0
        for item in items:
            wanted = min(_natural(item), width)
            beside = left - self.spacing()
            if lines and item.widget() is self._grows and item.hasHeightForWidth() and beside >= width * ENOUGH:
                wanted = min(wanted, beside)
            if not lines or wanted + self.spacing() > left:
                lines.append([])
                left = width
            else:
                left -= self.spacing()
            left -= wanted
            lines[-1].append((item, wanted))
        return [self._grown(line, width) for line in lines]

    def _grown(self, line: Line, width: int) -> Line:
        if len(line) == 1 and line[0][0].expandingDirections() & Qt.Orientation.Horizontal:
            return [(line[0][0], width)]
        left = width - sum(each for _, each in line) - self.spacing() * (len(line) - 1)
        return [(item, each + left if item.widget() is self._grows and self._grows else each) for item, each in line]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        owner = self.parentWidget()
        direction = owner.layoutDirection() if owner is not None else Qt.LayoutDirection.LeftToRight
        top = rect.top()
        for line in self._lines(rect.width()):
            height = max(_height(item, width) for item, width in line)
            left = rect.left()
            for item, width in line:
                if move:
                    place = QRect(left, top, width, height)
                    item.setGeometry(QStyle.visualRect(direction, rect, place))
                left += width + self.spacing()
            top += height + self.spacing()
        return max(0, top - rect.top() - self.spacing())


def _natural(item: QLayoutItem) -> int:
    """Give the width at which a part is not broken: of words that wrap, the width of one line of them."""
    return item.sizeHint().width()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
