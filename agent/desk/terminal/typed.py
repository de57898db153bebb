"""
What is typed, line by line, while the desk has other things to wait for; and the keys that stop everything.

The terminal edits the line, as it always does. Esc ends no line, but is heard at once: it is made one of the
terminal's line ends while this runs. A line with an Esc in it is no word that allows anything.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable

from agent.desk.own_hand import PanicKey
from agent.desk.terminal.person import LINE_BYTES, Terminal

_ESCAPE = b"\x1b"
_LINE_END_PLACE = "VEOL"


class Typed:
    """Reads one terminal. Give `readable` to whatever waits for its descriptor."""

    def __init__(
        self, terminal: Terminal, now: Callable[[], float], *, line: Callable[[str], None], stop: Callable[[], None]
    ) -> None:
        """Take the terminal, a clock, and whom to tell of a whole line, and of a stop."""
        self._terminal = terminal
        self._now = now
        self._line = line
        self._stop = stop
        self._panic = PanicKey()
        self._begun = b""
        self._before: list[object] | None = None

    def open(self) -> None:
        """Hear Esc at once."""
        if sys.platform == "win32":
            return
        import termios  # noqa: PLC0415 - Windows has none

        self._before = list(termios.tcgetattr(self._terminal.typed))
        now = termios.tcgetattr(self._terminal.typed)
        now[6][getattr(termios, _LINE_END_PLACE)] = _ESCAPE
        termios.tcsetattr(self._terminal.typed, termios.TCSANOW, now)

    def close(self) -> None:
        """Leave the terminal as it was found, unless it is gone."""
        if self._before is None or sys.platform == "win32":
            return
        import termios  # noqa: PLC0415 - as above

        before, self._before = self._before, None
        try:
            termios.tcsetattr(self._terminal.typed, termios.TCSANOW, before)  # type: ignore[arg-type]  # as it was given
        except termios.error:
            self._terminal.is_gone = True

    def drop(self) -> None:
        """Throw away what was typed so far: it answers nothing that is asked from now on."""
        self._begun = b""
        if not self._terminal.is_gone:
            self._terminal.drop()

    def readable(self) -> None:
        """Read what is there: a line, a piece of one, or the end."""
        if not select.select([self._terminal.typed], [], [], 0)[0]:
            return  # it was dropped meanwhile, and reading would wait for more
        try:
            piece = os.read(self._terminal.typed, LINE_BYTES)
        except OSError:
            piece = b""
        if not piece:  # Ctrl+D, or the line hung up
            self._stop()
            return
        if any(self._panic.pressed(self._now()) == 0 for _ in range(piece.count(_ESCAPE))):
            self._begun = b""
            self._stop()
            return
        self._begun = (self._begun + piece)[-LINE_BYTES:]
        if piece.endswith(b"\n"):
            line, self._begun = self._begun, b""
            self._line(line.decode("utf-8", "replace").removesuffix("\n"))
