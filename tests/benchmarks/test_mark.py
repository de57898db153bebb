"""Marks of time, written in Python and read back in Python and in the page."""

from __future__ import annotations

import json
import subprocess

import pytest

from benchmarks.screen import mark
from benchmarks.screen.probe import SCRIPT, SHAPE

STEPS = (0, 1, 2, 259, 4097, 40_000, mark.STEPS - 1)


def test_every_step_is_read_as_itself() -> None:
    """What is written is what is read, for each step that a mark can tell."""
    assert all(mark.step_in(mark.cells_of(step)) == step for step in range(mark.STEPS))


@pytest.mark.parametrize("step", [-1, mark.STEPS])
def test_no_mark_is_made_of_a_step_it_cannot_tell(step: int) -> None:
    """A step outside the range is refused, and not written as another."""
    with pytest.raises(ValueError, match="a mark tells steps"):
        mark.cells_of(step)


def test_half_of_one_step_and_half_of_the_next_is_no_step_in_most_cases() -> None:
    """A mark cut between two steps beside each other is refused, or it is one of the two."""
    wrong = 0
    for step in range(2_000):
        one, other = mark.cells_of(step), mark.cells_of(step + 1)
        middle = mark.CELLS - len(mark.TRAIL) - mark.CHECK_BITS
        read = mark.step_in(one[:middle] + other[middle:])
        wrong += read not in {None, step, step + 1}
    assert wrong == 0


def test_what_is_no_mark_is_not_read() -> None:
    """Black, white, and a mark without its end are no steps."""
    assert mark.step_in([False] * mark.CELLS) is None
    assert mark.step_in([True] * mark.CELLS) is None
    assert mark.step_in(mark.cells_of(5)[:-1]) is None


def test_the_white_areas_are_the_white_cells() -> None:
    """Each true cell is a rectangle at its place, counted from the mark's corner."""
    assert mark.white_areas(0, 100, 40)[0] == (100, 40, mark.CELL, mark.CELL)
    assert len(mark.white_areas(77, 0, 0)) == sum(mark.cells_of(77))


def test_turning_what_differs_makes_the_next_mark() -> None:
    """The cells to turn between two steps are those that the two marks do not share."""
    turned = {x // mark.CELL for x, *_ in mark.turned_areas(9, 300, 0, 0)}
    made = [white ^ (number in turned) for number, white in enumerate(mark.cells_of(9))]
    assert tuple(made) == mark.cells_of(300)
    assert mark.turned_areas(9, 9, 0, 0) == []


def test_the_page_reads_the_same_steps() -> None:
    """The probe's own reader agrees with Python's on steps, on spoiled marks and on none."""
    spoiled = [list(mark.cells_of(step)) for step in STEPS]
    for number, cells in enumerate(spoiled):
        cells[(5 * number + 3) % mark.CELLS] ^= True
    given = [list(mark.cells_of(step)) for step in STEPS] + spoiled + [[True] * mark.CELLS]
    asks = f"process.stdout.write(JSON.stringify({json.dumps(given)}.map((c) => stepIn(c, {json.dumps(SHAPE)}))));"
    said = subprocess.run(
        ["node", "--input-type=commonjs"],
        input=SCRIPT.read_text(encoding="utf-8") + asks,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert json.loads(said.stdout) == [mark.step_in(cells) for cells in given]
