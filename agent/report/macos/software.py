"""1.7 Programs and drivers on macOS: the programs' own descriptions, Homebrew, the history of installs, extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import preferences, profile, stamp
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import word

_APPLICATIONS = "/Applications"
_CELLARS = ("/opt/homebrew/Cellar", "/usr/local/Cellar")
_AT_MOST = 1_000
_LATELY = 14 * 86_400
_VERSION = re.compile(r"[\w.+~-]{1,60}")
_APPLE = "com.apple."
_LONGEST = 600
_EXTENSION = re.compile(r"([\w.-]{3,120}) \((\d[\w.+/-]{0,40})\)")
_KEXT = re.compile(r"([\w-]{1,60}(?:\.[\w-]{1,60}){2,8}) \(([\w.+-]{1,30})\)")
_STATE = re.compile(r"\[([a-z ]{3,60})\]")


def applications(machine: Machine) -> list[str]:
    """
    Name the programs of all accounts, without the ending.

    Raises:
        Unread: It cannot be told.
    """
    return [each.removesuffix(".app") for each in machine.names(_APPLICATIONS) if each.endswith(".app")][:_AT_MOST]


def programs(machine: Machine) -> Iterator[Said]:
    """Tell every program that all accounts share, and what Homebrew brought; homes are not looked into."""
    found: list[tuple[str, str | None, str | None, str]] = []
    for name in applications(machine):
        version: str | None = None
        publisher: str | None = None
        with suppress(Unread):
            about = preferences(machine, f"{_APPLICATIONS}/{name}.app/Contents/Info.plist")
            version = _version(word(about, "CFBundleShortVersionString") or word(about, "CFBundleVersion"))
            publisher = "Apple" if str(about.get("CFBundleIdentifier")).startswith(_APPLE) else None
        found.append((name, version, publisher, "app"))
    for cellar in _CELLARS:
        with suppress(Unread):
            for name in machine.names(cellar)[:_AT_MOST]:
                versions: list[str] = []
                with suppress(Unread):
                    versions = machine.names(f"{cellar}/{name}")
                found.append((name, _version(versions[-1] if versions else None), "Homebrew", "package"))
    yield known("programs.number", len(found), "folders")
    for name, version, publisher, kind in found:
        yield row("software.programs", "folders", name, version, publisher, None, kind)


def _version(said: str | None) -> str | None:
    return said if said and _VERSION.fullmatch(said) else None


def changes(machine: Machine) -> Iterator[Said]:
    """Tell what was installed in the last 14 days; that something was removed macOS does not keep."""
    found: dict[tuple[str, str | None], float] = {}
    for each in profile(machine, "SPInstallHistoryDataType"):
        name, at = word(each, "_name"), stamp(each.get("install_date"))
        if name and at is not None and machine.now() - _LATELY < at <= machine.now() + 60:
            key = name, _version(word(each, "install_version"))
            found[key] = max(at, found.get(key, at))
    yield known("programs.changed", len({name for name, _ in found}), "system_profiler")
    for (name, version), at in sorted(found.items(), key=lambda each: (-each[1], each[0][0])):
        yield row("software.changes", "system_profiler", name, "installed", version, moment(at, machine.now()))


def drivers(machine: Machine) -> Iterator[Said]:
    """Tell extensions of the system that are not Apple's: of programs, and of the kernel."""
    told: set[str] = set()
    refused: list[Unread] = []
    for command, form in (("system-extensions", _EXTENSION), ("kernel-extensions", _KEXT)):
        try:
            lines = [each for each in machine.run(command).text.splitlines() if len(each) < _LONGEST]
        except Unread as reason:
            refused.append(reason)
            continue
        for line in lines:
            found = form.search(line)
            if found is None or found[1].startswith(_APPLE) or found[1] in told:
                continue
            told.add(found[1])
            kind = _STATE.search(line)
            words = (kind[1] if kind else None) if command == "system-extensions" else "kernel extension"
            yield row("software.drivers", command, found[1], words, found[2].partition("/")[0], None, None)
    for each in refused:
        yield gap(each.status, words="A part of the extensions could not be listed.")
    if not told and not refused:
        yield gap("not-present", words="All extensions of the system are Apple's own.")


COLLECTORS = (
    Collector("software", "programs", programs, seconds=6.0),
    Collector("software", "changes", changes, seconds=8.0, lane="slow"),
    Collector("software", "drivers", drivers, seconds=8.0, lane="slow"),
)
"""The collectors of programs and drivers."""
