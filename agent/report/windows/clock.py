"""1.6 The clock on Windows: whether the time service runs and whom it follows, the zone; and the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.windows.keys import CONTROL, SERVICES

_SOURCES = {"NTP": "NTP", "NT5DS": "domain", "AllSync": "NTP and domain", "NoSync": "nobody"}
_WORD = re.compile(r"[\w .+/()-]{1,60}")


def kept(machine: Machine) -> Iterator[Said]:
    """Tell the time, whether the time service keeps it, and whom it follows."""
    yield known("clock.now", moment(machine.now(), machine.now()), "clock")
    yield gap("not-present", "clock.offset", words="It is compared with the relay's clock in a session only.")
    kind: object = None
    with suppress(Unread):
        kind = machine.registry(rf"{SERVICES}\W32Time\Parameters", ("Type",)).get("Type")
    source = _SOURCES.get(str(kind))
    states = [
        str(each.get("status")) for each in machine.count("services") if str(each.get("name")).lower() == "w32time"
    ]
    runs = states[0] == "running" if states else None
    # It is started now and then by a trigger: that it does not run this moment does not say that nobody keeps the time.
    yield known("clock.synchronised", False if kind == "NoSync" else True if runs else None, "time service")
    yield known("clock.source", source, "registry")


def place(machine: Machine) -> Iterator[Said]:
    """Tell the zone and the language by the names that Windows gives them."""
    for fact, key, name in (
        ("clock.zone", rf"{CONTROL}\TimeZoneInformation", "TimeZoneKeyName"),
        ("clock.locale", r"HKCU\Control Panel\International", "LocaleName"),
    ):
        try:
            value = machine.registry(key, (name,)).get(name)
        except Unread as reason:
            yield gap(reason.status, fact)
            continue
        plain = value.partition("\0")[0] if isinstance(value, str) else ""
        yield known(fact, plain if _WORD.fullmatch(plain) else None, "registry")


COLLECTORS = (Collector("system", "clock", kept, seconds=5.0), Collector("system", "place", place))
"""The collectors of this part of the section."""
