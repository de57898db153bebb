"""Numbers as they are written where the language of now is spoken: "1,234" and "12.3", or "1.234" and "12,3"."""

from __future__ import annotations

from typing import NamedTuple

from agent.desk.language import language


class _Marks(NamedTuple):
    thousands: str
    tenths: str
    whole: int
    """How many digits at least a number has that is written in groups."""


_ENGLISH = _Marks(",", ".", 4)
# CLDR 46: German writes "1.234"; Spanish groups only what has five digits or more (minimumGroupingDigits 2).
_OF = {"de": _Marks(".", ",", 4), "es": _Marks(".", ",", 5)}


def grouped(number: int) -> str:
    """Write a whole number with its thousands apart."""
    marks = _OF.get(language().code, _ENGLISH)
    return f"{number:,}".replace(",", marks.thousands) if len(str(abs(number))) >= marks.whole else str(number)


def tenths(number: float) -> str:
    """Write a number with one digit behind the point."""
    return decimal(f"{number:.1f}")


def decimal(written: str) -> str:
    """Write a number that was written with a point: "12.34" or "12,34"."""
    return written.replace(".", _OF.get(language().code, _ENGLISH).tenths)
