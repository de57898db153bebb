"""One window of trouble before there is a desk: whoever started the program by its icon reads nothing else."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from agent.desk.language import as_written, say
from agent.desk.terminal.emulator import open_terminal
from agent.desk.troubles import CLOSE, REPORT_ONLY, trouble
from agent.desk.windows.places import Places
from agent.desk.windows.roles import tell_roles
from agent.desk.windows.trouble_window import TroubleWindow

if TYPE_CHECKING:
    from agent.desk.view import Rect, Trouble
    from protocol.errors import AttendedError

SIGNALS_MILLISECONDS = 200
"""How often Python gets to hear of a signal while Qt waits."""


class _Nobody:
    """There is no engine yet, and nothing is captured: each place counts as masked."""

    def windows_moved(self, _rects: list[Rect], done: Callable[[], None]) -> None:
        done()


def show_alone(error: AttendedError, relay: str) -> None:
    """Show why the program cannot start, until the window is closed; a terminal may go on with the health report."""

    def pressed(button: str) -> None:
        if button == REPORT_ONLY and not open_terminal(relay):
            window.say_instead(typed_words(relay))
        else:
            application.quit()

    qInstallMessageHandler(lambda *_: None)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    tell_roles()
    window = TroubleWindow(Places(_Nobody()), _shown(error, relay))  # type: ignore[arg-type]  # it is asked nothing else
    window.closed_by_customer.connect(lambda _: application.quit())
    window.pressed.connect(pressed)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    heartbeat = QTimer(interval=SIGNALS_MILLISECONDS)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    window.appear()
    application.exec()


def _shown(error: AttendedError, relay: str) -> Trouble:
    """Give the trouble with what can be done here: close, or go on in a terminal where no frame can be shown."""
    told = trouble(error, relay)
    return replace(told, buttons=tuple(each for each in told.buttons if each in {CLOSE, REPORT_ONLY}), again_in=0.0)


def typed_words(relay: str) -> str:
    """Say what to type where no terminal could be opened."""
    command = as_written(f"attended-agent {relay} --terminal")
    return say("desk.trouble", "Open a terminal yourself, and type: {command}", command=command)
