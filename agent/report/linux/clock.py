"""1.6 The clock on Linux: whether it is kept right, by whom, its zone; and the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report import reaching
from agent.report.believe import moment
from agent.report.machine import Machine, Unread, text_or_none
from agent.report.told import Collector, Said, gap, known

_TIMEDATE = ("org.freedesktop.timedate1", "/org/freedesktop/timedate1", "org.freedesktop.timedate1")
_KEEPERS = {
    "chronyd": "chrony", "systemd-timesyn": "systemd-timesyncd", "systemd-timesyncd": "systemd-timesyncd",
    "ntpd": "ntpd", "openntpd": "OpenNTPD", "phc2sys": "PTP", "VBoxService": "VirtualBox", "vmtoolsd": "VMware",
}  # fmt: skip
"""Programs that keep a clock, by the name of their process (15 characters of it, comm(5))."""
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")
_LANGUAGE = re.compile(r"""^\s*(?:export\s+)?LANG=["']?([A-Za-z0-9_.@-]{1,40})["']?\s*$""", re.MULTILINE)


def kept(machine: Machine) -> Iterator[Said]:
    """Tell the time, whether the kernel believes that somebody keeps it right, and who."""
    yield known("clock.now", moment(machine.now(), machine.now()), "clock")
    yield from _synchronised(machine)
    running = {str(each.get("name")) for each in machine.count("processes")}
    keepers = sorted({_KEEPERS[name] for name in running & set(_KEEPERS)})
    yield known("clock.source", " and ".join(keepers) or None, "processes")


def _synchronised(machine: Machine) -> Iterator[Said]:
    try:
        yield known("clock.synchronised", bool(machine.count("clock")["synchronised"]), "adjtimex")
    except Unread as reason:
        with suppress(Unread):
            yield known("clock.synchronised", bool(machine.bus(*_TIMEDATE, "NTPSynchronized")), "timedated")
            return
        yield gap(reason.status, "clock.synchronised")


def place(machine: Machine) -> Iterator[Said]:
    """Tell the zone, as the link to it or the file beside it names it, and the system's language."""
    zone: str | None = None
    with suppress(Unread):
        zone = machine.leads_to("/etc/localtime").partition("zoneinfo/")[2] or None
    zone = zone or text_or_none(machine, "/etc/timezone")
    yield known("clock.zone", zone if zone and _ZONE.fullmatch(zone) else None, "localtime")
    for path in ("/etc/default/locale", "/etc/locale.conf"):
        found = _LANGUAGE.search(text_or_none(machine, path) or "")
        if found:
            yield known("clock.locale", found[1], "locale")
            return
    yield gap("not-present", "clock.locale")


COLLECTORS = (
    Collector("system", "clock", kept, seconds=3.0),
    Collector("system", "place", place),
    Collector("system", "clock-offset", reaching.clock, seconds=5.0, lane="slow"),
)
"""The collectors of this part of the section."""
