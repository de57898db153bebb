"""The customer's program, failing when it is asked: `python -m tests.support.faulty_terminal RELAY`."""

from __future__ import annotations

from agent.desk.terminal import run
from agent.desk.terminal.view import TerminalView
from agent.desk.view import Question
from agent.main import main


class FaultyView(TerminalView):
    """Fails as a slip in our own code would."""

    def show_question(self, question: Question) -> None:
        """Fail."""
        len(question.id) / 0


if __name__ == "__main__":
    run.TerminalView = FaultyView  # type: ignore[attr-defined]
    main()
