"""A display that goes away under libX11 ends the program in our order and our words."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from tests.support.display import VirtualDisplay
from tests.support.processes import Child

ROOT = Path(__file__).parents[3]
PROGRAM = """
import ctypes, sys
from agent.desk.x_lost import XLost

library = ctypes.CDLL("libX11.so.6")
library.XOpenDisplay.restype = ctypes.c_void_p
display = library.XOpenDisplay(None)
lost = XLost(lambda: print("ended in order", flush=True))
print("open", flush=True)
sys.stdin.readline()
library.XSync(ctypes.c_void_p(display), 0)
print("went on", flush=True)
"""


def test_a_display_that_dies_under_the_library_ends_in_order() -> None:
    """Nothing of the library's own words is said, what was to be done is done, and the exit code is 1."""
    with VirtualDisplay(320, 240) as going:
        program: Child = going.run([sys.executable, "-c", PROGRAM], cwd=ROOT)
        program.line("open")
        going.children[0].signal(signal.SIGKILL)
        going.children[0].wait()
        program.say("")
        assert program.wait() == 1
        assert program.lines == ["open", "ended in order"]
