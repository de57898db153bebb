"""Numbers, times and a yes or no of a report, as its customer reads them; text is the document's own, and stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.desk.language import count, language, mark, say
from agent.desk.numbers import decimal
from protocol.report.document import Value
from protocol.report.kinds import Unit
from protocol.report.words import shown

_WORDS = {text.english: text for text in (mark("report", "yes"), mark("report", "no"), mark("report", "not known"))}
_NUMBER = re.compile(r"(-?[0-9]+)(\.[0-9]+)? (.+)")
_A_SECOND = " a second"
_ONE_AND_MANY: dict[str, Callable[[int], str]] = {
    "seconds": lambda n: count("report", "{n} second", "{n} seconds", n),
    "minutes": lambda n: count("report", "{n} minute", "{n} minutes", n),
    "hours": lambda n: count("report", "{n} hour", "{n} hours", n),
    "days": lambda n: count("report", "{n} day", "{n} days", n),
    "months": lambda n: count("report", "{n} month", "{n} months", n),
    "times": lambda n: count("report", "{n} time", "{n} times", n),
    "bytes": lambda n: count("report", "{n} byte", "{n} bytes", n),
}


def shown_here(value: Value | None, unit: Unit | None = None) -> str:
    """Write a value of a report for its customer; in English just as the technician reads it."""
    said = shown(value, unit)
    return value_words(said) if value is None or isinstance(value, bool | int) else said


def value_words(said: str) -> str:
    """Say a value that was written in English, such as "13.2 GB", "3 days" or "yes", in the language of now."""
    if language().code == "en":
        return said
    if said in _WORDS:
        return _WORDS[said].said()
    if said.endswith(_A_SECOND):
        return say("report", "{size} a second", size=value_words(said.removesuffix(_A_SECOND)))
    found = _NUMBER.fullmatch(said)
    if found is None:
        return said
    whole, rest, unit = found.groups()
    if rest is None:
        return _ONE_AND_MANY[unit](int(whole)) if unit in _ONE_AND_MANY else said
    return f"{decimal(whole + rest)} {unit}"
