"""A person at a terminal: words out, one typed line in. What is no terminal on both sides is nobody."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

_LINE_BYTES = 4096
"""The longest line that a terminal gives at once."""
_STOP = "\x1b" * 3


class Terminal:
    """The terminal that this program was started in."""

    def __init__(self) -> None:
        self._typed = sys.stdin.fileno()
        # What a terminal's own encoding has no sign for is written by its number.
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a text file, as is_here says

    @staticmethod
    def is_here() -> bool:
        """Tell whether a person can read and type here: a pipe, a file and a closed input are nobody."""
        return all(each is not None and not each.closed and each.isatty() for each in (sys.stdin, sys.stdout))

    @property
    def size(self) -> tuple[int, int]:
        """Give columns and rows."""
        return shutil.get_terminal_size((80, 24))

    def say(self, lines: Iterable[str]) -> None:
        """Write lines."""
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()

    def ask(self, prompt: str) -> str | None:
        """Ask for one line. None is Ctrl+D, a hung-up line, or Esc three times. What was typed before is dropped."""
        _drop_what_was_typed(self._typed)
        sys.stdout.write(prompt)
        sys.stdout.flush()
        try:
            line = os.read(self._typed, _LINE_BYTES)
        except OSError:  # the terminal is gone
            return None
        text = line.decode("utf-8", "replace")
        return None if not line or _STOP in text else text.strip()


def _drop_what_was_typed(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios  # noqa: PLC0415 - Windows has none

        termios.tcflush(descriptor, termios.TCIFLUSH)
