"""The engine with the test card for a screen and a memory for hands: `python -m tests.support.card_engine ...`."""

from __future__ import annotations

import os
from functools import partial

from agent.engine import __main__ as process
from agent.engine import making
from agent.engine.hands import OpenedHands
from agent.engine.work import Hands, Work
from agent.input.memory import InputMemory
from agent.input.reach import Reach
from consent.permits import InputPermit
from tests.support.memory_input import MemoryInjector
from tests.support.test_card import TestCard


def card_hands(permit: InputPermit, reach: Reach, held: int) -> Hands:
    """Give hands that only note what they hold, in the page shared with the desk."""
    memory = InputMemory(os.dup(held))
    return OpenedHands(MemoryInjector(memory), memory, permit, reach)


def card_work(held: int) -> Work:
    """Make work that shows the card."""
    return Work(TestCard, partial(card_hands, held=held))


if __name__ == "__main__":
    making.work_for = card_work
    process.main()
