"""How much memory this process and all it started hold together at most, while something runs."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

KIB = 1024
EVERY_SECONDS = 0.01


class TreeMemory:
    """
    Watches this process's tree: its own resident memory, and each child's proportional share, as the system counts.

    `peak` is the most that both were together above what this process held at first; `looks` says how often it looked.
    """

    def __init__(self) -> None:
        self.peak = 0
        self.looks = 0
        self.largest = ""
        """The child that held most at the peak."""
        self._held = resident()
        self._before: frozenset[int] = frozenset()
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Begin. What was started before, such as a browser that is kept, does not count, nor what it starts."""
        self._before = frozenset(_below(os.getpid(), frozenset()))
        self._held = resident()
        self._watching.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            started = _below(os.getpid(), self._before)
            children = [(_share(pid), _name(pid)) for pid in started if not _is_ours_still(pid)]
            together = resident() - self._held + sum(share for share, _ in children)
            self.looks += 1
            if together > self.peak:
                self.peak, self.largest = together, max(children, default=(0, ""))[1]


def resident(name: str = "VmRSS") -> int:
    """Give the bytes that this process holds (VmRSS), or held at most (VmHWM): libraries, threads and all."""
    return _number(Path("/proc/self/status"), name)


def _below(pid: int, leave_out: frozenset[int]) -> Iterator[int]:
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _read(children).split()):
            if child not in leave_out:
                yield child
                yield from _below(child, leave_out)


def _share(pid: int) -> int:
    return _number(Path(f"/proc/{pid}/smaps_rollup"), "Pss")


def _is_ours_still(pid: int) -> bool:
    """Tell whether a child has not begun its own program: until then its pages are ours, counted already."""
    try:
        return Path(f"/proc/{pid}/exe").readlink() == Path("/proc/self/exe").readlink()
    except OSError:
        return True  # it ended, or is just being made


def _name(pid: int) -> str:
    return _read(Path(f"/proc/{pid}/comm")).strip()


def _number(path: Path, name: str) -> int:
    return next((KIB * int(line.split()[1]) for line in _read(path).splitlines() if line.startswith(f"{name}:")), 0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""  # it ended meanwhile: it holds nothing any more
