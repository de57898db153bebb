"""
Marks of time: the number of a painted step as a row of black and white cells, read back from the picture.

Each cell is so large that no coding of a picture makes it unreadable, and each mark holds a check, so that half of one
step and half of another, or no mark at all, is not taken for a step. `probe.js` reads the same marks.
"""

from __future__ import annotations

from collections.abc import Sequence

CELL = 8
"""Width and height of a cell, in pixels."""
BITS = 16
CHECK_BITS = 4
LEAD = (True, False)
TRAIL = (False, True)
CELLS = len(LEAD) + BITS + CHECK_BITS + len(TRAIL)
WIDTH, HEIGHT = CELLS * CELL, CELL
STEPS = 1 << BITS
"""Steps that a mark can tell apart; a run has fewer."""


def cells_of(step: int) -> tuple[bool, ...]:
    """
    Give the cells of a step from 0 to STEPS - 1, from left to right; a cell that is true is white.

    Raises:
        ValueError: The step is none that a mark can tell.
    """
    if not 0 <= step < STEPS:
        raise ValueError(f"a mark tells steps from 0 to {STEPS - 1}, not {step}")
    return (*LEAD, *_bits(step, BITS), *_bits(_check(step), CHECK_BITS), *TRAIL)


def step_in(cells: Sequence[bool]) -> int | None:
    """Read the step from its cells; None when they are no mark."""
    if len(cells) != CELLS or tuple(cells[: len(LEAD)]) != LEAD or tuple(cells[-len(TRAIL) :]) != TRAIL:
        return None
    step = _number(cells[len(LEAD) : len(LEAD) + BITS])
    check = _number(cells[len(LEAD) + BITS : -len(TRAIL)])
    return step if check == _check(step) else None


def white_areas(step: int, x: int, y: int) -> list[tuple[int, int, int, int]]:
    """Give the rectangles (x, y, width, height) that are white in the mark of a step whose corner is at x, y."""
    return [(x + CELL * number, y, CELL, CELL) for number, white in enumerate(cells_of(step)) if white]


def turned_areas(before: int, step: int, x: int, y: int) -> list[tuple[int, int, int, int]]:
    """Give the rectangles (x, y, width, height) whose colour is another in the mark of `step` than of `before`."""
    both = zip(cells_of(before), cells_of(step), strict=True)
    return [(x + CELL * number, y, CELL, CELL) for number, (was, now) in enumerate(both) if was != now]


def _check(step: int) -> int:
    # A multiplication spreads every bit over the check: steps beside each other differ in it, and so do their halves.
    return (step * 40503 + 9) >> 9 & (1 << CHECK_BITS) - 1


def _bits(number: int, count: int) -> tuple[bool, ...]:
    return tuple(bool(number >> place & 1) for place in reversed(range(count)))


def _number(bits: Sequence[bool]) -> int:
    number = 0
    for bit in bits:
        number = number << 1 | bit
    return number
