"""The table of docs/report-comparison.md: nothing in it is left without a fact or a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.compared_rows import Row, sections
from benchmarks.compared_tools import ELSEWHERE, NOT, SEEN, Program, figures
from protocol.report.register.everything import FACTS, TABLES

SAVED = Path(__file__).parents[2] / "docs" / "report-comparison.md"
ROWS = [row for rows in sections().values() for row in rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_a_subject_is_ours_or_has_a_reason(row: Row) -> None:
    """And what is said to be ours is in the register; what we leave out is told by one of the others."""
    columns = {column.id for table in TABLES.values() for column in table.columns}
    assert set(row.ours) <= set(FACTS) | columns
    assert bool(row.ours) is not bool(row.why)
    assert row.ours or any(row.others)


def test_the_page_in_docs_has_every_subject_and_its_figures() -> None:
    """`python -m benchmarks.compared_tools` prints it."""
    page = SAVED.read_text(encoding="utf-8")
    lines = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    assert [row.what for row in ROWS] == [line for line in lines if line in {row.what for row in ROWS}]
    assert " ".join(figures().split()) in " ".join(page.split())
    assert all(row.why in page for row in ROWS)


def test_a_program_is_said_to_tell_only_what_stands_in_it() -> None:
    """On this machine, elsewhere, or not; a claim that nothing bears out is an error."""
    program = Program("x", "Speed: 9 MHz", "reads SCALING_GOVERNOR", "1", 0.1)
    assert program.mark(r"Speed: \d") == SEEN
    assert program.mark("src:scaling_governor") == ELSEWHERE
    assert program.mark("Fans|src:scaling_governor") == ELSEWHERE
    assert program.mark("") == NOT
    with pytest.raises(ValueError, match="x has no src:fan"):
        program.mark("src:fan")
