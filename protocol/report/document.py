"""
The health report's document, "attended.report/1": frozen models, closed, each string and list bounded.

    {"format": "attended.report/1", "made": {…}, "consent": {…}, "sections": [{"id": "storage", "facts": [
        {"id": "disk.size", "of": "vda", "value": 512110190592, "unit": "bytes", "kind": "size",
         "source": "sysfs", "class": "open"},
        {"id": "disk.serial", "of": "vda", "value": {"masked": "serial", "n": 1}, …}], …}], "findings": […], …}

Absent means not known: an omission says why. What was struck out is absent without one.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from consent.canonical import MAX_INTEGER
from consent.fields import DocumentIdField, Sha256Field
from consent.model import Document
from protocol import limits
from protocol.report.kinds import Kind, Mask, Seen, Severity, Status, Unit

FORMAT: Literal["attended.report/1"] = "attended.report/1"
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> bool:
    """Tell whether a text holds nothing that moves a cursor, ends a line or turns the reading direction."""
    if text.isprintable():
        return True  # most are: no character of these categories is printable, and asking so is much faster
    return not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _BIDIRECTIONAL for sign in text)


def _harmless(text: str) -> str:
    if not harmless(text):
        raise ValueError("a control character")
    return text


Text = Annotated[str, Field(max_length=limits.REPORT_TEXT), AfterValidator(_harmless)]
"""A text of the report, without control or bidirectional characters."""
Name = Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
"""The id of a section, fact, table, rule or collector."""
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
"""A time, RFC 3339, UTC, whole seconds."""
Whole = Annotated[int, Field(ge=-MAX_INTEGER, le=MAX_INTEGER)]
Count = Annotated[int, Field(ge=0, le=MAX_INTEGER)]


class Masked(Document):
    """A pseudonym: the thing is the same wherever the same kind and number stand in this document."""

    masked: Mask
    n: Annotated[int, Field(ge=1, le=limits.REPORT_PSEUDONYMS)]


Value = bool | Whole | Text | Masked
"""A fact's value. Numbers are whole, in the unit that the fact names; times are texts (RFC 3339)."""


class Told(Document):
    """One fact: what is known, of which thing, and how it is known."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    id: Name
    of: Text
    """The thing it is told of, by its natural name ("vda", "eth0"), never a running number; "" is the computer."""
    value: Value
    unit: Unit | None
    kind: Kind
    source: Text
    seen: Seen = Field(alias="class")


class Rows(Document):
    """A table: rows of the columns that the register names. A cell that is null is not known."""

    id: Name
    source: Text
    columns: tuple[Name, ...]
    rows: Annotated[tuple[tuple[Value | None, ...], ...], Field(max_length=limits.REPORT_ROWS)]


class Part(Document):
    """One section: how it went, and what it holds."""

    id: Name
    status: Status
    took_ms: Count
    facts: Annotated[tuple[Told, ...], Field(max_length=limits.REPORT_FACTS)]
    tables: Annotated[tuple[Rows, ...], Field(max_length=16)]


class Evidence(Document):
    """A fact, or the row of a table, that a finding rests on: struck out, the finding goes with it."""

    fact: Name
    of: Text


class Finding(Document):
    """What a rule saw: how urgent, about which thing, on which evidence, in plain words with advice."""

    id: Name
    severity: Severity
    about: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1, max_length=64)]
    words: Text
    advice: Text
    rule_version: Annotated[int, Field(ge=1, le=1000)]


class Omission(Document):
    """A gap, and why: which collector could not tell what. Without `facts`, nothing of it could be told."""

    section: Name
    collector: Name
    status: Status
    words: Text
    facts: Annotated[tuple[Name, ...], Field(max_length=64)]


class Truncated(Document):
    """How many rows or facts were left out because there were more than a report may hold."""

    what: Name
    left_out: Count


class Made(Document):
    """When, how long, on what, with which rights, by which version."""

    at: Moment
    offset: Annotated[int, Field(ge=-86_400, le=86_400)]
    """Seconds east of UTC of the computer's zone."""
    took_ms: Count
    platform: Literal["linux", "windows", "macos"]
    elevated: bool
    agent: Text


class Revealed(Document):
    """One pseudonym that the customer chose to show, with what it stands for."""

    masked: Mask
    value: Text


class Consent(Document):
    """Under which grant it was collected (None: for the customer's own use), what it follows, and what was revealed."""

    grant: DocumentIdField | None
    follows: Sha256Field | None = None
    """SHA-256 of the session's first report, with which it shares its table of pseudonyms; None for the first."""
    revealed: Annotated[tuple[Revealed, ...], Field(max_length=limits.REPORT_PSEUDONYMS)]


class Counted(Document):
    """How many pseudonyms of one kind the document holds."""

    masked: Mask
    count: Annotated[int, Field(ge=1, le=limits.REPORT_PSEUDONYMS)]


class Report(Document):
    """The whole report. Read one with `parse.read_report`, which also holds it against the register."""

    format: Literal["attended.report/1"]
    made: Made
    consent: Consent
    sections: Annotated[tuple[Part, ...], Field(max_length=32)]
    findings: Annotated[tuple[Finding, ...], Field(max_length=limits.REPORT_FINDINGS)]
    omissions: Annotated[tuple[Omission, ...], Field(max_length=limits.REPORT_OMISSIONS)]
    truncated: Annotated[tuple[Truncated, ...], Field(max_length=64)]
    pseudonyms: Annotated[tuple[Counted, ...], Field(max_length=32)]
