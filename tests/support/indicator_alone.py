"""
Frame and banner alone, on the display that the environment names: what a live session shows, without a session.

    python -m tests.support.indicator_alone

Prints "shown N" when they stand on N monitors, "failed" when something takes one away, and "stop" for a Stop.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from agent.desk.live import Live, LiveItem
from agent.desk.view import Rect
from agent.desk.windows.banner import Banner
from agent.desk.windows.indicator import Indicator
from agent.desk.windows.places import Places
from agent.desk.x_focus import XFocus
from agent.desk.x_stack import XStack
from consent.scopes import Scope


class Masks:
    """Covers every place at once."""

    def windows_moved(self, _rects: list[Rect], done: Callable[[], None]) -> None:
        """Cover windows."""
        done()

    def banners_at(self, _rects: list[Rect], done: Callable[[], None], _clocks: list[Rect]) -> None:
        """Keep input out of banners."""
        done()


def main() -> int:
    """Show them until the process is ended."""
    application = QApplication([sys.argv[0]])
    application.setQuitOnLastWindowClosed(False)
    masks = Masks()
    places = Places(masks)  # type: ignore[arg-type]  # of all events these two are told here
    indicator = Indicator(places, masks.banners_at, XStack().on_top, XFocus())
    indicator.shown.connect(lambda monitors: _say(f"shown {monitors}"))
    indicator.failed.connect(lambda _why: _say("failed"))

    def wire(banner: Banner) -> None:
        banner.stop_pressed.connect(lambda how: _say(f"stop {how}"))

    indicator.banner_made.connect(wire)
    item = LiveItem(Scope.VIEW, 700.0, screens=(1,), of_screens=1)
    indicator.show_live(Live("Ana Weber", "Nordlicht IT", (item,), 700.0, can_extend=True))
    return application.exec()


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    sys.exit(main())
