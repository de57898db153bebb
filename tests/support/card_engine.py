"""The engine with the test card for a screen and memory for hands: `python -m tests.support.card_engine ...`."""

from __future__ import annotations

import agent.engine.making as making
from agent.engine.__main__ import main
from agent.engine.work import Work
from tests.support.test_card import TestCard


def card_work(held: int) -> Work:
    """Make work that shows the card."""
    return Work(TestCard, lambda permit, reach: making.open_hands(permit, reach, held))


if __name__ == "__main__":
    making.work_for = card_work
    main()
