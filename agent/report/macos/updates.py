"""1.6 Updates on macOS: what it remembers of its last look, without going online."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import pairs, preferences, profile, stamp, yes
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, rows, word

_FILE = "/Library/Preferences/com.apple.SoftwareUpdate.plist"
_DAY = 86_400
_SECURITY = re.compile(r"^macOS\b|security|safari", re.IGNORECASE)
_SYSTEM = re.compile(r"^macOS\b")
_VERSION = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")


def updates(machine: Machine) -> Iterator[Said]:
    """
    Tell what waits, how old that knowledge is, and whether updates come by themselves.

    The number that macOS keeps beside its list stays when all is installed, so the list is counted instead, without
    versions of the system that run already.
    """
    found = preferences(machine, _FILE)
    installed = _installed(machine)
    waiting = [each for each in rows(found.get("RecommendedUpdates")) if _waits(each, installed)]
    yield known("updates.waiting", len(waiting), "software update")
    names = [word(each, "Display Name") or "" for each in waiting]
    yield known("updates.security", sum(bool(_SECURITY.search(each)) for each in names), "software update")
    times = [at for name in ("LastSuccessfulDate", "LastFullSuccessfulDate", "LastBackgroundSuccessfulDate")
             if (at := stamp(found.get(name))) is not None and at <= machine.now()]  # fmt: skip
    age = int((machine.now() - max(times)) // _DAY) if times else None
    yield known("updates.list-age", age, "software update")
    by_itself = yes(found.get("AutomaticallyInstallMacOSUpdates"))
    yield known("updates.automatic", by_itself, "software update")
    words = "macOS does not keep failed updates."
    yield gap("not-supported", "updates.failures", "updates.failure-code", "updates.last-failure", words=words)
    yield gap("not-supported", "packages.broken", words="macOS mends its own parts and keeps no such list.")


def _waits(update: Row, installed: tuple[int, ...]) -> bool:
    """Tell whether an update waits: one of the system does until its version runs."""
    version = _numbers(str(update.get("Display Version", "")))
    is_system = _SYSTEM.search(str(update.get("Display Name", ""))) is not None
    return not (is_system and version and installed and version <= installed)


def _installed(machine: Machine) -> tuple[int, ...]:
    with suppress(Unread):
        return _numbers(pairs(machine.run("release").text).get("ProductVersion", ""))
    return ()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split(".")) if _VERSION.fullmatch(version) else ()


def last(machine: Machine) -> Iterator[Said]:
    """Tell when the newest update of Apple's was installed."""
    times = [at for each in profile(machine, "SPInstallHistoryDataType")
             if each.get("package_source") == "package_source_apple"
             and (at := stamp(each.get("install_date"))) is not None and at <= machine.now()]  # fmt: skip
    yield known("updates.last-success", moment(max(times), machine.now()) if times else None, "system_profiler")


COLLECTORS = (
    Collector("system", "updates", updates, lane="commands"),
    Collector("system", "last-update", last, seconds=8.0, lane="slow"),
)
"""The collectors of updates."""
