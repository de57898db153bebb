"""
Orca itself beside a program on a display: what it says, word for word and in order, as it hands it to its voice.

No voice is there: Orca writes down each sentence where it would have given it to one.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.processes import ChildFailed

if TYPE_CHECKING:
    from tests.support.display import VirtualDisplay
    from tests.support.processes import Child

PACKAGES = "apt-get install --no-install-recommends orca at-spi2-core dbus openbox xdotool xvfb"
REGISTRIES = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
NEEDED = ("orca", "dbus-daemon", "openbox", "xdotool", "Xvfb")
PATIENCE = 30.0
SAID = re.compile(r"^\d\d:\d\d:\d\d\.\d+ - SPEECH OUTPUT: '(.*)'(?: voice=\w+)? ?(?:None|\{.*\})?$")
BEGINS = re.compile(r"^\d\d:\d\d:\d\d\.\d+ - SPEECH OUTPUT: '")
WATCHES = r"registering listener for: window:destroy"
AT_ONCE = """
import builtins, runpy, shutil
plain = open
builtins.open = lambda file, mode="r", buffering=-1, **how: plain(
    file, mode, 1 if file == "/dev/stdout" else buffering, **how
)
runpy.run_path(shutil.which("orca"), run_name="__main__")
"""
"""Orca as it is, but for its log, which would come in lumps of 8 KiB: each line leaves when it is written."""


def missing() -> list[str]:
    """Name the programs that are not on this machine."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return absent if any(Path(place).exists() for place in REGISTRIES) else [*absent, "at-spi2-registryd"]


class Orca:
    """One Orca on one display, ended with the display at the latest."""

    def __init__(self, display: VirtualDisplay, bus: str) -> None:
        # `SPEECHD_CMD`: what Orca would start for a voice. Without one it goes on, and writes down what it says.
        # Keys are not echoed: which were pressed, the transcript says itself.
        python = Path(shutil.which("orca") or "orca").read_text("utf-8").partition("\n")[0].removeprefix("#!").split()
        argv = [*python, "-c", AT_ONCE, "--disable", "key-echo,braille", "--debug-file", "/dev/stdout"]
        self._child: Child = display.run(argv, AT_SPI_BUS_ADDRESS=bus, SPEECHD_CMD="/bin/false")
        self._read = 0
        self._said: list[str] = []
        self._child.line(WATCHES, PATIENCE)

    @property
    def said(self) -> list[str]:
        """Give all that was said so far, one sentence or part of one for each breath."""
        lines = self._child.lines
        for line in lines[self._read :]:
            if found := SAID.match(line):
                self._said.append(found[1])
        self._read = len(lines)
        return list(self._said)

    def hears(self, words: str, after: int, within: float = PATIENCE) -> int:
        """
        Wait until these words are said, among what is said from number `after` on; give the next number.

        Raises:
            NotHeard: They were not; the message tells what was said instead.
        """
        pattern = BEGINS.pattern + r".*" + re.escape(words)
        while True:
            heard = self.said
            for number in range(after, len(heard)):
                if words in heard[number]:
                    return number + 1
            try:
                self._child.line(pattern, within, self._read)
            except ChildFailed:
                raise NotHeard(f"{words!r} was not said; what was: {self.said[after:]}") from None

    def more(self, after: int, within: float) -> bool:
        """Wait until anything is said from number `after` on; False where nothing was."""
        while len(self.said) <= after:
            try:
                self._child.line(BEGINS.pattern, within, self._read)
            except ChildFailed:
                return len(self.said) > after
        return True


class NotHeard(AssertionError):
    """Orca did not say what somebody has to hear."""
