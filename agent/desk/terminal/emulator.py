"""Opening a terminal on a desktop that cannot show a frame: there the health report can be asked for."""

from __future__ import annotations

import shutil
import subprocess
import sys

_EMULATORS = (
    ("xdg-terminal-exec",),
    ("x-terminal-emulator", "-e"),
    ("gnome-terminal", "--"),
    ("kgx", "-e"),
    ("konsole", "-e"),
    ("xfce4-terminal", "-x"),
    ("xterm", "-e"),
)
"""What opens a terminal with a command in it, the desktop's own choice first."""


def open_terminal(relay: str) -> bool:
    """Start this program anew in a terminal, to ask for the health report only; say whether one could be opened."""
    command = [sys.executable, "-m", "agent.main", relay, "--terminal"]
    for emulator, *before in _EMULATORS:
        if (found := shutil.which(emulator)) is not None:
            try:
                subprocess.Popen([found, *before, *command], start_new_session=True)  # noqa: S603 - our own program
            except OSError:
                continue
            return True
    return False
