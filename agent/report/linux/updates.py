"""1.6 Updates on Linux: what waits, how old the list is, when it last went well, whether it goes by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from agent.report.believe import moment, whole
from agent.report.linux.packages import dpkg_packages
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known

_DAY = 86_400
_LOG_BYTES = 4 * 2**20
_LISTS = "/var/lib/apt/lists"
_SETTINGS = "/etc/apt/apt.conf.d"
_BY_ITSELF = re.compile(r'^\s*APT::Periodic::Unattended-Upgrade\s+"?(\w+)"?\s*;', re.MULTILINE)
_WAITING = re.compile(r"^[\w.+-]{1,100}/(\S{1,200}) \S{1,100} \S{1,20} \[[^\]]{1,200}\]", re.MULTILINE)
_BROKEN = frozenset({"half-installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"})


def waiting(machine: Machine) -> Iterator[Said]:
    """Tell how many updates wait by the list that the computer has: nobody goes online for it."""
    if not names_or_none(machine, _LISTS):
        yield gap("not-supported", "updates.waiting", "updates.security", words="Updates are counted where apt is.")
        return
    ran = machine.run("apt-updates")
    if ran.code != 0 or ran.cut:
        yield gap("failed", "updates.waiting", "updates.security")
        return
    suites = _WAITING.findall(ran.text)
    yield known("updates.waiting", len(suites), "apt")
    yield known("updates.security", sum("-security" in suite for suite in suites), "apt")


def history(machine: Machine) -> Iterator[Said]:
    """Tell how old the list of updates is, and when the last one was installed."""
    lists = [name for name in names_or_none(machine, _LISTS) if name.endswith("Release")]
    ages = [machine.changed(f"{_LISTS}/{name}") for name in lists]
    # An update that found nothing new leaves the lists' times, so the folder of what was fetched counts too.
    for path in (f"{_LISTS}/partial", "/var/lib/apt/periodic/update-success-stamp"):
        with suppress(Unread):
            ages += [machine.changed(path)]
    yield known("updates.list-age", whole((machine.now() - max(ages)) // _DAY) if ages else None, "apt")
    yield known("updates.last-success", _last(machine), "dpkg")


def _last(machine: Machine) -> str | None:
    """Give the time of the last package that was installed anew or brought up to date."""
    for name in ("/var/log/dpkg.log", "/var/log/dpkg.log.1"):
        times = [at for at, action, *_ in dpkg_log(machine, name) if action in {"upgrade", "install"}]
        if times:
            return moment(max(times), machine.now())
    return None


def dpkg_log(machine: Machine, path: str) -> Iterator[tuple[float, str, str, str, str]]:
    """Read dpkg's log: time (its zone is the computer's), action, package, version before, version after."""
    try:
        raw = machine.read(path, _LOG_BYTES).decode("utf-8", "replace")
    except Unread:
        return
    for line in raw.splitlines():
        parts = line.split(" ")
        if len(parts) == 6 and parts[2] in {"install", "upgrade", "remove", "purge"}:  # noqa: PLR2004 - dpkg's six fields
            with suppress(ValueError):
                at = datetime.strptime(f"{parts[0]} {parts[1]}", "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
                yield at.timestamp() - machine.offset(), parts[2], parts[3].partition(":")[0], parts[4], parts[5]


def automatic(machine: Machine) -> Iterator[Said]:
    """Tell whether updates install themselves: apt's own setting, the last word of its files; dnf's beside it."""
    files = names_or_none(machine, _SETTINGS)
    if files:
        said = [
            value for name in files for value in _BY_ITSELF.findall(text_or_none(machine, f"{_SETTINGS}/{name}") or "")
        ]
        yield known("updates.automatic", bool(said) and said[-1] not in {"0", "false", "no"}, "apt")
        return
    dnf = text_or_none(machine, "/etc/dnf/automatic.conf")
    found = re.search(r"^\s*apply_updates\s*=\s*(\w+)", dnf or "", re.MULTILINE)
    yield known("updates.automatic", found[1].lower() in {"yes", "true", "1"} if found else None, "dnf")


def broken(machine: Machine) -> Iterator[Said]:
    """Tell how many packages dpkg left between two states, as `dpkg --audit` would list them."""
    packages = dpkg_packages(machine)
    yield known("packages.broken", sum(each.state in _BROKEN or each.reinstall for each in packages), "dpkg")


COLLECTORS = (
    Collector("system", "updates", waiting, seconds=8.0, lane="slow"),
    Collector("system", "update-history", history),
    Collector("system", "automatic-updates", automatic),
    Collector("system", "broken-packages", broken, lane="commands"),
)
"""The collectors of this part of the section."""
