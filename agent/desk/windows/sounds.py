"""Three soft sounds, off by the system's own setting: played by whatever player the desktop has (experience 5)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from agent.desk.x_settings import sounds_are_wanted

FILES = Path(__file__).with_name("sound_files")
PLAYERS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""What desktops play a file with, in the order in which they are looked for, and its arguments."""


class Sound(StrEnum):
    """Which sound: live begins, live ends, a window came up."""

    RISE = "rise"
    FALL = "fall"
    KNOCK = "knock"


PlaySound = Callable[[Sound], None]


def play(sound: Sound) -> None:
    """Play a sound, if the system wants any; where no player is found a knock is the system's own short tone."""
    if not sounds_are_wanted():
        return
    for name, *arguments in PLAYERS:
        program = shutil.which(name)
        if program is not None:
            _start(program, [*arguments, str(FILES / f"{sound}.wav")])
            return
    if sound is Sound.KNOCK:
        QApplication.beep()


def silence(_sound: Sound) -> None:
    """Play nothing."""


def _start(program: str, arguments: list[str]) -> None:
    # On its own, so that it is no child of ours that somebody would have to wait for; it writes to nobody's terminal.
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    process.startDetached()
