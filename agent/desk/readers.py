"""Who waits for which descriptor: served by Qt's loop while that runs, by `serve` when it has ended."""

from __future__ import annotations

import select
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier

Readable = Callable[[], None]


class Readers:
    """Calls back whenever a descriptor can be read (a `Watch`); waiting for one outlives the loop it began in."""

    def __init__(self) -> None:
        """Begin with Qt's loop."""
        self._waiting: dict[int, Readable] = {}
        self._notifiers: dict[int, QSocketNotifier] = {}
        self._by_qt = True

    def __call__(self, descriptor: int, readable: Readable) -> Callable[[], None]:
        """Wait for a descriptor; call what this gives to wait no longer."""
        self._waiting[descriptor] = readable
        if self._by_qt:
            notifier = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
            notifier.activated.connect(lambda *_: readable())
            self._notifiers[descriptor] = notifier

        def unwatch() -> None:
            if self._waiting.get(descriptor) is readable:
                del self._waiting[descriptor]
                self._let_go(descriptor)

        return unwatch

    def leave_qt(self) -> None:
        """Take note that Qt's loop has ended: from here on `serve` calls back."""
        self._by_qt = False
        for descriptor in list(self._notifiers):
            self._let_go(descriptor)

    def serve(self, seconds: float) -> None:
        """Wait for so many seconds at most, and call back for what can be read."""
        poll = select.poll()
        for descriptor in self._waiting:
            poll.register(descriptor, select.POLLIN)
        for descriptor, _ in poll.poll(seconds * 1000):
            if (readable := self._waiting.get(descriptor)) is not None:
                readable()

    def _let_go(self, descriptor: int) -> None:
        notifier = self._notifiers.pop(descriptor, None)
        if notifier is not None:
            notifier.setEnabled(False)
            notifier.deleteLater()
