"""1.7 Programs and drivers on Windows: what installers wrote into the registry. Installer itself is never asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import believed, day, moment
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known, row
from agent.report.windows.answers import seconds
from agent.report.windows.events import Event
from agent.report.windows.faults import logged
from agent.report.windows.keys import APPX, CLASSES, MY_WINDOWS, WINDOWS, WINDOWS_32
from agent.report.windows.scripts import APPLICATION_EVENTS, SERVICE_EVENTS

_LATELY = 14 * 86_400
_NAMES = (
    "DisplayName",
    "DisplayVersion",
    "Publisher",
    "InstallDate",
    "SystemComponent",
    "ParentKeyName",
    "ReleaseType",
)
_PARTS = frozenset({"Security Update", "Update Rollup", "Hotfix", "ServicePack"})
_APP = re.compile(r"([\w.-]{1,100})_(\d[\d.]{1,40})_[a-z0-9]*_[^_]{0,40}_([a-z0-9]{5,20})")
_VERSION = re.compile(r"[\w.+~:() -]{1,60}")
_AT_MOST, _DRIVERS_AT_MOST = 6_000, 1_500
_WINDOWS_OWN = "microsoft"
_ACTIONS = {1033: "installed", 11707: "installed", 1034: "removed", 11724: "removed"}
_PRODUCT = re.compile(r"Product: (.{1,200}?) -- ")


def programs(machine: Machine) -> Iterator[Said]:
    """Tell every program that can be removed in the settings, and every app of the store."""
    found: dict[tuple[str, str | None], tuple[str | None, str | None, str]] = {}
    for root, kind in ((WINDOWS, "program"), (WINDOWS_32, "program, 32 bit"), (MY_WINDOWS, "program of this account")):
        with suppress(Unread):
            for name, version, publisher, came in _uninstall(machine, rf"{root}\Uninstall"):
                found.setdefault((name, version), (publisher, came, kind))
    for name, version in _apps(machine):
        found.setdefault((name, version), (None, None, "app"))
    if not found:
        raise Unread("not-present", "programs")
    yield known("programs.number", len(found), "registry")
    for (name, version), (publisher, came, kind) in sorted(found.items(), key=lambda each: each[0][0].lower())[
        :_AT_MOST
    ]:
        yield row("software.programs", "registry", name, version, publisher, came, kind)


def _uninstall(machine: Machine, key: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    for each in machine.branch(key).keys[:_AT_MOST]:
        try:
            about = machine.registry(rf"{key}\{each}", _NAMES)
        except Unread:
            continue
        name = about.get("DisplayName")
        hidden = about.get("SystemComponent") == 1 or about.get("ParentKeyName") or about.get("ReleaseType") in _PARTS
        if not isinstance(name, str) or not name.strip() or hidden:
            continue
        version, publisher, came = (about.get(one) for one in ("DisplayVersion", "Publisher", "InstallDate"))
        yield (
            name.strip(),
            version if isinstance(version, str) and _VERSION.fullmatch(version) else None,
            believed(publisher) if isinstance(publisher, str) else None,
            day(came, "%Y%m%d", machine.now()) if isinstance(came, str) else None,
        )


def _apps(machine: Machine) -> Iterator[tuple[str, str | None]]:
    """Name the apps of this account: name and version stand in the name of the key."""
    with suppress(Unread):
        for each in machine.branch(APPX).keys[:_AT_MOST]:
            if found := _APP.fullmatch(each):
                yield found[1], found[2]


def changes(machine: Machine) -> Iterator[Said]:
    """Tell what was installed or removed in the last 14 days: installers' dates, and what the log adds for seven."""
    found: list[tuple[float, str, str, str | None]] = []
    for root in (WINDOWS, WINDOWS_32, MY_WINDOWS):
        with suppress(Unread):
            for name, version, _, came in _uninstall(machine, rf"{root}\Uninstall"):
                at = seconds(came)
                if at is not None and at > machine.now() - _LATELY:
                    found.append((at, name, "installed", version))
    with suppress(Unread):
        found += [
            change for each in logged(machine, "events-application", APPLICATION_EVENTS) if (change := _change(each))
        ]
    with suppress(Unread):
        found += [(each.at or 0.0, each.value("ServiceName", "0"), "service added", None)
                  for each in logged(machine, "events-services", SERVICE_EVENTS) if each.number == 7045]  # noqa: PLR2004  # fmt: skip
    lines = sorted({each for each in found if each[1]}, key=lambda each: (-each[0], each[1]))
    yield known("programs.changed", len({name for _, name, _, _ in lines}), "registry, event log")
    for at, name, action, version in lines:
        yield row("software.changes", "registry, event log", name, action, version, moment(at, machine.now()))


def _change(event: Event) -> tuple[float, str, str, str | None] | None:
    action = _ACTIONS.get(event.number) if event.provider == "MsiInstaller" else None
    if action is None or event.at is None:
        return None
    said = _PRODUCT.match(event.value("0"))
    name = said[1] if said else event.value("0")
    version = event.value("1")
    return event.at, name, action, version if _VERSION.fullmatch(version) and version != "(NULL)" else None


def drivers(machine: Machine) -> Iterator[Said]:
    """Tell drivers that are not Microsoft's own: name, maker, version, date."""
    seen: set[tuple[str, str]] = set()
    for device_class in machine.branch(CLASSES).keys:
        places: tuple[str, ...] = ()
        with suppress(Unread):
            places = machine.branch(rf"{CLASSES}\{device_class}").keys
        for place in (each for each in places if each.isdigit() and len(seen) < _DRIVERS_AT_MOST):
            with suppress(Unread):
                names = ("DriverDesc", "ProviderName", "DriverVersion", "DriverDate")
                about = machine.registry(rf"{CLASSES}\{device_class}\{place}", names)
                name, maker, version, made = (str(about.get(each) or "") for each in names)
                if name and _WINDOWS_OWN not in maker.lower() and (name, version) not in seen:
                    seen.add((name, version))
                    yield row("software.drivers", "registry", name, maker or None, version or None,
                              day(made, "%m-%d-%Y", machine.now()), None)  # fmt: skip
    if not seen:
        yield gap("not-present", words="All drivers are Microsoft's own.")


COLLECTORS = (
    Collector("software", "programs", programs, seconds=6.0),
    Collector("software", "changes", changes, seconds=8.0, lane="slow"),
    Collector("software", "drivers", drivers, seconds=6.0),
)
"""The collectors of programs and drivers."""
