"""
Marks: when what happened, in unix milliseconds, written by traced programs and read by a benchmark.

The product knows nothing of it: a benchmark starts it through modules of its own, which wrap what is to be marked.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = "ATTENDED_BENCHMARK_MARKS"
"""The environment's name for the file that marks are added to."""


def mark(name: str) -> None:
    """Add a mark for this moment; it is one write, so those of several processes do not mix."""
    line = f"{time.time() * 1000:.2f} {name}\n".encode()
    handle = os.open(os.environ[FILE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def wrap(owner: Any, name: str, *, before: str = "", after: str = "") -> None:  # noqa: ANN401 - any class or module
    """Have a function of `owner` marked when it begins, when it has returned, or both."""
    function: Callable[..., object] = getattr(owner, name)

    @functools.wraps(function)
    def marked(*values: object, **named: object) -> object:
        if before:
            mark(before)
        result = function(*values, **named)
        if after:
            mark(after)
        return result

    setattr(owner, name, marked)


def read(path: Path, since: float) -> dict[str, float]:
    """Give each mark's first time that is not before `since`, both in unix milliseconds."""
    found: dict[str, float] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        at, _, name = line.partition(" ")
        if float(at) >= since:
            found.setdefault(name, float(at))
    return found
