"""
The card engine, which also writes down what it opens, grabs, hears and presses: for tests of what must not happen.

Its card never rests: it changes some fifty times a second.
"""

from __future__ import annotations

import os
import time
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from agent.engine import __main__ as process
from agent.engine import engine, making
from agent.engine.work import Hands, Work
from agent.input.reach import Reach
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from consent.permits import InputPermit
from protocol.events import Event
from protocol.session import AgentSession
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


def deeds(path: Path) -> list[Line]:
    """Read what the engine did to this computer: screens and hands opened, pixels grabbed."""
    return [line for line in read(path) if not line.what.startswith("heard:")]


def heard(path: Path) -> set[str]:
    """Read the hashes of the sealed messages that the engine took from the relay."""
    return {line.what.partition(":")[2] for line in read(path) if line.what.startswith("heard:")}


class TellingCard(TestCard):
    """A card that never rests, and tells each grab."""

    def __init__(self) -> None:
        """Open."""
        super().__init__()
        tell("source")
        self._changes = 0

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Change by itself."""
        if not looking:
            return super().wait(seconds, looking=False)
        super().wait(0.02 if seconds is None else min(seconds, 0.02), looking=False)
        self._changes += 1
        at = self._changes * 37
        self.draw(Rect(at % 600, at % 440, 40, 40), at * 7919 & 0xFFFFFF)
        return True

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


class TellingSession(AgentSession):
    """Tells each sealed message that comes, whatever becomes of it."""

    def receive(self, data: bytes) -> list[Event]:
        """Tell its hash."""
        if data[:1] == b"\x01":
            tell(f"heard:{sha256(data[1:]).hexdigest()}")
        return super().receive(data)


if __name__ == "__main__":
    engine.AgentSession = TellingSession  # type: ignore[attr-defined]
    making.work_for = telling_work
    process.main()
