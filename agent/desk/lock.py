"""One agent per person and display, and none beside a session in which somebody controls it."""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from protocol.errors import AlreadyRunning, UnderControl

_UNDER_CONTROL = b"control\n"
_FREE = b"agent\n"


class OneAgent:
    """Holds the display for as long as this process lives; the system lets go of it whatever happens."""

    def __init__(self, display: str) -> None:
        """
        Take the display.

        Raises:
            AlreadyRunning: Another agent of this person has it.
            UnderControl: Another one has it, and somebody works mouse and keyboard there just now.
        """
        path = runtime_folder() / f"attended-{re.sub(r'[^A-Za-z0-9.]', '_', display)}.lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held = os.pread(self._file, len(_UNDER_CONTROL), 0)
            os.close(self._file)
            raise (UnderControl if held == _UNDER_CONTROL else AlreadyRunning)(display) from None
        self._is_control: bool | None = None
        self.control(live=False)

    def control(self, *, live: bool) -> None:
        """Write down whether somebody controls this display: whoever asks for it is told."""
        if live != self._is_control:
            self._is_control = live
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, _UNDER_CONTROL if live else _FREE, 0)

    def close(self) -> None:
        """Give the display back."""
        os.close(self._file)

    def __enter__(self) -> Self:
        """Hold it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back."""
        self.close()


def refuse_while_controlled() -> None:
    """
    Refuse to ask in a terminal while somebody works mouse and keyboard of this person's: they could type the answers.

    Raises:
        UnderControl: On one of the person's displays somebody does.
    """
    for path in runtime_folder().glob("attended-*.lock"):
        with path.open("rb") as file:
            if _is_free(file.fileno()):
                continue  # left behind by an agent that ended
            if file.read(len(_UNDER_CONTROL)) == _UNDER_CONTROL:
                raise UnderControl(path.stem)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True  # closing the file gives it back


def runtime_folder() -> Path:
    """Give the person's folder for running programs (XDG), or one of their own below the temporary folder."""
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    if named and Path(named).is_dir():
        return Path(named)
    own = Path(tempfile.gettempdir()) / f"attended-{os.getuid()}"
    own.mkdir(mode=0o700, exist_ok=True)
    return own
