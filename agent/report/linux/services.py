"""1.7 Services on Linux: systemd over its bus, what starts by itself, timers whose work fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from agent.report.believe import whole
from agent.report.linux.journal import entries
from agent.report.linux.system import MANAGER, NO_SYSTEMD
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known, row

_AUTOSTART = "/etc/xdg/autostart"
_MANAGERS = {"systemd": "systemd", "init": "SysV init", "openrc-init": "OpenRC", "runit": "runit", "s6-svscan": "s6"}
_STARTS = frozenset({"enabled", "enabled-runtime", "disabled", "static", "masked", "indirect", "generated", "alias"})
_UNIT_FIELDS = 10
_ASKED_AT_MOST = 20
"""Failed units that are asked for their exit code: each is a question of its own."""
_WORD = re.compile(r"[a-z]{1,15}(?:-[a-z]{1,15}){0,3}")
_PROGRAM = re.compile(r"[\"']?(?:/(?:[\w.+-]{1,100}/){0,20})?([\w.+-]{1,100})[\"']?")
"""A program, by path or name. Half of anything else must not be told: redaction knows a secret by all of it."""
_KEY = re.compile(r"^\s*(Name|Exec|Hidden|X-GNOME-Autostart-enabled)\s*=\s*(.{0,300})$", re.MULTILINE)


class Unit(NamedTuple):
    """One unit as systemd lists it."""

    name: str
    words: str
    load: str
    active: str
    sub: str
    path: str


def units(machine: Machine) -> list[Unit]:
    """
    List all units that systemd holds.

    Raises:
        Unread: There is no systemd on the bus, or it gave something else.
    """
    found = machine.bus(*MANAGER, "ListUnits")
    if not isinstance(found, list):
        raise Unread("failed", "systemd")
    return [Unit(*(*each[:5], each[6])) for each in found if _is_unit(each)]


def _is_unit(said: Any) -> bool:  # noqa: ANN401 - a D-Bus value
    return (
        isinstance(said, list)
        and len(said) == _UNIT_FIELDS
        and all(isinstance(each, str) for each in (*said[:5], said[6]))
    )


def services(machine: Machine) -> Iterator[Said]:
    """Tell each service's state, how it starts, and with which code it failed."""
    yield known("services.manager", _MANAGERS.get(text_or_none(machine, "/proc/1/comm") or "", "another"), "procfs")
    found = sorted((each for each in units(machine) if each.name.endswith(".service") and each.load != "not-found"),
                   key=lambda each: (each.active != "failed", each.name))  # fmt: skip
    starts = _starts(machine)
    yield known("services.manager-version", _version(machine), "systemd")
    yield known("services.number", len(found), "systemd")
    yield known("services.failed", sum(each.active == "failed" for each in found), "systemd")
    for at, each in enumerate(found):
        failed = each.active == "failed"
        code = _exit_code(machine, each.path) if failed and at < _ASKED_AT_MOST else None
        yield row("software.services", "systemd", each.name, each.words, _state(each),
                  starts.get(_pattern(each.name)), failed, code)  # fmt: skip


def _version(machine: Machine) -> str | None:
    try:
        said = machine.bus(*MANAGER, "Version")
    except Unread:
        return None
    return said if isinstance(said, str) else None


def _state(unit: Unit) -> str | None:
    words = [each for each in (unit.active, unit.sub) if _WORD.fullmatch(each)]
    return f"{words[0]} ({words[1]})" if len(words) == 2 else words[0] if words else None  # noqa: PLR2004 - both


def _exit_code(machine: Machine, path: str) -> int | None:
    try:
        return whole(machine.bus(MANAGER[0], path, "org.freedesktop.systemd1.Service", "ExecMainStatus"))
    except Unread:
        return None


def _starts(machine: Machine) -> dict[str, str]:
    """Tell how each unit file is set, by name: from systemd, or from its files where it does not run."""
    try:
        found = machine.bus(*MANAGER, "ListUnitFiles")
        pairs = [each for each in found if isinstance(each, list)] if isinstance(found, list) else []
        said = {str(each[0]).rpartition("/")[2]: str(each[1]) for each in pairs if len(each) == 2}  # noqa: PLR2004
    except Unread:
        return {}
    return {name: state for name, state in said.items() if state in _STARTS}


def _pattern(name: str) -> str:
    """Give the unit file of an instance: getty@tty1.service is made from getty@.service."""
    return re.sub(r"@.*(?=\.service$)", "@", name)


def start_up(machine: Machine) -> Iterator[Said]:
    """Tell what starts with the computer: units switched on, and desktop programs by name, without their arguments."""
    try:
        states, source = _starts(machine) or _by_files(machine), "systemd"
    except Unread as reason:
        states, source = {}, ""
        yield gap(reason.status, words="What systemd starts cannot be told.")
    for name in sorted(states):
        if name.endswith(".service") and states[name] in {"enabled", "enabled-runtime", "generated"}:
            yield row("software.start-up", source, name, None, None, "service", True)
    for name in [each for each in names_or_none(machine, _AUTOSTART) if each.endswith(".desktop")]:
        keys = dict(reversed(_KEY.findall(text_or_none(machine, f"{_AUTOSTART}/{name}") or "")))
        on = keys.get("Hidden", "").lower() != "true" and keys.get("X-GNOME-Autostart-enabled", "").lower() != "false"
        found = _PROGRAM.fullmatch(keys.get("Exec", "").split(" ")[0])
        program = found[1] if found else None
        yield row("software.start-up", "XDG autostart", keys.get("Name") or name, program, None, "desktop", on)


def _by_files(machine: Machine) -> dict[str, str]:
    """Ask the files: systemctl reads them where systemd does not run."""
    ran = machine.run("unit-files")
    if ran.code != 0:
        raise Unread("not-present", "unit files")
    return {str(each.get("unit_file")): str(each.get("state")) for each in entries(ran.text)}


def tasks(machine: Machine) -> Iterator[Said]:
    """Tell timers whose service failed the last time."""
    found = units(machine)
    timers = {each.name.removesuffix(".timer") for each in found if each.name.endswith(".timer")}
    for each in found:
        if each.active == "failed" and each.name.removesuffix(".service") in timers and each.name.endswith(".service"):
            code = _exit_code(machine, each.path)
            yield row("software.tasks", "systemd", each.name, "failed" if code is None else str(code))


COLLECTORS = (
    Collector("software", "services", services, seconds=6.0, lane="slow", without=NO_SYSTEMD),
    Collector("software", "start-up", start_up, seconds=5.0, lane="commands"),
    Collector("software", "tasks", tasks, seconds=5.0, lane="slow", without=NO_SYSTEMD),
)
"""The collectors of this part of the section."""
