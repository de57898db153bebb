import subprocess
import sys
from pathlib import Path

from agent.engine import making
from agent.engine.work import Work
from agent.input.memory import InputMemory

ROOT = Path(__file__).parents[3]


def test_work_is_made_without_opening_anything() -> None:
    """Neither a display nor an injector is touched before a permit."""
    memory = InputMemory.create()
    assert isinstance(making.work_for(memory.descriptor), Work)
    memory.close()


def test_a_closing_engine_imports_nothing_that_captures_or_injects() -> None:
    """The program that delivers the last documents cannot look or press."""
    code = "import sys, agent.engine.__main__; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    modules = set(loaded.split())
    for banned in ("mss", "pynput", "Xlib.ext.xtest", "agent.screen.capture.x11", "agent.input.inject.x11"):
        assert banned not in modules
