"""Lines as a terminal shows them: nothing in them steers it, and they break between words."""

from __future__ import annotations

import textwrap
import unicodedata

NARROWEST = 20
"""Columns below which nothing is broken any narrower."""
_KEPT = frozenset("\u200c\u200d\u2066\u2069")
"""Joiners that some scripts need, and the marks by which a code keeps its order in a mirrored sentence."""


def cleaned(text: str) -> str:
    """Take out whatever moves the cursor, colours, or turns the order of letters: other people's words stand in it."""
    return "".join(_sign(letter) for letter in text)


def wrapped(thought: str, columns: int) -> list[str]:
    """
    Break one thought into lines. What follows the first is set in, so that no word of it stands where ours begin.

    A word longer than a line, such as a path, stays whole.
    """
    text = cleaned(thought)
    inset = " " * (len(text) - len(text.lstrip()) + 2)
    return textwrap.wrap(
        text,
        max(NARROWEST, columns - 1),
        subsequent_indent=inset,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _sign(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category.startswith("C") and letter not in _KEPT else letter
