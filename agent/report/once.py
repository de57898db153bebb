"""An answer that several collectors need is asked for once; who comes while it is asked waits for the same one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from agent.report.machine import Unread

_T = TypeVar("_T")


class Once(Generic[_T]):
    """Answers by name, each asked for at most once in a run. A reason why there is none is kept like an answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: dict[str, threading.Lock] = {}
        self._answers: dict[str, _T | Unread] = {}

    def ask(self, name: str, make: Callable[[], _T]) -> _T:
        """
        Give the answer of this name, made by the first who asks.

        Raises:
            Unread: There is none; everybody hears the same reason.
        """
        with self._lock:
            asking = self._asking.setdefault(name, threading.Lock())
        with asking:
            if name not in self._answers:
                try:
                    self._answers[name] = make()
                except Unread as reason:
                    self._answers[name] = reason
            answer = self._answers[name]
        if isinstance(answer, Unread):
            raise Unread(answer.status, answer.detail)
        return answer
