"""Handing in at the relay from a thread of its own, so that no window stands still; Qt brings the answer back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from protocol.errors import AttendedError

if TYPE_CHECKING:
    from agent.desk.posting import Post

Tell = Callable[[bytes | AttendedError], None]


class HandIn(QObject):
    """The `HandIn` of a desk with windows. It belongs to the windows' thread."""

    came = Signal(object, object)

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._post = post
        self.came.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def __call__(self, origin: str, path: str, body: bytes, tell: Tell) -> None:
        """Begin to hand it in; `tell` gets the answer, or why there is none."""
        threading.Thread(target=self._hand_in, args=(origin, path, body, tell), name="hands in", daemon=True).start()

    def _hand_in(self, origin: str, path: str, body: bytes, tell: Tell) -> None:
        try:
            answer: bytes | AttendedError = self._post(origin, path, body)
        except AttendedError as error:
            answer = error
        self.came.emit(tell, answer)

    @staticmethod
    def _tell(tell: Tell, answer: bytes | AttendedError) -> None:
        tell(answer)
