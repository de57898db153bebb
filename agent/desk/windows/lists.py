"""What hangs from the main banner, and the keyboard's way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton

from agent.desk.windows.drop import Drop, MoveList, WhatIsOn
from agent.desk.windows.sight import sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

    from agent.desk.windows.banner import Banner
    from agent.desk.windows.places import Places
    from agent.desk.windows.stance import Spot, Stance


class Keyboard(Protocol):
    """Whose the keyboard is. The banner stands outside the window manager, so nobody else gives it to it."""

    def take(self, window: int) -> None:
        """Give it to a window of ours, and remember who had it."""

    def holds(self) -> bool:
        """Say whether a window that it was given to still has it."""

    def give_back(self) -> None:
        """Give it to whom it was taken from, unless another window has taken it meanwhile."""


class Lists(QObject):
    """Opens and closes the lists. One is open at a time."""

    off_pressed = Signal(object)
    add_pressed = Signal()
    wrong_pressed = Signal()

    def __init__(self, places: Places, stance: Stance, keyboard: Keyboard | None) -> None:
        super().__init__()
        self._places = places
        self._stance = stance
        self._keyboard = keyboard
        self._banner: Banner | None = None
        self._open: Drop | None = None
        self._from: QPushButton | None = None
        self._visits = False

    def serve(self, banner: Banner) -> None:
        """Take the main banner, whose buttons open the lists."""
        self._banner = banner
        banner.list_pressed.connect(lambda: self._press(banner.what, self._what_is_on))
        banner.move_pressed.connect(lambda: self._press(banner.moves, self._moves))
        banner.ticked.connect(self._tick)

    def windows(self) -> list[QWindow]:
        """Give the windows that stand."""
        return [self._open.windowHandle()] if self._open is not None and self._open.isVisible() else []

    def rise(self) -> None:
        """Stand above the banner and the frame."""
        if self._open is not None:
            self._open.raise_()

    def follow(self, banner: Banner) -> None:
        """Close what hangs from a banner that has moved."""
        if banner is self._banner and self._open is not None and not self._open.is_near(banner.geometry()):
            self.close()

    def close(self) -> None:
        """Close what is open, and give the keyboard back."""
        self._shut()
        self._give_back()

    def visit(self, banner: Banner) -> None:
        """Give the banner the keyboard; if banner or list have it, give it back."""
        if self._has_keyboard():
            self.close()
        elif self._keyboard is not None:
            self._visits = True
            self._keyboard.take(int(banner.winId()))
            banner.focus_stop()

    def _press(self, button: QPushButton, make: Callable[[], Drop]) -> None:
        was = self._from if self._open is not None else None
        self._shut()
        banner = self._banner
        if was is button or banner is None:
            return
        self._from = button
        drop = self._open = make()
        drop.left.connect(lambda: self._left(drop))
        drop.hung.connect(lambda: self._hung(drop))
        self._tick()
        drop.hang(banner.geometry(), button, banner.monitor)

    def _hung(self, drop: Drop) -> None:
        first = drop.first()
        if self._keyboard is not None and self._has_keyboard():
            self._keyboard.take(int(drop.winId()))
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)

    def _left(self, drop: Drop) -> None:
        drop.deleteLater()
        if drop is not self._open:
            return
        self._open = None
        if self._keyboard is not None and self._banner is not None and self._has_keyboard():
            self._keyboard.take(int(self._banner.winId()))
            if self._from is not None:
                self._from.setFocus(Qt.FocusReason.TabFocusReason)

    def _has_keyboard(self) -> bool:
        """Say whether the customer is here: a window that came up meanwhile has taken the keyboard with it."""
        return self._visits and self._keyboard is not None and self._keyboard.holds()

    def _shut(self) -> None:
        if self._open is not None:
            self._open.close()

    def _give_back(self) -> None:
        if self._visits and self._keyboard is not None:
            self._visits = False
            self._keyboard.give_back()

    def _tick(self) -> None:
        if isinstance(self._open, WhatIsOn) and self._banner is not None:
            live, gone = self._banner.now()
            if live is None or not live.is_on:
                self.close()
            else:
                self._open.show_live(live, gone)

    def _what_is_on(self) -> Drop:
        drop = WhatIsOn(self._places, sight().theme())
        drop.off_pressed.connect(self.off_pressed)
        drop.add_pressed.connect(self.add_pressed)
        drop.wrong_pressed.connect(self.wrong_pressed)
        drop.grew.connect(lambda: self._hang_again(drop))
        return drop

    def _hang_again(self, drop: Drop) -> None:
        if self._banner is not None and self._from is not None:
            drop.hang(self._banner.geometry(), self._from, self._banner.monitor)

    def _moves(self) -> Drop:
        drop = MoveList(self._places, sight().theme())
        drop.spot_chosen.connect(self._go_to)
        drop.small_chosen.connect(self._shrink)
        return drop

    def _go_to(self, spot: Spot) -> None:
        self._stance.go_to(spot)
        self._settle()

    def _shrink(self) -> None:
        self._stance.small = True
        self._settle()

    def _settle(self) -> None:
        self._shut()
        if self._banner is not None:
            self._banner.settle()
