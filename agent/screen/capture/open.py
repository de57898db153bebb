"""Choose the source that this system has."""

from __future__ import annotations

import sys

from agent.screen.source import ScreenSource


def open_screen() -> ScreenSource:
    """
    Give the screen of this computer.

    Imports late: on a computer without a display nothing of the other systems is touched.

    Raises:
        DisplayMissing: There is no screen, or it does not let us look.
        DesktopNotSupported: A desktop where nothing can be captured (Wayland without the portal).
    """
    if sys.platform in {"win32", "darwin"}:
        from agent.screen.capture.polling import PollingSource  # noqa: PLC0415

        return PollingSource()
    from agent.screen.capture.x11 import X11Source  # noqa: PLC0415

    return X11Source()
