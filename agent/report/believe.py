"""What is to be believed of what a maker wrote: placeholders, impossible dates and speeds are not known."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_PLACEHOLDERS = frozenset(
    """
    to be filled by o.e.m.|to be filled by oem|default string|system product name|system manufacturer|system version
    |system serial number|base board serial number|chassis serial number|0123456789|123456789|1234567890|none|n/a|na
    |not applicable|not specified|not available|not settable|unknown|o.e.m.|oem|invalid|asset-1234567890
    |no asset tag|no asset information|type1family|sku|empty|undefined|x.x|xxxxxxxx|123490en400015|default
    |type2 - board serial number
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NOTHING = re.compile(r"[\s0.\-_xX*]*|[fF\-\s]+|0{8}-0{4}-0{4}-0{4}-0{12}")
_FIRST_YEAR = 2000


def believed(value: str | None) -> str | None:
    """Give a maker's text, or None when it is a placeholder."""
    if value is None:
        return None
    plain = " ".join(value.split())
    return None if plain.lower() in _PLACEHOLDERS or _NOTHING.fullmatch(plain) else plain


_CUT = 15
"""Bytes that Linux keeps of a process's name (comm(5)): a longer one is cut, wherever that is."""
_PROGRAM = re.compile(r"\(?(?:[^\W\d]|\d[^\W\d])[\w.+~-]{0,80}\)?(?:(?: - | |: |:|/|~)[^\W\d][\w.+~#-]{0,80}){0,4}")
_KERNEL = re.compile(r"(?:kworker|ksoftirqd|migration|cpuhp|irq|idle_inject|rcu\w{1,6})/[\w:+.-]{1,40}")
_LIKE_A_NUMBER = re.compile(r"(?=.*\d)(?=.*[A-Z])(?!.*[a-z]).{10,}")
_LIKE_A_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Z])(?=.*[a-z]).{15,}")


def program(name: str) -> str:
    """
    Give the name of a process as that of a program, or "unnamed".

    Any process may give itself any name, and Linux cuts it: half a secret would not be known as one. So a name has the
    form of a program's, and of several words that were cut the last is left out.
    """
    plain = " ".join(name.split())
    if _KERNEL.fullmatch(plain):
        return plain
    if len(name.encode("utf-8", "replace")) == _CUT:
        if _LIKE_A_TOKEN.fullmatch(plain):
            return UNNAMED
        plain = plain.rpartition(" ")[0] or plain
    if not _PROGRAM.fullmatch(plain) or _LIKE_A_NUMBER.fullmatch(plain):
        return UNNAMED
    return plain


UNNAMED = "unnamed"
"""What a process is called whose name is none of a program."""


def day(value: str | None, form: str, now: float) -> str | None:
    """Read a date in a maker's form as an RFC 3339 time; None before 2000, after now, or unreadable."""
    try:
        read = datetime.strptime(value or "", form).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment(read.timestamp(), now)


def moment(seconds: float | None, now: float) -> str | None:
    """Write seconds since 1970 as an RFC 3339 time; None before 2000 or after now (a minute's grace)."""
    if seconds is None or seconds > now + 60:
        return None
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at.year >= _FIRST_YEAR else None


def whole(value: str | float | None, *, least: int = 0) -> int | None:
    """Read a whole number; None when it is none, or below `least` (a speed of -1 is not known)."""
    try:
        number = int(float(value)) if isinstance(value, float) else int(str(value).strip(), 10)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if least <= number < 2**53 else None
