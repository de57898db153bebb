"""1.3 The last backup on Linux: when a known tool began one last. What it saved, where and for whom is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from agent.report.machine import Machine, Unread, names_or_none
from agent.report.told import Collector, Said, gap, known

_TIMERS = "/var/lib/systemd/timers"
_TIMESHIFT = "/var/log/timeshift"
_STAMP = re.compile(r"stamp-(?:[\w@.-]*-)?(borgmatic|restic|btrbk|rsnapshot|duplicity|kopia|urbackup)[\w@.-]*\.timer")
_LOG = re.compile(r"(\d{4}-\d\d-\d\d)_\d\d-\d\d-\d\d_backup\.log")
_DAY = 86_400


def backups(machine: Machine) -> Iterator[Said]:
    """Tell of each known tool how many days ago it began a backup last; no tool known says nothing about backups."""
    began: dict[str, float] = {}
    for name in names_or_none(machine, _TIMERS):
        found = _STAMP.fullmatch(name)
        if found:
            try:
                began[found[1]] = max(machine.changed(f"{_TIMERS}/{name}"), began.get(found[1], 0))
            except Unread:
                continue
    days = [match[1] for name in names_or_none(machine, _TIMESHIFT) if (match := _LOG.fullmatch(name))]
    at = _seconds(max(days, default=""))
    if at is not None:
        began["Timeshift"] = at
    for tool, when in sorted(began.items()):
        age = int((machine.now() - when) // _DAY)
        yield known("backup.kind", tool, "state file", tool)
        yield known("backup.age", age if age >= 0 else None, "state file", tool)
    if not began:
        words = "No backup tool that is known here has left its state. That does not say that there is no backup."
        yield gap("not-present", "backup.kind", "backup.age", words=words)


def _seconds(day: str) -> float | None:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


COLLECTORS = (Collector("storage", "backup", backups),)
"""The collector of backups."""
