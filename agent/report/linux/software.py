"""1.7 Programs on Linux: what is installed, what changed of late, and drivers that are not the kernel's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import believed, moment
from agent.report.linux.packages import all_packages
from agent.report.linux.updates import dpkg_log
from agent.report.machine import Machine, names_or_none, text, text_or_none
from agent.report.told import Collector, Said, gap, known, row

_LATELY = 14 * 86_400
_FOREIGN = re.compile(r"^([\w-]{1,64}) .*\(([A-Z]{1,5})\)\s*$", re.MULTILINE)
_UNSIGNED = "E"
_VERSION = re.compile(r"[\w.+~:-]{1,60}")


def programs(machine: Machine) -> Iterator[Said]:
    """Tell every package of every database there is."""
    found = sorted(all_packages(machine), key=lambda each: each.name)
    yield known("programs.number", len(found), "packages")
    for each in found:
        came = moment(each.came, machine.now()) if each.came else None
        yield row("software.programs", "packages", each.name, each.version, each.maker, came, each.kind)


def changes(machine: Machine) -> Iterator[Said]:
    """Tell what was installed, brought up to date or removed in the last 14 days: dpkg's own log."""
    lines = [
        each
        for name in ("/var/log/dpkg.log.1", "/var/log/dpkg.log")
        for each in dpkg_log(machine, name)
        if machine.now() - _LATELY < each[0] <= machine.now()
    ]
    if not lines and not names_or_none(machine, "/var/lib/dpkg"):
        yield gap("not-supported", "programs.changed", words="Changes are known where dpkg is.")
        return
    yield known("programs.changed", len({name for _, _, name, *_ in lines}), "dpkg")
    for at, action, name, before, after in reversed(lines):
        version = before if after == "<none>" else after
        yield row("software.changes", "dpkg", name, action, version, moment(at, machine.now()))


def drivers(machine: Machine) -> Iterator[Said]:
    """Tell modules that are not the kernel's own (they taint it), and what DKMS builds."""
    loaded = text(machine, "/proc/modules")
    foreign = dict(_FOREIGN.findall(loaded))
    for name, flags in foreign.items():
        version = _version(text_or_none(machine, f"/sys/module/{name}/version"))
        yield row("software.drivers", "modules", name, None, version, None, _UNSIGNED not in flags)
    for name in names_or_none(machine, "/var/lib/dkms"):
        built = [each for each in names_or_none(machine, f"/var/lib/dkms/{name}") if each[:1].isdigit()]
        if name not in foreign and built:
            yield row("software.drivers", "DKMS", name, "DKMS", _version(built[-1]), None, None)


def _version(raw: str | None) -> str | None:
    plain = believed(raw)
    return plain if plain and _VERSION.fullmatch(plain) else None


COLLECTORS = (
    Collector("software", "programs", programs, seconds=8.0, lane="commands"),
    Collector("software", "changes", changes),
    Collector("software", "drivers", drivers, without="This kernel has everything built in: it loads no drivers."),
)
"""The collectors of this part of the section."""
