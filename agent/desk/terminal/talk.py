"""One thought after the other, and one question at a time: what is typed answers the question that stands."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.terminal.layout import wrapped
from agent.desk.terminal.person import Terminal

Answer = Callable[[str], None]


class Talk:
    """Says and asks. Nothing is redrawn: what is new is a new line, and the question that stands is asked again."""

    def __init__(self, terminal: Terminal, drop: Callable[[], None], idle: Answer) -> None:
        """Take the terminal, what throws away typed-ahead input, and who takes a line that answers no question."""
        self._terminal = terminal
        self._drop = drop
        self._idle = idle
        self._prompt: str | None = None
        self._answer: Answer | None = None

    @property
    def asks(self) -> bool:
        """Say whether a question stands."""
        return self._answer is not None

    def say(self, *thoughts: str) -> None:
        """Say some thoughts, each on a line of its own."""
        columns = self._terminal.size[0]
        self.say_lines([line for thought in thoughts for line in wrapped(thought, columns)])

    def say_lines(self, lines: list[str]) -> None:
        """Say lines that are broken already."""
        if not lines:
            return
        if self.asks:
            self._terminal.write("\n")
        self._terminal.say(lines)
        if self.asks:
            self._show()

    def ask(self, prompt: str, answer: Answer) -> None:
        """Ask for a line; what was typed before counts for nothing."""
        self._prompt, self._answer = prompt, answer
        self._show()

    def forget(self) -> None:
        """Ask no longer: whatever is typed now answers nothing."""
        if self.asks:
            self._terminal.write("\n")
        self._prompt = self._answer = None

    def heard(self, line: str) -> None:
        """Take a typed line."""
        answer, self._answer, self._prompt = self._answer, None, None
        (answer or self._idle)(line)

    def _show(self) -> None:
        self._drop()
        *above, last = wrapped(self._prompt or "", self._terminal.size[0])
        self._terminal.say(above)
        self._terminal.write(f"{last.rstrip()} ")
