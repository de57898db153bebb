"""
An X11 desktop: DAMAGE says what changed, shared memory gives the pixels, XFIXES the pointer, RandR the monitors.

A change that is reported after `take` asked the server (a round trip) comes as a new event; so no change can fall
between a report and a grab. Where the server cannot share memory with us, mss gives the pixels, by a connection of its
own.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import mss
import numpy as np
from mss.exception import ScreenShotError
from Xlib import X, Xatom
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext import damage, ge, randr, xfixes, xinput

from agent.screen.capture.waker import Waker
from agent.screen.capture.x11_quick import Quick
from agent.screen.capture.x11_regions import create_region
from agent.screen.capture.x11_shared import NotShared, SharedPixels
from agent.screen.capture.x11_wire import Refused, Wire
from agent.screen.rect import Rect
from agent.screen.source import Changes, CursorImage, Pixels
from protocol import limits
from protocol.errors import DesktopNotSupported, DisplayGone, DisplayMissing, MonitorGone
from protocol.screen import Monitor

_COLOUR: Final = np.uint32(0x00FFFFFF)
_RAW_MOTION: Final = 17  # XI_RawMotion, XInput 2.0
_NORMAL_DPI: Final = 96
_UNUSABLE: Final = (DisplayError, ConnectionClosedError, XError, Refused, ScreenShotError, AttributeError, OSError)

WARPED: Final = 0.25
"""Seconds for which the pointer is where it was while no motion is told: a program may put it elsewhere untold."""


def load_libraries() -> None:
    """
    Load what python-xlib and mss load when they first connect (mss asks `ldconfig` where each is). Connects to nothing.

    What is missing here is said in words when the display is opened.
    """
    with suppress(ImportError, AttributeError, ScreenShotError, OSError):
        importlib.import_module("Xlib.support.unix_connect")
        importlib.import_module("mss.linux.xshmgetimage")
        importlib.import_module("mss.linux.xcb").initialize()


class X11Source:
    """An X display."""

    def __init__(self, name: str | None = None) -> None:
        """
        Connect to a display, `DISPLAY` unless named.

        Raises:
            DesktopNotSupported: This is Wayland; what X shows there is not the screen.
            DisplayMissing: There is no display, or it lacks what we need.
        """
        if name is None and os.environ.get("XDG_SESSION_TYPE") == "wayland":
            raise DesktopNotSupported
        self._ids: dict[str, int] = {}
        self._places: list[tuple[int, int, int, int]] | None = None
        self._pointer: tuple[int, int] | None = None
        self._pointer_until = 0.0
        try:
            self._display = xdisplay.Display(name)
        except (DisplayError, OSError, XError, OverflowError) as error:
            raise DisplayMissing(str(error)) from None
        try:
            # What is asked seldom is asked on one connection; events and what each frame asks come by another.
            self._prepare(xdisplay.Display(name))
            self._open_eye()
        except _UNUSABLE as error:
            self._display.close()
            raise DisplayMissing(str(error)) from None
        self._waker = Waker(self._wire.fileno())

    def _prepare(self, display: Any) -> None:  # noqa: ANN401 - a `Xlib.display.Display`
        for extension in (damage.extname, xfixes.extname, randr.extname):
            if not display.has_extension(extension):
                raise DisplayMissing(f"no {extension}")
        # A client must tell these extensions its version before it may use them.
        display.damage_query_version()
        display.xfixes_query_version()
        self._display.xfixes_query_version()
        self._root, root = self._display.screen().root, display.screen().root
        self._damage = root.damage_create(damage.DamageReportNonEmpty)
        self._region = create_region(display)
        display.xfixes_select_cursor_input(root, xfixes.XFixesDisplayCursorNotifyMask)
        root.xrandr_select_input(randr.RRScreenChangeNotifyMask | randr.RRCrtcChangeNotifyMask)
        # Of monitors that somebody only drew up (`xrandr --setmonitor`) the root window's shape alone tells.
        root.change_attributes(event_mask=X.StructureNotifyMask)
        self._tells_motion = display.has_extension(xinput.extname)
        if self._tells_motion:
            # Raw motion tells of every move, over whatever window; where that is too old, we look at each frame.
            display.xinput_query_version()
            root.xinput_select_events([(xinput.AllMasterDevices, 1 << _RAW_MOTION)])
        events = display.extension_event
        self._kinds: dict[int, str] = {
            events.DamageNotify: "damage",
            events.DisplayCursorNotify[0]: "cursor",
            events.ScreenChangeNotify: "monitors",
            events.CrtcChangeNotify[0]: "monitors",
            X.ConfigureNotify: "monitors",
            ge.GenericEventCode: "motion",
        }
        self._wire = Wire(display)
        self._quick = Quick(display, self._wire, int(self._damage), self._region)

    def _open_eye(self) -> None:
        """Have room for pixels; what was there before is let go."""
        self._shared: SharedPixels | None = None
        self._eye: mss.MSS | None = None
        try:
            self._shared = SharedPixels(self._display, self._wire)
        except NotShared:
            self._eye = mss.MSS(display=self._display.get_display_name())

    @contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            yield
        except (ConnectionClosedError, OSError) as error:
            raise DisplayGone(str(error)) from None

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Wait until there are events to read, or the display closed its end."""
        if looking and self._wire.is_event_waiting:
            return True
        return self._waker.wait(seconds, looking=looking)

    def wake(self) -> None:
        """End the wait."""
        self._waker.wake()

    def take(self) -> Changes:
        """Read what was reported, and have the server hand over and forget the damage it gathered."""
        rects: list[Rect] = []
        try:
            kinds = {self._kinds.get(kind, "nothing of ours") for kind in self._wire.take_kinds()}
            if "motion" in kinds:
                self._pointer = None
            if "damage" in kinds:
                rects, place = self._quick.damage(pointer=not self._knows_pointer())
                self._note_pointer(place)
        except OSError as error:
            raise DisplayGone(str(error)) from None
        return Changes(tuple(rects), "motion" in kinds, "cursor" in kinds, "monitors" in kinds)

    def learn(self, *, anything: bool) -> None:
        """Need no such lesson: the server tells."""

    def grab(self, area: Rect) -> Pixels:
        """Give pixels by shared memory; they stand until the next grab."""
        try:
            pixels = self._shared.grab(area) if self._shared is not None else self._copied(area)
        except OSError as error:
            raise DisplayGone(str(error)) from None
        except (ScreenShotError, Refused) as error:
            with self._connected():
                self._display.sync()
            self._look_anew()
            raise MonitorGone(str(error)) from None
        pixels &= _COLOUR
        return pixels

    def _copied(self, area: Rect) -> Pixels:
        if self._eye is None:
            raise ScreenShotError("closed")
        raw = self._eye.grab({"left": area.x, "top": area.y, "width": area.w, "height": area.h}).raw
        return np.frombuffer(raw, np.uint32).reshape(area.h, area.w)

    def _look_anew(self) -> None:
        """Begin pixels anew: the room that was made for them fits the old screen."""
        self._close_eye()
        try:
            with self._connected():
                self._open_eye()
        except ScreenShotError as error:
            raise DisplayGone(str(error)) from None

    def _close_eye(self) -> None:
        if self._eye is not None:
            self._eye.close()
        if self._shared is not None:
            self._shared.close()
        self._shared, self._eye = None, None

    def pointer(self) -> tuple[int, int]:
        """Ask the server where the pointer is, unless it was there just now and `take` heard of no motion since."""
        if not self._knows_pointer():
            try:
                self._note_pointer(self._quick.pointer())
            except OSError as error:
                raise DisplayGone(str(error)) from None
        return self._pointer or (0, 0)

    def _knows_pointer(self) -> bool:
        return self._pointer is not None and self._tells_motion and time.monotonic() < self._pointer_until

    def _note_pointer(self, place: tuple[int, int] | None) -> None:
        if place is not None:
            self._pointer, self._pointer_until = place, time.monotonic() + WARPED

    def cursor(self) -> CursorImage | None:
        """Give the picture of the pointer, straight alpha (X keeps it multiplied in)."""
        with self._connected():
            image = self._display.xfixes_get_cursor_image(self._root)
        if not 0 < image.width <= limits.SCREEN_CURSOR_SIDE or not 0 < image.height <= limits.SCREEN_CURSOR_SIDE:
            return None
        argb = np.array(image.cursor_image, np.uint32)[: image.width * image.height]
        bgra = argb.astype("<u4").view(np.uint8).reshape(image.height, image.width, 4)
        alpha = bgra[..., 3:].astype(np.uint16)
        straight = np.minimum(bgra[..., 2::-1].astype(np.uint16) * 255 // np.maximum(alpha, 1), 255)
        return CursorImage(image.xhot, image.yhot, np.concatenate((straight, alpha), axis=2).astype(np.uint8))

    def monitors(self) -> tuple[Monitor, ...]:
        """Give RandR's monitors, each with the id it had before."""
        with self._connected():
            found = self._root.xrandr_get_monitors(is_active=True).monitors
            named = [(str(self._display.get_atom_name(each.name)), each) for each in found]
            scale = self._scale()
        places = [(each.x, each.y, each.width_in_pixels, each.height_in_pixels) for _, each in named]
        if self._places is not None and self._places != places:
            self._look_anew()
        self._places = places
        return tuple(
            Monitor(self._id_of(name), each.x, each.y, each.width_in_pixels, each.height_in_pixels, scale, name)
            for name, each in named[: limits.SCREEN_MONITORS]
        )

    def _id_of(self, name: str) -> int:
        return self._ids.setdefault(name, len(self._ids) % 255 + 1)

    def _scale(self) -> int:
        """Give how large the desktop has things drawn, in per cent: X has one figure for all monitors (Xft.dpi)."""
        held = self._root.get_full_property(Xatom.RESOURCE_MANAGER, Xatom.STRING)
        text = held.value.decode("latin-1") if held is not None and isinstance(held.value, bytes) else ""
        for line in text.splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "Xft.dpi" and value.strip().isdecimal():
                return max(25, min(int(value) * 100 // _NORMAL_DPI, 1_000))
        return 100

    def close(self) -> None:
        """Let go of both connections."""
        self._close_eye()
        self._wire.close()
        self._waker.close()
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return  # it closed before us, which is as good
