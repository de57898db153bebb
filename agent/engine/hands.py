"""Mouse and keyboard under one permit: opened when it is given, closed when it ends."""

from __future__ import annotations

import os

from agent.engine.work import Hands
from agent.input.inject.open import open_input
from agent.input.inject.port import Injector
from agent.input.memory import InputMemory
from agent.input.reach import Reach
from agent.input.works import InputMessage, Works
from consent.permits import InputPermit
from protocol.screen import Monitor


class OpenedHands:
    """`Works` with the injector it works by."""

    def __init__(self, injector: Injector, memory: InputMemory, permit: InputPermit, reach: Reach) -> None:
        """Take what injects, what notes it, the proof, and what is out of reach."""
        self._injector = injector
        self._memory = memory
        self._works = Works(injector, memory, permit, reach)

    def show(self, monitor: Monitor) -> None:
        """Hear which monitor is shown."""
        self._works.show(monitor)

    def take(self, message: InputMessage) -> None:
        """Do what a message says, or refuse it; see `Works.take`."""
        self._works.take(message)

    def release(self) -> None:
        """Let go of everything held."""
        self._works.release()

    def close(self) -> None:
        """Let go of everything, the display too."""
        self._injector.close()
        self._memory.close()


def open_hands(permit: InputPermit, reach: Reach, held: int) -> Hands:
    """
    Open mouse and keyboard, because they are permitted; `held` is the descriptor of the page shared with the desk.

    Raises:
        InputMissing: This computer gives no way to.
    """
    memory = InputMemory(os.dup(held))
    return OpenedHands(open_input(memory), memory, permit, reach)
