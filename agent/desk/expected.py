"""Does the name the customer expected fit the one that was proven? Compared without case, accents, company endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from agent.desk.view import Match

_ENDINGS = frozenset(
    (
        "ab", "ag", "aps", "as", "bv", "bvba", "co", "company", "corp", "corporation", "eg", "ek", "ev", "gmbh",
        "inc", "kft", "kg", "kgaa", "lda", "limited", "llc", "llp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "pty",
        "sa", "sarl", "sas", "sasu", "se", "sl", "slu", "spa", "srl", "sro",
    )
)  # fmt: skip
_JOINING = frozenset(("and", "das", "der", "die", "e", "et", "the", "und", "y"))
"""Words that people leave out, or put a sign for."""
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})
"""Letters whose stroke or tie is no accent to Unicode."""
_WEB = re.compile(r"^\s*(?:https?://)?(?:www\.)?")
_DOT_BETWEEN = re.compile(r"(?<![^\W_])([^\W_])\.(?=[^\W_](?![^\W_]))")
"""The dots in "S.A." and "G.m.b.H."."""
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
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LETTERS)
    words = re.findall(r"[^\W_]+", _DOT_BETWEEN.sub(r"\1", _WEB.sub("", bare)))
    return tuple(word for word in words if word not in _ENDINGS | _JOINING) or tuple(words)


def _fits(typed: tuple[str, ...], proven: tuple[str, ...]) -> bool:
    whole = "".join(typed)
    if whole == "".join(proven):
        return True
    telling = any(len(word) >= _SHORT for word in typed)
    return telling and (set(typed) <= set(proven) or whole in proven)


def _is_close(typed: tuple[str, ...], proven: tuple[str, ...]) -> bool:
    if not any(len(word) >= _SHORT for word in typed):
        return False
    whole = "".join(typed)
    # One typed word may be a slip of any word of a name; several are a name of their own.
    others = ["".join(proven), *(proven if len(typed) == 1 else ())]
    return any(SequenceMatcher(None, whole, other).ratio() >= _CLOSE for other in others)
