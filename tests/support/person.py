"""
Somebody at a terminal of 80 by 24 in which a program was started: reads what stands there, and types.

    with Person([sys.executable, "-m", "agent.main", relay.origin], env) as person:
        person.reads("How did this start?")
        person.types("1")
"""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
CTRL_C, CTRL_D, ESCAPE = "\x03", "\x04", "\x1b"


class Person:
    """One terminal; it is the program's own, so that Ctrl+C and a hang-up reach it as they do in real life."""

    def __init__(self, argv: Sequence[str], env: dict[str, str] | None = None) -> None:
        self._screen, inside = pty.openpty()
        termios.tcsetwinsize(self._screen, (24, 80))
        self.child = subprocess.Popen(
            ["setsid", "--ctty", *argv],  # a session of its own, whose terminal this is
            cwd=ROOT,
            env={**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": "", "LANG": "C.UTF-8", "LC_ALL": "", **(env or {})},
            stdin=inside,
            stdout=inside,
            stderr=inside,
        )
        os.close(inside)
        self.seen = ""
        """All that stood in the terminal, with the typed lines that it echoed."""
        self._read = 0
        self._is_open = True

    def reads(self, *patterns: str) -> re.Match[str]:
        """Wait until one of these is there, after what was read last, and go on reading behind it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            for pattern in patterns:
                if found := re.compile(pattern).search(self.text, self._read):
                    self._read = found.end()
                    return found
            left = deadline - time.monotonic()
            assert left > 0, f"waited for {patterns!r}; there stands: {self.text[self._read :][-800:]}"
            if not self._more(left):
                raise AssertionError(f"waited for {patterns!r}, and it ended: {self.text[self._read :][-800:]}")

    @property
    def text(self) -> str:
        """Give what was seen, with lines that were broken put together again."""
        return re.sub(r"\r?\n {2,}(?=\S)", " ", self.seen.replace("\r\n", "\n"))

    def types(self, text: str) -> None:
        """Type a line."""
        self.presses(f"{text}\n")

    def presses(self, keys: str) -> None:
        """Type keys as they are."""
        os.write(self._screen, keys.encode())

    def hangs_up(self) -> None:
        """Close the terminal's window."""
        self._is_open = False
        os.close(self._screen)

    def leaves(self) -> int:
        """Read to the end, and give the exit code."""
        while self._is_open and self._more(PATIENCE):
            continue
        return self.child.wait(PATIENCE)

    def __enter__(self) -> Self:
        """Sit down."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what still runs."""
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        if self._is_open:
            self.hangs_up()

    def _more(self, seconds: float) -> bool:
        """Read what comes within so many seconds; False once the program has ended."""
        if not select.select([self._screen], [], [], seconds)[0]:
            return self.child.poll() is None
        try:
            come = os.read(self._screen, 65_536)
        except OSError:  # Linux says so when nobody has the other end open any more
            return False
        self.seen += come.decode("utf-8", "replace")
        return bool(come)
