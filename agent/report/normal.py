"""A raw text made ready for matching: short, decoded, in one spelling, without anything that moves a cursor."""

from __future__ import annotations

import re
import unicodedata

CHARACTERS = 1_000
"""Characters of a text that are looked at; what is beyond is dropped, never passed on."""

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){1,300}")
_ESCAPED = re.compile(r"(?:\\x[0-9A-Fa-f]{2}){1,300}")
_ANSI = re.compile(r"\x1b(?:\[[0-?]{0,30}[ -/]{0,10}[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)?|[@-_])")
_BRACKETS = str.maketrans({"‹": "«", "›": "»"})
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset("\t\n\r\v\f\u2028\u2029\u0085")
_STAYS_ENCODED = frozenset(b" \t\n\r/\\'\"")  # decoded they would end a path or an address in its middle


def normal(text: str) -> str:
    r"""
    Make a text ready for matching, at most 1,000 characters.

    `%41` and `\x41` are undone, so that a name cannot hide in its bytes; NFKC gives one spelling; control, format,
    bidirectional and private characters go; our own brackets become others, so that input cannot imitate a mark.
    """
    short = text[:CHARACTERS]
    decoded = _ESCAPED.sub(_from_hex, _PERCENT.sub(_from_percent, _ANSI.sub("", short)))
    if decoded.isascii() and decoded.isprintable():
        return decoded  # as most are: it has one spelling already, and nothing to drop
    one_line = "".join(" " if sign in _SPACES else sign for sign in decoded)
    plain = unicodedata.normalize("NFKC", one_line)[:CHARACTERS]
    if not plain.isprintable():  # what is printable is in no category that is dropped
        plain = "".join(sign for sign in plain if _stays(sign))
    return plain.translate(_BRACKETS)


def _stays(sign: str) -> bool:
    return unicodedata.category(sign) not in _DROPPED


def _from_percent(found: re.Match[str]) -> str:
    data = bytes.fromhex(found[0].replace("%", ""))
    if _STAYS_ENCODED & set(data):
        return "".join(f"%{each:02X}" if each in _STAYS_ENCODED or each > 127 else chr(each) for each in data)  # noqa: PLR2004
    return data.decode("utf-8", "replace")


def _from_hex(found: re.Match[str]) -> str:
    return bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace")
