"""
Remote input, from message to injector: only with a living permit, only within bounds, never at Attended itself.

What is refused is refused whole and raises; releases always go through, so nothing stays down.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from agent.input.held import HeldKeys
from agent.input.inject.port import Injector
from agent.input.keyboard import LINUX
from agent.input.memory import InputMemory
from agent.input.reach import Reach
from consent.errors import GrantMissing
from protocol import limits
from protocol.errors import InputOutOfBounds, InputRefused, InputTooFast
from protocol.messages.input import KeyCode, KeyText, PointerButton, PointerMove, PointerWheel
from protocol.screen import Monitor

InputMessage = PointerMove | PointerButton | PointerWheel | KeyCode | KeyText


class ControlPermit(Protocol):
    """The proof that the customer allows input: `consent.permits.InputPermit`."""

    @property
    def lives(self) -> bool:
        """Say whether the customer allows it at this very moment."""


class Works:
    """Works mouse and keyboard by messages. One for each permit; all calls come from the event loop."""

    def __init__(
        self,
        injector: Injector,
        memory: InputMemory,
        permit: ControlPermit,
        reach: Reach,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what injects, the page it notes in, the proof, and what is out of reach."""
        self._injector = injector
        self._held = HeldKeys(memory)
        self._permit = permit
        self._reach = reach
        self._clock = clock
        self._monitor: Monitor | None = None
        self._tokens = float(limits.INPUT_BURST)
        self._tokens_at = clock()
        self._codes_down: set[str] = set()

    def show(self, monitor: Monitor) -> None:
        """Hear which monitor is shown: places in messages are pixels of it."""
        self._monitor = monitor

    def take(self, message: InputMessage) -> None:
        """
        Do what a message says.

        Raises:
            GrantMissing: The permit has ended.
            InputRefused: It aims at Attended, a question stands, or the customer's own hand is at work.
            InputOutOfBounds: The place is not on the monitor, or there is no such key.
            InputTooFast: More came than any person makes.
        """
        if self._is_release(message):
            self._release(message)
            return
        if not self._permit.lives:
            raise GrantMissing("control")
        self._count()
        match message:
            case PointerMove(x=x, y=y):
                self._point(x, y)
            case PointerButton(button=button, x=x, y=y):
                self._point(x, y)
                if not self._held.holds_button(button):
                    self._injector.button(button, down=True)
            case PointerWheel(dx=dx, dy=dy, x=x, y=y):
                self._point(x, y)
                self._injector.wheel(dx, dy)
            case KeyCode(code=code):
                self._demand_keys()
                self._key_down(code)
            case KeyText(text=text):
                self._demand_keys()
                self._injector.text(text)

    def release(self) -> None:
        """Let go of everything: at stop, withdrawal, loss, a question, and when the customer's hand takes over."""
        self._codes_down.clear()
        self._injector.release_all()

    @staticmethod
    def _is_release(message: InputMessage) -> bool:
        return isinstance(message, PointerButton | KeyCode) and not message.down

    def _release(self, message: InputMessage) -> None:
        """Let go where the pointer is now: the place in the message may be one that it must not go to."""
        if isinstance(message, KeyCode) and message.code in self._codes_down:
            self._codes_down.discard(message.code)
            self._injector.key(message.code, down=False)
        elif isinstance(message, PointerButton) and self._held.holds_button(message.button):
            if self._permit.lives and self._is_allowed(message.x, message.y):
                self._point(message.x, message.y)
            self._injector.button(message.button, down=False)

    def _count(self) -> None:
        now = self._clock()
        self._tokens = min(limits.INPUT_BURST, self._tokens + (now - self._tokens_at) * limits.INPUT_RATE)
        self._tokens_at = now
        if self._tokens < 1:
            raise InputTooFast
        self._tokens -= 1

    def _is_allowed(self, x: int, y: int) -> bool:
        monitor = self._monitor
        if monitor is None or x >= monitor.w or y >= monitor.h:
            return False
        return self._reach.allows_pointer(monitor.x + x, monitor.y + y)

    def _point(self, x: int, y: int) -> None:
        monitor = self._monitor
        if monitor is None or not (0 <= x < monitor.w and 0 <= y < monitor.h):
            raise InputOutOfBounds(f"{x}, {y}")
        if not self._reach.allows_pointer(monitor.x + x, monitor.y + y):
            raise InputRefused
        self._injector.move(monitor.x + x, monitor.y + y)

    def _demand_keys(self) -> None:
        if not self._reach.allows_keys():
            raise InputRefused

    def _key_down(self, code: str) -> None:
        if code not in LINUX:
            raise InputOutOfBounds(code)
        if code not in self._codes_down and self._injector.key(code, down=True):
            self._codes_down.add(code)
