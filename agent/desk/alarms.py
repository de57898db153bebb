"""Things that are due: each has a name, a moment on the boot-time clock, and what to do."""

from __future__ import annotations

from collections.abc import Callable


class Alarms:
    """Named alarms. Setting one again moves it; `tick` rings what is due, earliest first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._set: dict[str, tuple[float, Callable[[], None]]] = {}
        self.moved: Callable[[], None] | None = None
        """Called after each `set`: something may be due sooner than it was."""

    def set(self, name: str, at: float, ring: Callable[[], None]) -> None:
        """Set or move an alarm to a moment on the boot-time clock."""
        self._set[name] = (at, ring)
        if self.moved is not None:
            self.moved()

    def cancel(self, *names: str) -> None:
        """Forget alarms; those that are not set do no harm."""
        for name in names:
            self._set.pop(name, None)

    def at(self, name: str) -> float | None:
        """Give the moment an alarm is set to."""
        return self._set[name][0] if name in self._set else None

    def clear(self) -> None:
        """Forget all of them."""
        self._set.clear()

    def next(self) -> float | None:
        """Give the earliest moment."""
        return min((at for at, _ in self._set.values()), default=None)

    def is_due(self, now: float) -> bool:
        """Tell whether `tick` would ring one."""
        due = self.next()
        return due is not None and due <= now

    def tick(self, now: float) -> None:
        """Ring what is due. An alarm is forgotten before it rings, so it may set itself again."""
        for name, (at, _) in sorted(self._set.items(), key=lambda alarm: alarm[1][0]):
            if at <= now and name in self._set and self._set[name][0] == at:
                _, ring = self._set.pop(name)
                ring()
