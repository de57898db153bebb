"""
Words that one person writes and another reads: only what is seen where it stands.

Refused are control characters, which steer terminals and break lines; the line separators of Unicode; and the signs
that turn the order of letters from where they stand (UAX #9: embeddings, overrides, isolates), so that no part of a
reason passes for words beside it. A chat line may have line breaks. All is in NFC: one spelling for what looks alike.
What marks one letter's own direction (LRM, RLM, ALM) and joins letters (ZWJ, ZWNJ) stays: scripts need it.
"""

from __future__ import annotations

import re
import unicodedata

from pydantic import AfterValidator

BREAK = "\n"
"""The one sign that breaks a line, where lines may be broken at all."""
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def cleaned(text: str, *, breaks: bool = False) -> str:
    """Give what may be sent of words as somebody typed or pasted them; `breaks` says whether line breaks stay."""
    one = _BREAKS.sub(BREAK, _TURNS.sub("", text))
    parts = one.split(BREAK) if breaks else [one]
    return unicodedata.normalize("NFC", BREAK.join(_CONTROLS.sub(" ", part) for part in parts))


def _one_line(text: str) -> str:
    return _as_cleaned(text, breaks=False)


def _lines(text: str) -> str:
    return _as_cleaned(text, breaks=True)


def _as_cleaned(text: str, *, breaks: bool) -> str:
    if cleaned(text, breaks=breaks) != text:
        raise ValueError("not plain words")  # what pydantic gathers into its own error
    return text


ONE_LINE = AfterValidator(_one_line)
LINES = AfterValidator(_lines)
