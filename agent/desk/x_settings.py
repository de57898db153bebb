"""What the desktop has set, as X11 desktops tell it to programs: XSETTINGS 0.5 of freedesktop.org."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XError

EVENT_SOUNDS = b"Net/EnableEventSounds"
"""1 where programs may make sounds when something happens."""
_INTEGER, _STRING = 0, 1
_LONGEST = 65_536
"""Words of four bytes that are read of the settings."""


def sounds_are_wanted() -> bool:
    """Say whether the desktop lets programs make sounds; yes where it says nothing of it."""
    return integers(_told()).get(EVENT_SOUNDS, 1) != 0


def integers(told: bytes) -> dict[bytes, int]:
    """Read the settings that are numbers; what is no whole setting ends the reading."""
    order = "big" if told[:1] == b"\x01" else "little"
    found: dict[bytes, int] = {}

    def number(at: int, size: int) -> int:
        return int.from_bytes(told[at : at + size], order)  # type: ignore[arg-type]  # one of the two it may be

    at, left = 12, number(8, 4) if len(told) >= 12 else 0  # noqa: PLR2004 - the header's length
    while left > 0 and at + 8 <= len(told):
        kind, length = told[at], number(at + 2, 2)
        name = told[at + 4 : at + 4 + length]
        at += 4 + _padded(length) + 4  # the serial of its last change follows the name
        if kind == _INTEGER and at + 4 <= len(told):
            found[name] = number(at, 4)
        at += _size(kind, number(at, 4))
        left -= 1
    return found


def _size(kind: int, first: int) -> int:
    if kind == _INTEGER:
        return 4
    return 4 + _padded(first) if kind == _STRING else 8


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _told() -> bytes:
    with contextlib.redirect_stdout(io.StringIO()):  # python-xlib writes about its own files there
        try:
            display = Display()
            try:
                return _settings(display)
            finally:
                display.close()
        except (ConnectionClosedError, DisplayError, XError, OSError):
            return b""  # no display, none any more, or its keeper of settings has just gone


def _settings(display: Any) -> bytes:  # noqa: ANN401 - Xlib has no types
    keeper = display.get_selection_owner(display.get_atom(f"_XSETTINGS_S{display.get_default_screen()}"))
    if not keeper:
        return b""
    name = display.get_atom("_XSETTINGS_SETTINGS")
    held = keeper.get_property(name, name, 0, _LONGEST)
    return bytes(held.value) if held is not None else b""
