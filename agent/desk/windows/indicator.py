"""Border and banner together, on every monitor: up before anything is captured, raised when something covers them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen, QWindow

from agent.desk.view import Rect
from agent.desk.windows.banner import Banner
from agent.desk.windows.border import Strip, strips_of
from agent.desk.windows.lists import Lists
from agent.desk.windows.places import device_rect
from agent.desk.windows.sight import sight
from agent.desk.windows.stance import Stance

if TYPE_CHECKING:
    from agent.desk.live import Live
    from agent.desk.windows.lists import Keyboard
    from agent.desk.windows.places import Places

SHOW_MILLISECONDS = 3000
"""A border that does not stand by then cannot be shown, and the session must end."""
LOOK_MILLISECONDS = 1000
"""How often it is looked at least whether something stands above frame and banners, and once more whether they stand:
of a window that is taken away the display's server tells at once. While a banner counts, it is done as that counts."""
OVER_MILLISECONDS = 4000
"""For how long the banner says that everything has stopped (experience 2.7)."""

OnTop = Callable[[Collection[int]], bool]
"""Says of windows, by the display's numbers, whether nothing stands above them but others of them."""
KeepOut = Callable[[list[Rect], Callable[[], None], list[Rect]], None]
"""Has remote input kept out of the banners' places, in device pixels; then calls back. Last, where seconds count."""


class Indicator(QObject):
    """
    Shows that something is live, on every monitor.

    `shown` is sent once all strips and banners of the present monitors are on the screen, `failed` when they are not
    in time, or when another program takes one of them off the screen. Nothing switches it off but `hide`, which the
    core calls when it is over: then the main banner says so for four seconds, and `gone` is sent. `counted` is sent as
    the main banner counts a second.
    """

    shown = Signal(int)
    failed = Signal(str)
    banner_made = Signal(object)
    gone = Signal()
    counted = Signal()

    def __init__(
        self,
        places: Places,
        keep_out: KeepOut,
        on_top: OnTop = lambda _windows: False,
        keyboard: Keyboard | None = None,
    ) -> None:
        super().__init__()
        self._keep_out = keep_out
        self._on_top = on_top
        self._strips: dict[QScreen, list[Strip]] = {}
        self._banners: dict[QScreen, Banner] = {}
        self._held: dict[Banner, list[QRect]] = {}
        self._waiting: set[QWindow] = set()
        self._standing: list[QWindow] = []
        self._known: set[QScreen] = set()
        self._live: Live | None = None
        self._clocks_told: list[Rect] = []
        self._stance = Stance()
        self.lists = Lists(places, self._stance, keyboard)
        self._look = QTimer(self, interval=LOOK_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._look.timeout.connect(self._look_after)
        self._patience = QTimer(self, interval=SHOW_MILLISECONDS, singleShot=True)
        self._patience.timeout.connect(self._give_up)
        self._farewell = QTimer(self, interval=OVER_MILLISECONDS, singleShot=True)
        self._farewell.timeout.connect(self.clear)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._monitors_changed)
            application.screenRemoved.connect(self._monitor_left)
            application.primaryScreenChanged.connect(self.make_anew)
            sight().changed.connect(self.make_anew)

    @property
    def lingers(self) -> bool:
        """Say whether the banner still says that it is over."""
        return self._farewell.isActive()

    def show_live(self, live: Live) -> None:
        """Show or change what is live."""
        if self.lingers:
            self.clear()
        former, self._live = self._live, live
        self._build()
        for strips in self._strips.values():
            for strip in strips:
                strip.set_dashed(dashed=live.pause is not None)
        for banner in list(self._banners.values()):
            banner.show_live(live)
        self._raise_new(former)
        if not self._waiting and live.is_on:
            self.shown.emit(len(self._banners))

    def hide(self) -> None:
        """Take the frame away, and have the main banner say for four seconds that it is over."""
        if self._live is None:
            return
        self._live = None
        self._patience.stop()
        self._look.stop()
        self.lists.close()
        lost = self._standing and not all(window.isExposed() for window in self._standing)
        self._waiting, self._standing = set(), []
        self._take_frame_away()
        last = [] if lost else [banner for banner in self._banners.values() if banner.main]
        for banner in [banner for banner in self._banners.values() if banner not in last]:
            self._take_away(banner)
        for banner in last:
            banner.say_over()
        self._farewell.start(0 if lost else OVER_MILLISECONDS)

    def clear(self) -> None:
        """Take everything away at once."""
        was_over, self._live = self._live is None and bool(self._farewell), None
        for timer in (self._look, self._patience, self._farewell):
            timer.stop()
        self.lists.close()
        self._waiting, self._standing = set(), []  # first, for what we take away ourselves is not missed
        self._take_frame_away()
        for banner in list(self._banners.values()):
            self._take_away(banner)
        if was_over:
            self.gone.emit()

    def make_anew(self, *_: object) -> None:
        """Make all of it anew, in the language and the look of now; it stands all the time."""
        live = self._live
        if live is None:
            return
        former_strips, former_banners = self._strips, self._banners
        self._waiting, self._standing = set(), []
        self._strips, self._banners = {}, {}
        self.lists.close()
        self.show_live(live)
        for strips in former_strips.values():
            _drop_strips(strips)
        for banner in former_banners.values():
            self._held.pop(banner, None)
            banner.leave()
            banner.deleteLater()
        self._tell(lambda: None)

    def visit(self) -> None:
        """Give the main banner the keyboard, or give it back to whom it was taken from (Ctrl+Alt+Home)."""
        main = self._main()
        if main is not None and self._live is not None:
            self.lists.visit(main)

    def banner_rects(self) -> list[Rect]:
        """Say where the banners are or are about to be, in device pixels."""
        return [device_rect(banner, place) for banner, places in self._held.items() for place in places]

    # Making

    def _build(self) -> None:
        """Make what is missing on any monitor: banners, and strips if anything is on."""
        live = self._live
        if live is None:
            return
        theme, primary = sight().theme(), QGuiApplication.primaryScreen()
        began = bool(self._waiting)
        for screen in QGuiApplication.screens():
            if screen not in self._known:
                self._known.add(screen)
                screen.geometryChanged.connect(self.make_anew)
            if live.is_on and screen not in self._strips:
                strips = self._strips[screen] = strips_of(screen.geometry(), theme, dashed=live.pause is not None)
                self._await(*strips)
                for strip in strips:
                    strip.show()
            if screen not in self._banners:
                self._add_banner(screen, Banner(screen.geometry(), theme, self._stance, main=screen is primary))
        if not live.is_on:
            self._take_frame_away()
        if self._waiting and not began:
            self._patience.start()
        if not self._look.isActive():
            self._look.start()

    def _add_banner(self, screen: QScreen, banner: Banner) -> None:
        self._banners[screen] = banner
        banner.wants.connect(lambda place: self._place(banner, place))
        if banner.main:
            self.lists.serve(banner)
            banner.counted.connect(self._counted)
        self.banner_made.emit(banner)
        self._await(banner.as_window())

    def _await(self, *windows: QWindow) -> None:
        # Nothing is seen before the last window stands, so from that moment on any that does not was taken away.
        for window in windows:
            self._waiting.add(window)
            window.installEventFilter(self)

    def _place(self, banner: Banner, place: QRect) -> None:
        """Have remote input kept out of a banner's new place beside its old one; then it stands there."""
        held = self._held.setdefault(banner, [])
        if held and held[-1] == place:
            return  # it is on its way there
        held.append(place)

        def stands() -> None:
            if banner in self._held and place in self._held[banner]:
                later = self._held[banner][self._held[banner].index(place) + 1 :]
                self._held[banner] = [place, *later]
                banner.stand(place)
                self.lists.follow(banner)
                if len(held) > 1 or self._clocks() != self._clocks_told:
                    self._tell(lambda: None)

        self._tell(stands)

    def _tell(self, done: Callable[[], None]) -> None:
        self._clocks_told = self._clocks()
        self._keep_out(self.banner_rects(), done, self._clocks_told)

    def _clocks(self) -> list[Rect]:
        places = [(banner, banner.clock()) for banner in self._held]
        return [device_rect(banner, place) for banner, place in places if place is not None]

    # Watching

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
            if self._live is not None and self._live.is_on:
                self.shown.emit(len(self._banners))

    def _give_up(self) -> None:
        if self._waiting:
            self.failed.emit("the border could not be shown on every monitor")

    def _miss(self) -> None:
        # Any program on the display may unmap or destroy a window of ours; X tells it by an empty exposure.
        if not all(window.isExposed() for window in self._standing):
            self._standing = []  # it is told once
            self.failed.emit("something took the frame or the banner away")

    def _counted(self) -> None:
        if self._look.isActive():
            # The clock is due again within a second, and before this: the desk wakes once for both.
            self._look.start()
            self._look_after()
        self.counted.emit()

    def _look_after(self) -> None:
        self._miss()
        # To raise windows costs them and the server more than to ask: each of five would go above the other four.
        if not self._on_top([int(window.winId()) for window in [*self._standing, *self.lists.windows()]]):
            self._raise_all()

    def _monitors_changed(self, *_: object) -> None:
        if self._live is not None:
            self.show_live(self._live)
            self._raise_all()

    def _monitor_left(self, screen: QScreen) -> None:
        self._known.discard(screen)
        gone: list[Strip] = self._strips.pop(screen, [])
        self._forget(gone)
        _drop_strips(gone)
        if screen in self._banners:
            self._forget([self._banners[screen].as_window()])
            self._take_away(self._banners[screen])
        self._monitors_changed()

    def _raise_new(self, former: Live | None) -> None:
        if former is None or former.is_on != (self._live is not None and self._live.is_on):
            self._raise_all()

    def _raise_all(self) -> None:
        for strips in self._strips.values():
            for strip in strips:
                strip.raise_()
        for banner in self._banners.values():
            banner.raise_()
        self.lists.rise()

    # Taking away

    def _main(self) -> Banner | None:
        return next((banner for banner in self._banners.values() if banner.main), None)

    def _take_frame_away(self) -> None:
        gone = [strip for strips in self._strips.values() for strip in strips]
        self._forget(gone)
        self._strips = {}
        _drop_strips(gone)

    def _forget(self, windows: Sequence[QWindow]) -> None:
        """Miss these no longer: it is we who take them away."""
        self._waiting -= set(windows)
        self._standing = [window for window in self._standing if window not in windows]

    def _take_away(self, banner: Banner) -> None:
        for screen in [screen for screen, each in self._banners.items() if each is banner]:
            del self._banners[screen]
        self._held.pop(banner, None)
        banner.leave()
        banner.deleteLater()
        self._tell(lambda: None)


def _drop_strips(strips: list[Strip]) -> None:
    for strip in strips:
        strip.close()
        strip.deleteLater()
