"""1.6 The clock on macOS: whether it sets itself, the zone; and the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import preferences, yes
from agent.report.told import Collector, Said, gap, known
from agent.report.values import word

_TIME = "/Library/Preferences/com.apple.timed.plist"
_GLOBAL = "/Library/Preferences/.GlobalPreferences.plist"
_ZONE = re.compile(r"[A-Za-z]{1,20}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,10}){0,3}")


def kept(machine: Machine) -> Iterator[Said]:
    """Tell the time, and whether macOS sets it by itself."""
    yield known("clock.now", moment(machine.now(), machine.now()), "clock")
    yield gap("not-present", "clock.offset", words="It is compared with the relay's clock in a session only.")
    by_itself = yes(preferences(machine, _TIME).get("TMAutomaticTimeOnlyEnabled"))
    yield known("clock.synchronised", by_itself, "time service")
    yield known("clock.source", None if by_itself is None else "NTP" if by_itself else "nobody", "time service")


def place(machine: Machine) -> Iterator[Said]:
    """Tell the zone and the language of the system."""
    try:
        zone = machine.leads_to("/etc/localtime").partition("/zoneinfo/")[2]
        yield known("clock.zone", zone if _ZONE.fullmatch(zone) else None, "localtime")
    except Unread as reason:
        yield gap(reason.status, "clock.zone")
    locale = (word(preferences(machine, _GLOBAL), "AppleLocale") or "").partition("@")[0]
    yield known("clock.locale", locale if _LOCALE.fullmatch(locale) else None, "preferences")


COLLECTORS = (Collector("system", "clock", kept), Collector("system", "place", place))
"""The collectors of this part of the section."""
