"""Border and banner together, on every monitor: up before anything is captured, raised when something covers them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from agent.desk.windows.banner import Banner
from agent.desk.windows.border import Strip, strips_of
from agent.desk.windows.places import device_rect
from agent.desk.windows.theme import present_theme

if TYPE_CHECKING:
    from agent.desk.view import Live, Rect

SHOW_MILLISECONDS = 3000
"""A border that does not stand by then cannot be shown, and the session must end."""

LOOK_MILLISECONDS = 1000
"""How often it is looked whether something stands above frame and banners, and once more whether they stand: of a
window that is taken away the display's server tells at once."""

OnTop = Callable[[Collection[int]], bool]
"""Says of windows, by the display's numbers, whether nothing stands above them but others of them."""


class Indicator(QObject):
    """
    Shows that something is live, on every monitor.

    `shown` is sent once all strips and banners of the present monitors are on the screen, `failed` when they are not
    in time, or when another program takes one of them off the screen. Nothing switches it off but `hide`, which the
    core calls when no permit lives.
    """

    shown = Signal(int)
    failed = Signal(str)
    banner_made = Signal(object)
    banners_moved = Signal()

    def __init__(self, on_top: OnTop = lambda _windows: False) -> None:
        super().__init__()
        self._on_top = on_top
        self._strips: list[Strip] = []
        self._banners: list[Banner] = []
        self._waiting: set[QWindow] = set()
        self._live: Live | None = None
        self._standing: list[QWindow] = []
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._look_after)
        self._patience = QTimer(self, interval=SHOW_MILLISECONDS, singleShot=True)
        self._patience.timeout.connect(self._give_up)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._monitors_changed)
            application.screenRemoved.connect(self._monitors_changed)

    def show_live(self, live: Live) -> None:
        """Show or change what is live."""
        standing = self._live is not None and bool(self._strips)
        self._live = live
        if not standing:
            self._build()
            return
        for strip in self._strips:
            strip.set_dashed(dashed=live.paused is not None)
        for banner in self._banners:
            banner.show_live(live)
        if not self._waiting:
            self.shown.emit(len(self._banners))

    def hide(self) -> None:
        """Take everything away."""
        self._live = None
        self._patience.stop()
        self._clear()

    def banner_rects(self) -> list[Rect]:
        """Say where the banners are, in device pixels."""
        return [device_rect(banner, banner.geometry()) for banner in self._banners if banner.isVisible()]

    def _build(self) -> None:
        if self._live is None:
            return
        self._clear()
        theme = present_theme()
        main = QGuiApplication.primaryScreen()
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._monitors_changed)
            self._strips += strips_of(screen.geometry(), theme, dashed=self._live.paused is not None)
            banner = Banner(screen.geometry(), main=screen is main)
            self._banners.append(banner)
            self.banner_made.emit(banner)
            banner.stands.connect(self.banners_moved)
        # Nothing is seen before the last window stands, so from that moment on any that does not was taken away.
        self._waiting = {*self._strips, *(banner.as_window() for banner in self._banners)}
        self._patience.start()
        for window in self._waiting:
            window.installEventFilter(self)
        for strip in self._strips:
            strip.show()
        for banner in self._banners:
            banner.show_live(self._live)
        self._look.start()
        self._raise_all()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note which of the windows has come to stand on the screen, or stands there no more."""
        if event.type() == QEvent.Type.Expose and isinstance(watched, QWindow):
            if watched.isExposed():
                self._stands(watched)
            else:
                self._miss()
        return super().eventFilter(watched, event)

    def _stands(self, window: QWindow) -> None:
        if window not in self._waiting:
            return
        self._waiting.discard(window)
        self._standing.append(window)
        if not self._waiting:
            self._patience.stop()
            self.shown.emit(len(self._banners))

    def _give_up(self) -> None:
        if self._waiting:
            self.failed.emit("the border could not be shown on every monitor")

    def _miss(self) -> None:
        # Any program on the display may unmap or destroy a window of ours; X tells it by an empty exposure.
        if not all(window.isExposed() for window in self._standing):
            self._standing = []  # it is told once
            self.failed.emit("something took the frame or the banner away")

    def _look_after(self) -> None:
        self._miss()
        # To raise windows costs them and the server more than to ask: each of five would go above the other four.
        if not self._on_top([int(window.winId()) for window in self._standing]):
            self._raise_all()

    def _monitors_changed(self, *_: object) -> None:
        if self._live is not None:
            self._build()

    def _raise_all(self) -> None:
        for strip in self._strips:
            strip.raise_()
        for banner in self._banners:
            banner.raise_()

    def _clear(self) -> None:
        self._look.stop()
        self._waiting, self._standing = set(), []  # first, for what we take away ourselves is not missed
        for strip in self._strips:
            strip.close()
            strip.deleteLater()
        for banner in self._banners:
            banner.leave()
            banner.deleteLater()
        self._strips, self._banners = [], []
