"""What every desk window has: its bar, a body that scrolls, answers that stay in sight, a place masked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from agent.desk.language import language
from agent.desk.windows.announce import announce_arrival
from agent.desk.windows.bar import Bar, general_help, help_card, language_card
from agent.desk.windows.parts import Button, button_row, card, give_letters, named, told, without_letter, words
from agent.desk.windows.pictures import paint_icons
from agent.desk.windows.places import device_rect
from agent.desk.windows.ring import FocusRing
from agent.desk.windows.sight import sight
from agent.desk.windows.tab_order import order_tabs

if TYPE_CHECKING:
    from agent.desk.windows.places import Places

__all__ = ["Button", "DeskWindow", "button_row", "card", "named", "told", "without_letter", "words"]

SCREEN_SHARE = 0.95
"""How much of a monitor a window may fill at most."""
ARRIVAL_SECONDS = 2.0
"""For so long after a window came up unasked, every key but Esc is ignored (experience 2.1)."""
LOW = 700
"""Pixels, at the usual text size: on a lower screen what stands above the answers scrolls (experience 2.11)."""
WIDER = 0.9
"""How much of the text's growth a window's width takes part in."""


class DeskWindow(QWidget):
    """
    One window of the desk, without the system's own edge so that it moves only when we move it.

    Its parts: `body`, which scrolls; `above`, for lines such as the time that is left, which stand above the answers
    or, on a low screen, at the end of the body; `pinned`, for the answers, which are always in sight.

    `closed_by_customer` is sent when the customer closes it by any means; what that means, the core decides.
    `placed` is sent when it stands there, `arrived` too when nothing stood there before; `language_chosen` when the
    customer wants another language.
    """

    closed_by_customer = Signal(str)
    language_chosen = Signal(str)
    placed = Signal()
    arrived = Signal()
    comes_unasked = True
    """Whether it comes up by itself: a key typed just then is meant for something else."""

    def __init__(self, name: str, title: str, places: Places, width: int = 576) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.name = name
        self._places = places
        self._width = width
        self._leaving = False
        self._gives_way = False
        self._grip: QPoint | None = None
        self._stood = QElapsedTimer()
        self._opened: tuple[str, QFrame] | None = None
        self._came_from: QWidget | None = None
        self._by_keys = False
        self._edges = 0
        """Pixels of the window's own two edges, across or down."""
        self._former: DeskWindow | None = None
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right_to_left = language().right_to_left
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setWindowTitle(title)
        self._bar = self._make_bar(title)
        self._content = named(QWidget(), "body")
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._content)
        self._pinned = named(QWidget(), "pinned")
        self.pinned = QVBoxLayout(self._pinned)
        self.pinned.setContentsMargins(24, 12, 24, 12)
        self._above = QWidget()
        self.above = QVBoxLayout(self._above)
        self.above.setContentsMargins(0, 0, 0, 0)
        self.pinned.addWidget(self._above)
        whole = QVBoxLayout(self)
        whole.setSpacing(0)
        for part in (self._bar, self._scroll, self._pinned):
            whole.addWidget(part)
        whole.setStretch(1, 1)
        self._ring = FocusRing(self)
        self._watch()
        self._dress()

    @property
    def _scale(self) -> float:
        return sight().scale

    def help_lines(self) -> tuple[str, ...]:
        """Give the lines that the question mark opens; each window has its own, in the language of now."""
        return general_help()

    def appear(self) -> None:
        """
        Show the window in front, once its place is masked: in the middle of the monitor with the pointer.

        One that stands for a former window comes where that one stands, which leaves when this one is there.
        """
        former = self._former
        stands = former is not None and isValid(former) and former.isVisible()
        rect = self._wanted_place(around=former.geometry() if former is not None and stands else None)

        def stand() -> None:
            if not isValid(self) or self._gives_way:
                return
            self._stand(rect)
            self._relieve()
            if not stands:
                self.arrived.emit()

        self._places.take(self.name, device_rect(self, rect), stand)

    def stand_for(self, former: DeskWindow) -> None:
        """Take the place, when this one appears, of a window that says the same in another language."""
        self._former = former

    def appear_again(self) -> None:
        """Show the window if it stands for a former one that is shown."""
        if self._former is not None:
            self.appear()

    def hand_over(self) -> DeskWindow | None:
        """Give the window that is seen here, for another to stand for: this one, or a former one until it stands."""
        if self.isVisible():
            return self
        former, self._former = self._former, None
        return former if former is not None and isValid(former) and former.isVisible() else None

    def give_way(self) -> None:
        """Leave for good, to another window of the same name, which has the place now."""
        self._gives_way = True
        self.leave()
        self.deleteLater()

    def leave(self) -> None:
        """Take the window away, and a former one that it was to stand for; this is not the customer's closing."""
        self._relieve()
        self._leaving = True
        self.close()
        self._leaving = False

    def _relieve(self) -> None:
        former, self._former = self._former, None
        if former is not None and isValid(former):
            former.give_way()

    def fit(self) -> None:
        """Grow or shrink to the content after it changed, once the new place is masked."""
        if self.isVisible():
            rect = self._wanted_place(keep=True)
            self._places.take(self.name, device_rect(self, rect), lambda: self._settle(rect))

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll the body to a part, by as little as shows it whole, once what changed has its place."""
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, self.body.spacing()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell a closing by the customer's hand from our own."""
        if not self._gives_way:
            self._places.leave(self.name)
        event.accept()
        if not self._leaving:
            self.closed_by_customer.emit(self.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Ctrl+plus and Ctrl+minus set the text size; Esc is each window's own, Enter the focused button's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
                sight().larger()
                return
            if event.key() == Qt.Key.Key_Minus:
                sight().smaller()
                return
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        if event.key() == Qt.Key.Key_F1:
            self._open_help()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_enter()
            return
        super().keyPressEvent(event)

    def keep_early_keys(self) -> None:
        """Have no part act on a key that was meant for something else: call it when parts were added."""
        for part in (self, *self.findChildren(QWidget)):
            if part is not self._ring:
                part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore every key but Esc until the window has stood for two seconds, and let no tip come up."""
        if event.type() == QEvent.Type.ToolTip:
            return True  # it would stand in the picture, for nobody has covered its place
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress}:
            self._by_keys = event.type() == QEvent.Type.KeyPress
        is_key = isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Escape
        if (is_key or event.type() == QEvent.Type.Shortcut) and self.comes_unasked and self._is_new():
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the ring around what has the keyboard."""
        super().resizeEvent(event)
        self._ring.settle()

    def _is_new(self) -> bool:
        return not self._stood.isValid() or self._stood.elapsed() < ARRIVAL_SECONDS * 1000

    def escape(self) -> None:
        """Do nothing on Esc, unless the window says otherwise."""

    def _press_enter(self) -> None:
        """Press the button that has the focus; where none has it, the safe one, if the window has such a default."""
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif not isinstance(focused, QAbstractButton):
            for button in self.findChildren(QPushButton):
                if button.isDefault():
                    button.click()
                    return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bar to move the window."""
        if self._bar.geometry().contains(event.position().toPoint()):
            self._grip = event.globalPosition().toPoint() - self.frameGeometry().topLeft()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move with the pointer, each place masked before the window stands there."""
        if self._grip is not None:
            rect = QRect(event.globalPosition().toPoint() - self._grip, self.size())
            self._places.take(self.name, device_rect(self, rect), lambda: self._stand_at(rect))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the bar."""
        self._grip = None
        super().mouseReleaseEvent(event)

    def _stand(self, rect: QRect) -> None:
        self.setGeometry(rect)
        self._put_in_order()
        self.show()
        self.raise_()
        self.activateWindow()
        self._stood.start()
        announce_arrival(self)
        self.placed.emit()

    def _put_in_order(self) -> None:
        self.keep_early_keys()
        give_letters(self)
        order_tabs(self)

    def _stand_at(self, rect: QRect) -> None:
        if isValid(self):
            self.move(rect.topLeft())

    def _settle(self, rect: QRect) -> None:
        if not isValid(self):
            return  # it gave way while its place was masked
        self.setGeometry(rect)
        self._put_in_order()
        QTimer.singleShot(0, self, self._ring.settle)

    def _wanted_place(self, *, keep: bool = False, around: QRect | None = None) -> QRect:
        former = self.geometry() if keep else around
        # What a part remembers of its size is from before its words changed, until it was asked to look again.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        room = room_at(former.center() if former is not None else QCursor.pos())
        self._place_above(low=room.height() < LOW * self._scale)
        width = min(round(self._width * max(1.0, self._scale * WIDER)), round(room.width() * SCREEN_SHARE))
        wanted = _height(self.body, width - self._edges) + self.fixed_height(width) + self._edges
        height = min(wanted, round(room.height() * SCREEN_SHARE))
        rect = QRect(0, 0, width, height)
        rect.moveCenter(former.center() if former is not None else room.center())
        rect.moveLeft(max(room.left(), min(rect.left(), room.right() + 1 - width)))
        rect.moveTop(max(room.top(), min(rect.top(), room.bottom() + 1 - height)))
        return rect

    def fixed_height(self, width: int) -> int:
        """Give the height, in a window so wide, of what never scrolls: the bar and the answers."""
        bar = self._bar.layout()
        return (_height(bar, width - self._edges) if bar is not None else 0) + _height(self.pinned, width - self._edges)

    def _place_above(self, *, low: bool) -> None:
        self._above.setVisible(not self.above.isEmpty())
        if low and self.body.indexOf(self._above) != self.body.count() - 1:
            self.body.addWidget(self._above)
        elif not low and self.pinned.indexOf(self._above) != 0:
            self.pinned.insertWidget(0, self._above)
        self._pinned.setVisible(not self.pinned.isEmpty())

    def _make_bar(self, title: str) -> Bar:
        bar = Bar(title)
        bar.smaller.connect(lambda: sight().smaller())
        bar.larger.connect(lambda: sight().larger())
        bar.helps.connect(self._open_help)
        bar.languages.connect(self._open_languages)
        bar.closes.connect(self.close)
        return bar

    def _open_help(self) -> None:
        self._open("help", help_card(self.help_lines(), self._shut))

    def _open_languages(self) -> None:
        self._open("languages", language_card(self._choose))

    def _choose(self, code: str) -> None:
        if code == language().code:
            self._shut()
        else:
            self.language_chosen.emit(code)

    def _open(self, what: str, opened: QFrame) -> None:
        """Open a card at the top of the body, never a window of its own; the same press again takes it away."""
        was = self._opened[0] if self._opened is not None else ""
        if was:
            self._shut()
        else:
            self._came_from = self.focusWidget()
        if was == what:
            return
        self._opened = what, opened
        self.body.insertWidget(0, opened)
        opened.show()
        self.fit()
        self._scroll.verticalScrollBar().setValue(0)
        first = opened.findChild(QWidget, "heading")
        if isinstance(first, QWidget):
            first.setFocus()

    def _shut(self) -> None:
        if self._opened is None:
            return
        _, opened = self._opened
        self._opened = None
        opened.hide()
        self.body.removeWidget(opened)
        opened.deleteLater()
        if self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
            self._came_from.setFocus()
        self.fit()

    def _watch(self) -> None:
        sight().changed.connect(self._look_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self._scroll.verticalScrollBar().valueChanged.connect(self._ring.settle)
        self._content.installEventFilter(self._ring)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        ours = new if new is not None and new.window() is self else None
        # Words have the focus when a window comes up, to be read out. A ring around them is for who goes on by keys.
        self._ring.follow(None if isinstance(ours, QLabel) and not self._by_keys else ours)

    def _look_changed(self) -> None:
        self._dress()
        self.fit()

    def _dress(self) -> None:
        theme = sight().theme()
        self.setStyleSheet(theme.style_sheet())
        paint_icons(self, theme)
        self._edges = 2 * theme.edge
        whole = self.layout()
        if whole is not None:
            whole.setContentsMargins(theme.edge, theme.edge, theme.edge, theme.edge)


def room_at(point: QPoint) -> QRect:
    """Give the place for windows on the monitor at a point, or on the main one."""
    screen = QGuiApplication.screenAt(point) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()


def _height(layout: QLayout, width: int) -> int:
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
