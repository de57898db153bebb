"""Values as people read them: "13.2 GB", "3 days", "yes", "‹serial 1›"."""

from __future__ import annotations

import re

from protocol.report.document import Masked, Value
from protocol.report.kinds import Unit
from protocol.report.pseudonyms import mark

_SIZES = ("bytes", "KB", "MB", "GB", "TB", "PB")
_THOUSAND = 1000  # SI prefixes, as disks and networks are sold
_TIMES: tuple[tuple[str, int], ...] = (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1))
_SUFFIX: dict[str, str] = {"percent": " %", "Celsius": " °C", "times": " times", "months old": " months"}
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def shown(value: Value | None, unit: Unit | None = None) -> str:
    """Write a value for a person. None is "not known", never zero."""
    if value is None:
        return "not known"
    if isinstance(value, Masked):
        return mark((value.masked, value.n))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _number(value, unit)
    return f"{value[:10]} {value[11:19]} UTC" if _MOMENT.fullmatch(value) else value


def size(count: int) -> str:
    """Write bytes with the prefix that leaves one to three digits before the point."""
    amount, at = float(count), 0
    while abs(amount) >= _THOUSAND and at < len(_SIZES) - 1:
        amount, at = amount / _THOUSAND, at + 1
    return f"{count} bytes" if at == 0 else f"{amount:.1f} {_SIZES[at]}"


def duration(seconds: int) -> str:
    """Write seconds as the largest whole unit of at least two: 7200 is "2 hours", 90 is "90 seconds"."""
    for name, length in _TIMES:
        if abs(seconds) >= 2 * length:
            return f"{seconds // length} {name}"
    return f"{seconds} s"


def _number(value: int, unit: Unit | None) -> str:
    if unit == "bytes":
        return size(value)
    if unit == "bytes/s":
        return f"{size(value)} a second"
    if unit == "s":
        return duration(value)
    if unit in {"percent/100", "mWh", "mW", "mV", "mA"}:
        return _scaled(value, unit)
    return f"{value}{_SUFFIX.get(unit, f' {unit}')}" if unit else str(value)


def _scaled(value: int, unit: Unit | None) -> str:
    if unit == "percent/100":
        return f"{value / 100:.2f} %"
    return f"{value / 1000:.1f} {str(unit).removeprefix('m')}"
