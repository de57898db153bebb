"""
Events of the Windows log as wevtutil writes them: XML, one element after another, its fields the same in any language.

The texts that Windows shows for them are not asked for. An entity or a document type ends the reading: there is none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from agent.report.believe import whole
from agent.report.windows.answers import seconds

_AT_MOST = 3_000
_TEXT = 1_000
_SPACE = " "


@dataclass
class Event:
    """One event: who wrote it, its number, when (seconds since 1970), its fields by name or by place."""

    provider: str = ""
    number: int = 0
    at: float | None = None
    level: int | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def value(self, *names: str) -> str:
        """Give the first of these fields that holds something; a field without a name is called by its place, "0"."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")


def text_of(data: bytes) -> str:
    """Read what wevtutil wrote: UTF-16 as it was asked to, or what an older one writes."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le", "replace")
    return data.decode("utf-8-sig", "replace")


def events(data: bytes) -> Iterator[Event]:
    """Read events until they end or are damaged; those before the damage stay."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=_SPACE)
    parser.buffer_text = True
    parser.StartElementHandler = reading.begins
    parser.EndElementHandler = reading.ends
    parser.CharacterDataHandler = reading.said
    parser.StartDoctypeDeclHandler = _refuse
    text = "".join(sign for sign in text_of(data) if sign >= " " or sign in "\t\n\r").replace("\ufffe", "")
    with contextlib.suppress(expat.ExpatError, _Enough):  # no end is ever sent, so a whole log ends in an error too
        parser.Parse("<all>", False)
        parser.Parse(text.removeprefix("\ufeff").encode("utf-8", "replace").decode("utf-8"), True)
    yield from reading.found


class _Enough(Exception):
    """More was said than is read."""


def _refuse(*_: object) -> None:
    raise _Enough


class _Reading:
    """What the parser tells, event by event."""

    def __init__(self) -> None:
        self.found: list[Event] = []
        self._event: Event | None = None
        self._names: list[str] = []
        self._text = ""
        self._data = ""

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of an element."""
        plain = name.rpartition(_SPACE)[2]
        self._names.append(plain)
        self._text = ""
        if plain == "Event":
            self._event = Event()
        elif self._event is not None and plain == "Provider":
            self._event.provider = attributes.get("Name", "")[:200]
        elif self._event is not None and plain == "TimeCreated":
            self._event.at = seconds(_micro(attributes.get("SystemTime", "")))
        elif plain == "Data":
            self._data = attributes.get("Name", "")

    def said(self, text: str) -> None:
        """Take a piece of text."""
        self._text = (self._text + text)[:_TEXT]

    def ends(self, name: str) -> None:
        """Keep what an element said."""
        plain = name.rpartition(_SPACE)[2]
        parent = self._names[-2] if len(self._names) > 1 else ""
        self._names.pop()
        event, text, self._text = self._event, self._text.strip(), ""
        if event is None:
            return
        if plain == "Event":
            self.found.append(event)
            self._event = None
            if len(self.found) >= _AT_MOST:
                raise _Enough
        elif plain == "EventID":
            event.number = whole(text) or 0
        elif plain == "Level":
            event.level = whole(text)
        elif plain == "Data" and parent == "EventData":
            event.fields.setdefault(self._data or str(len(event.fields)), text)
        elif "UserData" in self._names and text:
            event.fields.setdefault(plain, text)


def _micro(time: str) -> str:
    """Cut a time to microseconds: Windows writes seven or nine digits, Python reads six."""
    head, point, rest = time.partition(".")
    digits = rest.rstrip("Z")
    return f"{head}{point}{digits[:6]}+00:00" if point and digits.isdigit() else time.replace("Z", "+00:00")
