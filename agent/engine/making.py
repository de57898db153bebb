"""How this computer's screen and hands are opened, once they are permitted."""

from __future__ import annotations

from agent.engine.hands import open_hands
from agent.engine.work import Work
from agent.screen.capture.open import open_screen


def work_for(held: int) -> Work:
    """Make the engine's work; `held` is the shared memory in which pressed keys are noted."""
    return Work(open_screen, lambda permit, reach: open_hands(permit, reach, held))
