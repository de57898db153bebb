"""Numbers as they are typed: "1", "1 3", "1, 3"."""

from __future__ import annotations


def numbers(typed: str, most: int) -> list[int]:
    """Read numbers from 1 to `most`; nothing when any part of what was typed is none of them."""
    parts = typed.replace(",", " ").split()
    known = {str(number): number for number in range(1, most + 1)}
    return sorted({known[part] for part in parts}) if parts and all(part in known for part in parts) else []
