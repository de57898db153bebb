"""Does the name the customer expected fit the one that was proven? Compared without case, accents, company endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from agent.desk.view import Match

_ENDINGS = frozenset(
    (
        "ab",
        "ag",
        "as",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "eg",
        "ek",
        "gmbh",
        "inc",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "sl",
        "spa",
        "srl",
    )
)
_CLOSE = 0.8
"""Share of letters in common from which a slip of the pen is likelier than another name."""
_SHORT = 3
"""A word with fewer letters ("IT") is part of too many names to be a match by itself."""


def compare(expected: str, names: Iterable[str]) -> Match | None:
    """
    Compare what the customer typed with the proven names: the organisation, its domain, the technician.

    Returns:
        None when nothing was typed.
    """
    typed = _words(expected)
    if not typed:
        return None
    proven = [words for words in map(_words, names) if words]
    if any(_fits(typed, words) for words in proven):
        return Match.MATCH
    if any(_is_close(typed, words) for words in proven):
        return Match.CLOSE
    return Match.NONE


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", bare)
    return tuple(word for word in words if word not in _ENDINGS) or tuple(words)


def _fits(typed: tuple[str, ...], proven: tuple[str, ...]) -> bool:
    telling = any(len(word) >= _SHORT for word in typed)
    return typed == proven or (telling and set(typed) <= set(proven))


def _is_close(typed: tuple[str, ...], proven: tuple[str, ...]) -> bool:
    if not any(len(word) >= _SHORT for word in typed):
        return False
    pairs = [("".join(typed), "".join(proven)), *[("".join(typed), word) for word in proven]]
    return any(SequenceMatcher(None, here, there).ratio() >= _CLOSE for here, there in pairs)
