"""1.7 Services and what starts by itself on macOS: launchd, and the descriptions that all accounts share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple

from agent.report.machine import Machine, Unread
from agent.report.macos.answers import preferences, texts, yes
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import word

_LINE = re.compile(r"(-|\d{1,7})\t(-?\d{1,5})\t(\S{3,160})")
_DISABLED = re.compile(r'"([\w.-]{3,160})" => (disabled|enabled|true|false)')
_PROGRAM = re.compile(r"[\w .+()-]{1,100}")
_APPLE = ("com.apple.", "application.com.apple.")
_APP = "application."
# Signals of a crash: a service that was told to end (TERM, KILL) did not fail.
_CRASHED = frozenset({-4, -5, -6, -8, -10, -11, -12})
_FOLDERS = {"/Library/LaunchDaemons": "with the computer", "/Library/LaunchAgents": "at sign-in"}
_AT_MOST = 400


class _Service(NamedTuple):
    name: str
    running: bool
    code: int

    @property
    def failed(self) -> bool:
        """Tell whether a service of somebody else than Apple ended with an error; Apple's own do so every day."""
        return not self.running and not self.name.startswith(_APPLE) and (self.code > 0 or self.code in _CRASHED)


def services(machine: Machine) -> Iterator[Said]:
    """Tell the services that this account may see; those that failed come first, Apple's own only if they crashed."""
    yield known("services.manager", "launchd", "launchctl")
    yield gap("not-supported", "services.manager-version")
    found = [_Service(each[3], each[1] != "-", int(each[2])) for each in _LINE.finditer(machine.run("services").text)
             if not each[3].startswith(_APP)]  # fmt: skip
    if not found:
        raise Unread("not-present", "launchctl")
    switched = _switched(machine)
    yield known("services.number", len(found), "launchctl")
    yield known("services.failed", sum(each.failed for each in found), "launchctl")
    for each in sorted(found, key=lambda one: (not one.failed, one.name.startswith(_APPLE), one.name.lower())):
        start = {True: "disabled", False: "enabled"}.get(switched[each.name]) if each.name in switched else None
        yield row("software.services", "launchctl", each.name, None, "running" if each.running else "stopped", start,
                  each.failed, each.code if each.failed else None)  # fmt: skip


def _switched(machine: Machine) -> dict[str, bool]:
    """Tell which services somebody switched off, or on again."""
    with suppress(Unread):
        said = machine.run("services-disabled").text
        return {each[1]: each[2] in {"disabled", "true"} for each in _DISABLED.finditer(said)}
    return {}


def start_up(machine: Machine) -> Iterator[Said]:
    """Tell what starts by itself for all accounts: by name and program, never with its arguments."""
    told = False
    switched = _switched(machine)
    for folder, words in _FOLDERS.items():
        names: list[str] = []
        with suppress(Unread):
            names = [each for each in machine.names(folder) if each.endswith(".plist")][:_AT_MOST]
        for name in names:
            with suppress(Unread):
                about = preferences(machine, f"{folder}/{name}")
                label = word(about, "Label") or name.removesuffix(".plist")
                path = word(about, "Program") or next(iter(texts(about, "ProgramArguments")), "")
                program = PurePosixPath(path).name
                off = switched.get(label, yes(about.get("Disabled")) is True)
                told = True
                yield row("software.start-up", "launchd", label, program if _PROGRAM.fullmatch(program) else None, None,
                          words, not off)  # fmt: skip
    if not told:
        yield gap("not-present", words="Nothing starts by these ways.")
    yield gap("partial", words="What starts for one account alone stands in its home, which is not looked into.")


def tasks(_machine: Machine) -> Iterator[Said]:
    """Say that they are services here."""
    yield gap("not-supported", words="On macOS tasks are services: they are told as such.")


COLLECTORS = (
    Collector("software", "services", services, seconds=8.0, lane="commands"),
    Collector("software", "start-up", start_up, seconds=8.0, lane="commands"),
    Collector("software", "tasks", tasks),
)
"""The collectors of services."""
