"""Other people's words beside ours: in one line, so that no part of them passes for a line of the desk's own."""

from __future__ import annotations

import unicodedata

_JOINERS = frozenset("\u200c\u200d")
"""Signs that some scripts need within a word."""
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


def one_line(text: str) -> str:
    """Give words without line breaks and without what steers a screen or turns the order of letters."""
    return " ".join("".join(map(_sign, text)).split())


def quoted(text: str) -> str:
    """Give words that stand between quotation marks of ours: as one line, in which none of these closes them."""
    return one_line(text).translate(_QUOTES)


def _sign(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category.startswith("C") and letter not in _JOINERS else letter
