"""The subjects of docs/report-comparison.md, read from compared_rows.txt beside this."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_TEXT = Path(__file__).with_suffix(".txt")
_CELLS = 7


class Row(NamedTuple):
    """One subject: our facts, what to look for in the others, and why ours has none where it has none."""

    what: str
    ours: tuple[str, ...]
    others: tuple[str, str, str, str]
    """Of inxi, lshw, hwinfo, MeshCentral's agent: "" where it does not tell it; else a pattern, or "src:" and words."""
    why: str


def sections() -> dict[str, tuple[Row, ...]]:
    """Read all subjects by section."""
    found: dict[str, list[Row]] = {}
    for line in _TEXT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("¦")]
            what, ours, *others, why = [*cells, *[""] * (_CELLS - len(cells))]
            one, two, three, four = others
            found[next(reversed(found))].append(Row(what, tuple(ours.split()), (one, two, three, four), why))
    return {name: tuple(rows) for name, rows in found.items()}
