"""Watch an X display for the customer's own hand, over whatever window, without taking anything from anybody."""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from typing import Any, Final

from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext import ge, xinput

from agent.input.hand import PANIC_PRESSES, Hand
from agent.input.memory import InputMemory
from protocol.errors import DisplayGone, InputMissing

_RAW_KEY_PRESS: Final = 13  # XInput 2.0
_RAW_KEY_RELEASE: Final = 14
_RAW_MOTION: Final = 17
_KINDS: Final = (_RAW_KEY_PRESS, _RAW_KEY_RELEASE, _RAW_MOTION)
# A raw event after its first ten bytes: device u16, time u32, then detail u32: the keycode.
_DETAIL: Final = struct.Struct("=HII")


class HandWatch:
    """Tells when the customer's hand is on mouse or keyboard, when it let go, and of the panic key."""

    def __init__(
        self,
        memory: InputMemory,
        on_hand: Callable[[bool], None],
        on_panic: Callable[[int], None],
        display_name: str | None = None,
    ) -> None:
        """
        Begin to listen. `on_hand` hears True and later False, `on_panic` the presses so far: 1, 2, 3 (stop).

        Raises:
            InputMissing: There is no display, or its XInput is too old.
        """
        self._hand = Hand(memory)
        self._on_hand = on_hand
        self._on_panic = on_panic
        self._holds = False
        self._presses = 0
        try:
            self._display = xdisplay.Display(display_name)
        except (DisplayError, OSError, XError, OverflowError) as error:
            raise InputMissing(str(error)) from None
        if not self._display.has_extension(xinput.extname):
            self._display.close()
            raise InputMissing("no XInput")
        self._display.xinput_query_version()
        mask = sum(1 << kind for kind in _KINDS)
        self._display.screen().root.xinput_select_events([(xinput.AllMasterDevices, mask)])
        self._display.sync()

    async def run(self) -> None:
        """
        Watch until cancelled.

        Raises:
            DisplayGone: The display ended.
        """
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        descriptor = self._display.fileno()
        loop.add_reader(descriptor, readable.set)
        try:
            while True:
                self._hear(time.monotonic())
                rest = self._hand.rests_at - time.monotonic() if self._holds else None
                try:
                    await asyncio.wait_for(readable.wait(), None if rest is None else max(rest, 0.0))
                except TimeoutError:
                    self._tell_hand(time.monotonic())
                readable.clear()
        except (ConnectionClosedError, OSError) as error:
            raise DisplayGone(str(error)) from None
        finally:
            loop.remove_reader(descriptor)

    def close(self) -> None:
        """Let go of the display; `run` has ended before."""
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return  # closed from the other end

    def _hear(self, now: float) -> None:
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == ge.GenericEventCode:
                self._judge(event, now)
        self._tell_hand(now)

    def _judge(self, event: Any, now: float) -> None:  # noqa: ANN401 - python-xlib has no types
        if event.evtype == _RAW_MOTION:
            self._hand.moved(now)
            return
        keycode = _DETAIL.unpack_from(event.data)[2]
        if event.evtype == _RAW_KEY_RELEASE:
            self._hand.released(keycode)
        elif event.evtype == _RAW_KEY_PRESS and self._hand.pressed(keycode, now):
            self._tell_panic(now)

    def _tell_panic(self, now: float) -> None:
        presses = self._hand.panic(now)
        if presses and presses != self._presses:
            self._on_panic(presses)
        self._presses = 0 if presses == PANIC_PRESSES else presses

    def _tell_hand(self, now: float) -> None:
        holds = self._hand.holds(now)
        if holds != self._holds:
            self._holds = holds
            self._on_hand(holds)
