"""A person at a terminal: words out, one typed line in. What is no terminal on both sides is nobody."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from agent.desk.terminal.layout import cleaned

LINE_BYTES = 4096
"""The longest line that a terminal gives at once."""
_STOP = "\x1b" * 3


class Terminal:
    """The terminal that this program was started in."""

    def __init__(self) -> None:
        self.typed = sys.stdin.fileno()
        """What is typed is read from here."""
        self.is_gone = False
        """Whether nothing can be written any more: the line to the terminal hung up."""
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
        """Write lines, with nothing in them that steers the terminal."""
        self.write("".join(f"{cleaned(line)}\n" for line in lines))

    def write(self, text: str) -> None:
        """Write as it stands."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:  # nobody is there any more, and reading says so as well
            self.is_gone = True

    def ask(self, prompt: str) -> str | None:
        """Ask for one line. None is Ctrl+D, a hung-up line, or Esc three times. What was typed before is dropped."""
        self.drop()
        self.write(prompt)
        try:
            line = os.read(self.typed, LINE_BYTES)
        except OSError:  # the terminal is gone
            return None
        text = line.decode("utf-8", "replace")
        return None if not line or _STOP in text else text.strip()

    def drop(self) -> None:
        """Throw away what was typed and not read yet."""
        _drop_what_was_typed(self.typed)


def _drop_what_was_typed(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios  # noqa: PLC0415 - Windows has none

        termios.tcflush(descriptor, termios.TCIFLUSH)
