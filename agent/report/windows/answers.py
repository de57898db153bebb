"""
What PowerShell's JSON says: classes with their instances, each value read as what it should be, or not known.

Windows PowerShell 5.1 and PowerShell 7 write dates, single instances and lists differently; all of it is understood.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from agent.report.believe import believed, moment
from agent.report.machine import Machine, Unread
from agent.report.values import Row, listed
from agent.report.windows.classes import CLASSES
from protocol.report.kinds import Status

_MILLISECONDS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_DMTF = re.compile(r"(\d{14})\.\d{6}([+-]\d{3})")

# Words of Microsoft.Management.Infrastructure.NativeErrorCode, which no language changes.
_REASONS: dict[str, Status] = {
    "AccessDenied": "no-rights", "InvalidNamespace": "not-supported", "InvalidClass": "not-supported",
    "NotSupported": "not-supported", "NotFound": "not-present", "ServerLimitsExceeded": "timed-out",
}  # fmt: skip


def parsed(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """
    Read PowerShell's JSON, which may begin with a mark of its encoding.

    Raises:
        Unread: It is none.
    """
    try:
        return json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise Unread("failed", "PowerShell") from None


def answers(data: bytes) -> dict[str, list[Row] | Unread]:
    """
    Read what a group of classes answered: the instances of each, or the reason why there are none.

    Raises:
        Unread: It is no answer at all.
    """
    found = parsed(data)
    if not isinstance(found, dict):
        raise Unread("failed", "PowerShell")
    return {kind: _instances(said) for kind, said in found.items()}


def _instances(said: Any) -> list[Row] | Unread:  # noqa: ANN401 - JSON
    if isinstance(said, dict) and set(said) == {"error"}:
        return Unread(_REASONS.get(str(said["error"]), "failed"), "CIM")
    if isinstance(said, dict) and set(said) == {"value", "Count"}:  # 5.1 wraps a list that was decorated
        said = said["value"]
    listed = said if isinstance(said, list) else [said]
    return [each for each in listed if isinstance(each, dict)]


def ask(machine: Machine, kind: str) -> list[Row]:
    """
    Ask for all instances of a class of the list.

    Raises:
        Unread: It cannot be told.
    """
    return machine.cim(CLASSES[kind].space, kind, CLASSES[kind].names)


def first(machine: Machine, kind: str) -> Row:
    """
    Give the first instance of a class, or an empty one.

    Raises:
        Unread: It cannot be told.
    """
    return next(iter(ask(machine, kind)), {})


def letters(row: Row, name: str) -> str | None:
    """Give a text that a driver left as numbers of characters, ended by a zero."""
    codes = [each for each in listed(row, name) if isinstance(each, int) and 0 <= each < 0x110000]  # noqa: PLR2004 - Unicode
    text = "".join(chr(code) for code in codes).partition("\0")[0]
    return believed("".join(sign for sign in text if sign.isprintable()).strip())


def when(row: Row, name: str) -> float | None:
    """Give a time in seconds since 1970: milliseconds of 5.1, ISO 8601 of 7, or CIM's own form (DSP0004)."""
    return seconds(row.get(name))


def seconds(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Read one time of any of the three forms."""
    if not isinstance(value, str):
        return None
    if found := _MILLISECONDS.fullmatch(value):
        return int(found[1]) / 1000
    try:
        if value.endswith("GMT"):  # the security centre writes times as mail does (RFC 1123)
            return parsedate_to_datetime(value).timestamp()
        if found := _DMTF.fullmatch(value):
            read = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            return read.timestamp() - int(found[2]) * 60
        read = datetime.fromisoformat(value)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, TypeError):
        return None


def date(machine: Machine, row: Row, name: str) -> str | None:
    """Give a believable time as the document writes it."""
    return moment(when(row, name), machine.now())
