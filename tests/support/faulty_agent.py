"""The customer's program with a fault: a line in its chat makes it fail. `python -m tests.support.faulty_agent ...`."""

from __future__ import annotations

from agent.desk.windows import qt_view
from agent.desk.windows.chat_window import ChatWindow
from agent.main import main


class FaultyChat(ChatWindow):
    """Fails as a slip in our own code would."""

    def add(self, who: str, text: str) -> None:
        """Fail."""
        len(who + text) / 0


if __name__ == "__main__":
    qt_view.ChatWindow = FaultyChat  # type: ignore[attr-defined]
    main()
