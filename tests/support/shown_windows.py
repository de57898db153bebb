"""
`python -m tests.support.shown_windows`: shows desk windows by the scenes' names that it is told, one after the other.

Says "Showing NAME" when it stands there, and ends with its input.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from demo.draw import settle
from demo.scenes import SCENES, Stage


def main() -> None:
    """Show what is asked for."""
    application = QApplication(["attended"])
    application.setQuitOnLastWindowClosed(False)
    stage = Stage()

    def hear() -> None:
        name = sys.stdin.readline().strip()
        if not name:
            application.quit()
            return
        stage.clear()
        SCENES[name](stage)
        settle()
        sys.stdout.write(f"Showing {name}\n")
        sys.stdout.flush()

    hearing = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    hearing.activated.connect(hear)
    application.exec()


if __name__ == "__main__":
    main()
