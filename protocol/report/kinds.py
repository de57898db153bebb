"""
What a value of the report can be: its kind, its unit, and how it stands in the document.

The kind decides what redaction does with a value, so a fact without one cannot be registered.
"""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "version", "code", "number", "size", "date", "enum", "flag", "model", "driver",  # not searched for shapes
    "serial", "id", "address", "mac", "host", "ssid", "label", "person", "queue", "share", "device",  # masked whole
    "path", "text",  # searched for shapes and known values
]  # fmt: skip
"""What a value is."""

PLAIN: frozenset[Kind] = frozenset({"version", "code", "number", "size", "date", "enum", "flag", "model", "driver"})
"""Kinds that hold nothing of a person; only the known values are searched in them."""
WHOLE: frozenset[Kind] = frozenset(
    {"serial", "id", "address", "mac", "host", "ssid", "label", "person", "queue", "share", "device"}
)
"""Kinds that are masked whole."""
SEARCHED: frozenset[Kind] = frozenset({"path", "text"})
"""Kinds that go through the shapes."""
NUMBERS: frozenset[Kind] = frozenset({"number", "size"})
"""Kinds whose value is a whole number."""

Unit = Literal[
    "bytes", "bytes/s", "ms", "s", "hours", "days", "months", "MHz", "Mbit/s", "MT/s", "Hz",
    "percent", "percent/100", "Celsius", "rpm", "mWh", "mW", "mV", "mA", "mm", "dBm", "times", "months old",
]  # fmt: skip
"""
What a number counts. Documents hold whole numbers only (one value, one spelling), so each unit is fine enough for one;
`percent/100` are hundredths of a percent.
"""

Seen = Literal["open", "masked", "revealed"]
"""How a value stands in the document: as it is; as a pseudonym; or shown because the customer pressed "show"."""

Mask = Literal[
    "serial", "id", "ip private", "ip public", "ip link-local", "ip shared", "ip documentation", "mac", "host",
    "user", "mail", "url", "file", "network", "volume", "device", "share",
]  # fmt: skip
"""Kinds of pseudonym that are numbered, so that one thing is the same thing everywhere in a document."""
NUMBERED: frozenset[str] = frozenset(get_args(Mask))

UNNUMBERED: frozenset[str] = frozenset({"secret", "token", "card", "account", "phone", "value", "path"})
"""Marks without a number: two secrets must not be comparable. They cannot be revealed."""

MASKS: dict[Kind, Mask] = {
    "serial": "serial", "id": "id", "mac": "mac", "host": "host", "ssid": "network", "label": "volume",
    "person": "user", "queue": "share", "share": "share", "device": "device",
}  # fmt: skip
"""The pseudonym of each kind that is masked whole; an address's depends on the address, so redaction chooses it."""

Status = Literal["ok", "partial", "no-rights", "not-present", "not-supported", "tool-missing", "timed-out", "failed"]
"""How it went for a section or a collector."""

Severity = Literal["act-now", "soon", "worth-knowing"]
"""What a finding asks for: act now (U), soon (W), worth knowing (n)."""
RANK: dict[Severity, int] = {"act-now": 0, "soon": 1, "worth-knowing": 2}
"""The order of findings: what costs most to ignore stands first."""
