"""What the commands of macOS say: JSON of `system_profiler`, property lists, and lines of "name: value"."""

from __future__ import annotations

import json
import plistlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.parsers.expat import ExpatError

from agent.report.machine import Machine, Unread
from agent.report.macos.commands import GROUP_OF
from agent.report.values import Row, listed, rows

_AMOUNT = re.compile(r"\s*(\d{1,9})(?:[.,](\d{1,3}))?\s*([KMGTP]?)B?\b", re.IGNORECASE)
_FACTORS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40, "P": 2**50}
_DIGITS = re.compile(r"\d{1,15}")
_DEEPEST = 12
_NO_PLIST = (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, KeyError, IndexError, OverflowError,
             AttributeError, RecursionError, LookupError, MemoryError)  # fmt: skip
"""What plistlib raises for bytes that are no property list: it promises none of them."""


def profile(machine: Machine, kind: str) -> list[Row]:
    """
    Ask `system_profiler` for a kind of data, one of the table's.

    Raises:
        Unread: It cannot be told.
    """
    try:
        found = json.loads(machine.run(GROUP_OF[kind]).out)
    except (ValueError, RecursionError):
        raise Unread("failed", "system_profiler") from None
    if not isinstance(found, dict) or kind not in found:
        raise Unread("not-supported", kind)
    return rows(found[kind])


def below(items: list[Row], deep: int = 0) -> Iterator[Row]:
    """Give each thing and what hangs on it (`_items`), from the outside in."""
    for each in items:
        yield each
        if deep < _DEEPEST:
            yield from below(rows(each.get("_items")), deep + 1)


def plist(data: bytes) -> Any:  # noqa: ANN401 - a property list
    """
    Read a property list, of XML or binary.

    Raises:
        Unread: It is none.
    """
    try:
        return plistlib.loads(data)
    except _NO_PLIST:
        raise Unread("failed", "property list") from None


def answered(machine: Machine, command: str, device: str = "") -> Row:
    """
    Give the property list that a command answers with.

    Raises:
        Unread: It cannot be told.
    """
    found = plist(machine.run(command, device).out)
    if not isinstance(found, dict):
        raise Unread("failed", command)
    return found


def objects(machine: Machine, command: str) -> list[Row]:
    """
    Give the objects that `ioreg` or `dscl` lists.

    Raises:
        Unread: It cannot be told.
    """
    out = machine.run(command).out
    return rows(plist(out)) if out.strip() else []  # ioreg says nothing where there is nothing


def preferences(machine: Machine, path: str) -> Row:
    """
    Read a property list of the system's.

    Raises:
        Unread: It cannot be told.
    """
    found = plist(machine.read(path))
    if not isinstance(found, dict):
        raise Unread("failed", "property list")
    return found


def pairs(text: str, sign: str = ":") -> dict[str, str]:
    """Read lines of "name: value"; the first of a name counts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, at, value = line.partition(sign)
        if at:
            found.setdefault(name.strip(), value.strip())
    return found


def numbers(machine: Machine) -> dict[str, str]:
    """
    Give what `sysctl` knows of the names it was asked for.

    Raises:
        Unread: It cannot be told.
    """
    found = pairs(machine.run("numbers").text)
    if not found:
        raise Unread("failed", "sysctl")
    return found


def amount(said: Any) -> int | None:  # noqa: ANN401 - JSON
    """Read "16 GB" or "1536 MB" as bytes: memory is counted in powers of two."""
    found = _AMOUNT.match(said) if isinstance(said, str) else None
    if found is None:
        return None
    part = int(found[2]) / 10 ** len(found[2]) if found[2] else 0
    read = int((int(found[1]) + part) * _FACTORS[found[3].upper()])
    return read if 0 < read < 2**53 else None


def digits(said: Any) -> int | None:  # noqa: ANN401 - JSON
    """Read the first whole number in a text such as "83 %" or "2667 MHz"."""
    found = _DIGITS.search(said) if isinstance(said, str) else None
    return int(found[0]) if found else None


def yes(said: Any) -> bool | None:  # noqa: ANN401 - JSON
    """Read the ways in which macOS says yes and no."""
    if isinstance(said, bool):
        return said
    plain = str(said).lower().rpartition("_")[2]
    return {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False,
            "0": False}.get(plain)  # fmt: skip


def stamp(value: Any) -> float | None:  # noqa: ANN401 - JSON, or a property list's own date
    """Read a time: a property list's (UTC), or "2026-05-26 16:11:45.00 +0800", or ISO 8601."""
    try:
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        read = datetime.fromisoformat(_zoned(value)) if isinstance(value, str) else None
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() if read else None
    except (ValueError, OverflowError):
        return None


def _zoned(value: str) -> str:
    """Write the fraction and the zone as ISO 8601 has them: "….00 +0800" has neither."""
    plain = re.sub(r"[.,]\d+", "", value.strip(), count=1)
    return re.sub(r"\s+([+-]\d{4})$", r"\1", plain)


def texts(row: Row, name: str) -> list[str]:
    """Give the texts of a list."""
    return [each for each in listed(row, name) if isinstance(each, str)]
