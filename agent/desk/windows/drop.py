"""
The lists that hang from the banner: what is on, and where the banner may go (experience 2.7).

Each is a window of its own beside the banner, outside the window manager as it is, so that it never takes the focus.
Unlike the banner it is painted over in the picture: what the customer looks at there is nobody else's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from agent.desk import live_words
from agent.desk.language import say
from agent.desk.windows.announce import explain
from agent.desk.windows.pictures import pictured
from agent.desk.windows.places import device_rect
from agent.desk.windows.stance import SPOT_ARROWS, SPOT_WORDS, Spot, room_of, within
from agent.desk.windows.theme import Theme
from agent.desk.windows.window import Button, named, told

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from agent.desk.live import Live
    from agent.desk.windows.places import Places

FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.BypassWindowManagerHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
"""What a window needs that stands above everything and takes the keyboard only when it is given it."""
ACROSS = 3


class Drop(QWidget):
    """A list below the banner, or above one that stands at the lower edge. `left` is sent when it was taken away."""

    left = Signal()
    hung = Signal()

    def __init__(self, name: str, title: str, places: Places, theme: Theme) -> None:
        super().__init__(None, FLAGS)
        self._name = name
        self._places = places
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(f"Attended · {name}")
        self.setAccessibleName(title)
        self.setStyleSheet(dress(theme))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 8, 16, 8)
        self.column.setSpacing(4)

    def hang(self, banner: QRect, below: QWidget, monitor: QRect) -> None:
        """Stand at the banner's edge, under the button that opened it, once that place is masked."""
        self.adjustSize()
        size = self.sizeHint()
        place = QRect(below.mapToGlobal(below.rect().topLeft()), size)
        room = room_of(monitor)
        place.moveTop(banner.bottom() + 1)
        if place.bottom() > room.bottom():
            place.moveBottom(banner.top() - 1)
        place = within(room, place)
        self._places.take(self._name, device_rect(self, place), lambda: self._stand(place))

    def is_near(self, banner: QRect) -> bool:
        """Say whether it stands at the edge of a banner that stands there."""
        here = self.geometry()
        return not self.isVisible() or here.top() == banner.bottom() + 1 or here.bottom() == banner.top() - 1

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the place back to the picture."""
        event.accept()
        self._places.leave(self._name)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, and Esc close the list; nothing stops by that."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
        else:
            super().keyPressEvent(event)

    def first(self) -> QPushButton | None:
        """Give the button that comes first."""
        return next(iter(self.findChildren(QPushButton)), None)

    def _stand(self, place: QRect) -> None:
        was_hidden = not self.isVisible()
        self.setGeometry(place)
        self.show()
        self.raise_()
        if was_hidden:
            self.hung.emit()


class WhatIsOn(Drop):
    """Everything that is on, with its time and a button that turns it off; more time; and a way to complain."""

    off_pressed = Signal(object)
    add_pressed = Signal()
    wrong_pressed = Signal()
    grew = Signal()

    def __init__(self, places: Places, theme: Theme) -> None:
        title = say("desk.banner", "What is on")
        super().__init__("what is on", title, places, theme)
        self.column.addWidget(QLabel(title))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.column.addLayout(self._grid)
        self._add = pressable(say("desk.banner", "Add 10 minutes"))
        self._theme = theme
        pictured(self._add, "clock-plus", theme)
        self._add.clicked.connect(self.add_pressed)
        wrong = named(pressable(say("desk.banner", "Something was wrong")), "plain")
        pictured(wrong, "flag", theme)
        wrong.clicked.connect(self.wrong_pressed)
        self.column.addWidget(self._add)
        self.column.addWidget(wrong)
        self._wrong = wrong
        self._rows: list[tuple[QLabel, QLabel, QPushButton]] = []
        self._said: tuple[object, ...] = ()

    def show_live(self, live: Live, gone: float) -> None:
        """Say what is on and for how long, so many seconds after that was said."""
        said = tuple((item.scope, item.words) for item in live.items)
        self._add.setVisible(live.can_extend)
        if said != self._said:
            self._said = said
            self._list(live)
        for item, (_, time, off) in zip(live.items, self._rows, strict=True):
            time.setText(live_words.clock(item.left - gone))
            # In whole minutes: a reader leaves out single words, and nobody listens to a clock.
            left = live_words.spoken_left(item.left - gone)
            if time.accessibleName() != left:
                time.setAccessibleName(left)
            explain(off, left, is_over=False)

    def first(self) -> QPushButton | None:
        """Give the first thing's button."""
        return self._rows[0][2] if self._rows else super().first()

    def _list(self, live: Live) -> None:
        for parts in self._rows:
            for part in parts:
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._rows = [self._row(number, item.words, item.scope) for number, item in enumerate(live.items)]
        before = [off for _, _, off in self._rows]
        for one, other in zip(before, [*before[1:], self._add, self._wrong], strict=False):
            QWidget.setTabOrder(one, other)
        if self.isVisible():
            self.grew.emit()

    def _row(self, number: int, words: str, scope: object) -> tuple[QLabel, QLabel, QPushButton]:
        name, time = QLabel(words), QLabel("")
        off = told(pressable(say("desk.banner", "Turn off")), say("desk.banner", "Turn off: {what}", what=words))
        pictured(off, "power", self._theme)
        off.clicked.connect(lambda: self.off_pressed.emit(scope))
        for column, part in enumerate((name, time, off)):
            self._grid.addWidget(part, number, column)
        return name, time, off


class MoveList(Drop):
    """The six places on the monitor, and the small form."""

    spot_chosen = Signal(object)
    small_chosen = Signal()

    def __init__(self, places: Places, theme: Theme) -> None:
        super().__init__("move", say("desk.banner", "Move"), places, theme)
        grid = QGridLayout()
        grid.setSpacing(4)
        for number, spot in enumerate(Spot):
            button = pressable(SPOT_WORDS[spot].said())
            button.clicked.connect(lambda _checked=False, spot=spot: self.spot_chosen.emit(spot))
            pictured(button, SPOT_ARROWS[spot], theme)
            grid.addWidget(button, number // ACROSS, number % ACROSS)
        self.column.addLayout(grid)
        smaller = pressable(say("desk.banner", "Make it small"))
        pictured(smaller, "shrink", theme)
        smaller.clicked.connect(self.small_chosen)
        self.column.addWidget(smaller)


def dress(theme: Theme) -> str:
    """Give the style sheet of banner and lists: what has the keyboard wears its ring inside, for there is no room."""
    return theme.style_sheet() + _SHEET.format_map(theme.colours)


_SHEET = """
QPushButton {{ padding: 6px 12px; }}
QPushButton#live {{ color: {live}; border: none; font-weight: 600; }}
QPushButton:focus {{ border: 3px solid {ink}; padding: 4px 10px; }}
QPushButton#stop {{ border: 1px solid {ink}; padding: 6px 14px; }}
QWidget#banner[quiet="true"] {{ border-color: {line}; }}
QWidget#banner[quiet="true"] QLabel#live {{ color: {ink}; }}
QPushButton#stop:focus {{ border: 3px solid {paper}; outline: 2px solid {ink}; padding: 4px 12px; }}
"""


class Pressable(Button):
    """A button whose width does not follow its words below `least` pixels."""

    least = 0

    def sizeHint(self) -> QSize:
        """Give the size of the words, or the least."""
        return super().sizeHint().expandedTo(QSize(self.least, 0))


def pressable(label: str) -> Pressable:
    """Make a button that a click leaves without the focus, and Tab gives it to."""
    button = Pressable(label)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoDefault(False)
    return button
