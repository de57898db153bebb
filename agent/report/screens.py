"""
The screens as the X server drives them: resolution and rate in use (RandR), each display's own description, the scale.

Under Wayland an X server only makes them up, so there it is not asked.
"""

from __future__ import annotations

import os
import re
from typing import Any

from agent.report.machine import Unread

_EDID_LONGS = 32  # 128 bytes: the base block
_NORMAL_DPI = 96
_DPI = re.compile(r"(?m)^Xft\.dpi:\s*(\d{2,3})\s*$")


def screens(name: str | None = None) -> list[dict[str, Any]]:
    """
    List the outputs in use: `name`, `width`, `height`, `rate` in Hz or None, `edid` as hex, `scale` in percent or None.

    Raises:
        Unread: There is no X server, it is Wayland's, or it does not offer RandR.
    """
    if name is None and os.environ.get("XDG_SESSION_TYPE") == "wayland":
        raise Unread("not-supported", "wayland")
    try:
        from Xlib import display as xdisplay  # noqa: PLC0415 - not on every computer that makes a report
        from Xlib.error import ConnectionClosedError, DisplayError, XError  # noqa: PLC0415
    except ImportError:
        raise Unread("tool-missing", "Xlib") from None
    try:
        server = xdisplay.Display(name)
    except (DisplayError, OSError, XError):
        raise Unread("not-present", "display") from None
    try:
        return _outputs(server)
    except (ConnectionClosedError, XError, OSError, AttributeError):
        raise Unread("not-supported", "RandR") from None
    finally:
        server.close()


def _outputs(server: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - Xlib has no types
    root = server.screen().root
    resources = root.xrandr_get_screen_resources_current()
    modes = {mode.id: mode for mode in resources.modes}
    scale = _scale(server, root)
    found: list[dict[str, Any]] = []
    for output in resources.outputs:
        about = server.xrandr_get_output_info(output, resources.config_timestamp)
        if not about.crtc:
            continue
        crtc = server.xrandr_get_crtc_info(about.crtc, resources.config_timestamp)
        held = server.xrandr_get_output_property(output, server.intern_atom("EDID"), 0, 0, _EDID_LONGS)
        found.append({
            "name": about.name, "width": crtc.width, "height": crtc.height, "rate": rate(modes.get(crtc.mode)),
            "edid": bytes(held.value).hex(), "scale": scale,
        })  # fmt: skip
    return found


def rate(mode: Any) -> int | None:  # noqa: ANN401 - Xlib has no types
    """Give pictures a second of a mode; None where the server only makes modes up."""
    dots = mode.h_total * mode.v_total if mode is not None else 0
    return round(mode.dot_clock / dots) or None if dots else None


def _scale(server: Any, root: Any) -> int | None:  # noqa: ANN401 - Xlib has no types
    held = root.get_full_property(server.intern_atom("RESOURCE_MANAGER"), 0)
    said = bytes(held.value) if held is not None and not isinstance(held.value, str) else b""
    found = _DPI.search(said.decode("utf-8", "replace"))
    return round(int(found[1]) * 100 / _NORMAL_DPI) if found else None
