"""Values out of structures that a system wrote (JSON, property lists): each what it should be, or not known."""

from __future__ import annotations

from typing import Any

from agent.report.believe import believed, whole

Row = dict[str, Any]
"""An object of such a structure."""


def word(row: Row, name: str) -> str | None:
    """Give a maker's or the system's text; placeholders are not known."""
    value = row.get(name)
    return believed(value) if isinstance(value, str) else None


def number(row: Row, name: str, *, least: int = 0) -> int | None:
    """Give a whole number, also one that was written as text; a flag is none."""
    value = row.get(name)
    return None if isinstance(value, bool) else whole(value, least=least) if isinstance(value, int | float | str) \
        else None  # fmt: skip


def flag(row: Row, name: str) -> bool | None:
    """Give a yes or a no."""
    value = row.get(name)
    return value if isinstance(value, bool) else None


def rows(value: Any) -> list[Row]:  # noqa: ANN401 - JSON
    """Give the objects of a list; whatever else stands there is left out."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def listed(row: Row, name: str) -> list[Any]:
    """Give a list; one value alone is a list of one, and nothing is an empty one."""
    value = row.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]
