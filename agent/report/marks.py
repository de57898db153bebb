"""
The marks of one report: which thing has which number, and what it stands for. They live in memory only.

While a text is worked on, a mark is one private character that no input can hold and no rule matches; `written` turns
them into `‹serial 2›` at the end.
"""

from __future__ import annotations

import unicodedata

from protocol.report.kinds import Mask
from protocol.report.pseudonyms import Pseudonym

_FIRST = 0xF0000
_ROOM = 65_000


class Marks:
    """The table of one report."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Mask, str], int] = {}
        self._last: dict[Mask, int] = {}
        self._values: dict[Pseudonym, str] = {}
        self._signs: dict[str, str] = {}
        self._texts: list[str] = []
        self._aliases: dict[tuple[Mask, str], str] = {}

    def alias(self, kind: Mask, spelling: str, key: str) -> None:
        """Note that a spelling means the thing of a key: a login and a full name are one person."""
        self._aliases[kind, folded(spelling)] = key

    def number(self, kind: Mask, value: str, key: str = "") -> int:
        """Give a thing its number: the same for every spelling of one `key`."""
        name = (kind, key or self._aliases.get((kind, folded(value)), folded(value)))
        if name not in self._numbers:
            self._last[kind] = self._numbers[name] = self._last.get(kind, 0) + 1
            self._values[kind, self._numbers[name]] = value
        return self._numbers[name]

    def mark(self, kind: Mask, value: str, key: str = "") -> str:
        """Give the character that stands for a thing until the text is written."""
        return self._sign(f"‹{kind} {self.number(kind, value, key)}›")

    def unnumbered(self, kind: str) -> str:
        """Give the character for a mark without number: two of them cannot be compared."""
        return self._sign(f"‹{kind}›")

    def written(self, text: str) -> str:
        """Write all marks out."""
        if text.isprintable():  # no mark is, while it is one private character
            return text
        last = _FIRST + len(self._texts)
        return "".join(self._texts[ord(sign) - _FIRST] if _FIRST <= ord(sign) < last else sign for sign in text)

    def table(self) -> dict[Pseudonym, str]:
        """Tell what each pseudonym stands for: for the preview, on this computer only."""
        return dict(self._values)

    def _sign(self, text: str) -> str:
        if text not in self._signs:
            if len(self._texts) >= _ROOM:
                text = "‹value›"  # more things than a report can hold: not told apart any more
                if text in self._signs:
                    return self._signs[text]
            self._signs[text] = chr(_FIRST + len(self._texts))
            self._texts.append(text)
        return self._signs[text]


def folded(value: str) -> str:
    """Give one spelling of a value: compatible characters, no case."""
    return unicodedata.normalize("NFKC", value).casefold().strip()
