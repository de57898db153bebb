"""The card engine, which also writes down what it opens, grabs and injects, and when: for tests of what does not happen."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from agent.engine import __main__ as process
from agent.engine import making
from agent.engine.work import Hands, Work
from agent.input.reach import Reach
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from consent.permits import InputPermit
from tests.support.card_engine import card_hands
from tests.support.test_card import TestCard

TOLD = "ATTENDED_TEST_TOLD"
"""The environment variable that names the file."""


class Line(NamedTuple):
    """One thing that the engine did, and the boot-time clock's seconds of it."""

    what: str
    at: float


def tell(what: str) -> None:
    """Write a line; one write(2), so that a killed engine leaves whole lines."""
    with Path(os.environ[TOLD]).open("ab", buffering=0) as file:
        file.write(f"{what} {time.clock_gettime(time.CLOCK_BOOTTIME)!r}\n".encode())


def read(path: Path) -> list[Line]:
    """Read what was told so far."""
    parted = (line.split() for line in path.read_text().splitlines())
    return [Line(what, float(at)) for what, at in parted]


class TellingCard(TestCard):
    """A card that never rests, and tells each grab."""

    def __init__(self) -> None:
        """Open."""
        super().__init__()
        tell("source")

    def grab(self, area: Rect) -> Pixels:
        """Tell it, and grab."""
        tell("grab")
        return super().grab(area)


def telling_hands(permit: InputPermit, reach: Reach, held: int) -> Hands:
    """Tell it, and give hands."""
    tell("hands")
    return card_hands(permit, reach, held)


def telling_work(held: int) -> Work:
    """Make work that tells."""
    return Work(TellingCard, partial(telling_hands, held=held))


if __name__ == "__main__":
    making.work_for = telling_work
    process.main()
