"""How long after a key press in the technician's browser a pixel of the picture changes there: the whole real path."""

from __future__ import annotations

from benchmarks.report import Figure, Goal
from benchmarks.session import Place, place
from demo.technician import Area

GOAL = Goal(25)
PRESSES = 200
WARM_UP = 20
"""Presses before those that count: the first ones find cold caches everywhere."""
LETTERS = "the quick brown fox jumps over a lazy dog "


async def measure(presses: int = PRESSES, warm_up: int = WARM_UP) -> list[Figure]:
    """Type into the customer's terminal, one letter after the other's picture."""
    async with place() as here, here.agent():
        await here.view()
        await here.control()
        took = await _types(here, warm_up + presses)
    return [Figure("input to changed pixel, 1920x1080", "ms", took[warm_up:], GOAL)]


async def _types(here: Place, presses: int) -> list[float]:
    terminal = here.desktop.terminal
    await here.ana.clicks(terminal.x + terminal.width // 2, terminal.y + terminal.height // 2)
    await here.ana.presses("Control+l")
    watched = await here.ana.watches(Area(terminal.x, terminal.y, terminal.width, 90))
    return [await watched.press(LETTERS[number % len(LETTERS)]) for number in range(presses)]
