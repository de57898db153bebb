"""The X display on which this program can ask, if there is one."""

from __future__ import annotations

import contextlib
import io
import os

from protocol.errors import NoDisplay, WaylandOnly


def demand_display() -> str:
    """
    Find the X display.

    Raises:
        WaylandOnly: A Wayland desktop: no frame can stand there, and nothing can be captured.
        NoDisplay: None is named, or it does not answer.
    """
    if os.environ.get("WAYLAND_DISPLAY"):
        raise WaylandOnly
    name = os.environ.get("DISPLAY", "")
    if not name:
        raise NoDisplay("DISPLAY is not set")
    try:
        from Xlib.display import Display  # noqa: PLC0415 - a machine without a screen needs none of it
        from Xlib.error import DisplayError  # noqa: PLC0415
    except ImportError:
        raise NoDisplay("no Xlib") from None
    try:
        # The library writes about its own files to the terminal; whoever reads there should see our words only.
        with contextlib.redirect_stdout(io.StringIO()):
            Display(name).close()
    except (DisplayError, OSError, OverflowError) as reason:
        raise NoDisplay(type(reason).__name__) from None
    return name
