"""1.6 The system on Linux: what it is, when it started and how it stopped, whether it wants a restart."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import believed, moment, whole
from agent.report.linux.journal import entries
from agent.report.linux.options import options
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known
from protocol.report.findings.support import support_ends

MANAGER = ("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")
NO_SYSTEMD = "systemd does not run on this computer, or does not answer."
_DAY = 86_400
_MICRO = 1_000


def os_release(machine: Machine) -> dict[str, str]:
    """Read os-release(5): its own folder first, then the vendor's; empty when there is none."""
    for path in ("/etc/os-release", "/usr/lib/os-release"):
        raw = text_or_none(machine, path)
        if raw is not None:
            return dict(_assigned(raw))
    return {}


def _assigned(raw: str) -> Iterator[tuple[str, str]]:
    for line in raw.splitlines()[:200]:
        name, equals, value = line.strip().partition("=")
        if equals and re.fullmatch(r"[A-Z][A-Z0-9_]{0,40}", name):
            with suppress(ValueError):  # a quote that never ends: this line tells nothing
                yield name, " ".join(shlex.split(value))


def release(machine: Machine) -> Iterator[Said]:
    """Tell which system it is, and until when its makers mend it."""
    said = os_release(machine)
    system, version = believed(said.get("ID")), believed(said.get("VERSION_ID"))
    point = text_or_none(machine, "/etc/debian_version") if system == "debian" else None
    version = point if point and version and point.split(".")[0] == version else version
    yield known("os.id", system, "os-release")
    yield known("os.name", believed(said.get("PRETTY_NAME")), "os-release")
    yield known("os.version", version, "os-release")
    yield known("os.edition", believed(said.get("VARIANT")), "os-release")
    yield known("os.build", believed(said.get("BUILD_ID")), "os-release")
    yield known("os.kernel", text_or_none(machine, "/proc/sys/kernel/osrelease"), "procfs")
    ends = support_ends(system, version) if system and version else None
    yield known("os.support-ends", f"{ends.regular}T00:00:00Z" if ends else None, "endoflife.date, August 2026")
    if ends and ends.extended:
        yield known("os.support-paid-ends", f"{ends.extended}T00:00:00Z", "endoflife.date, August 2026")


def built(machine: Machine) -> Iterator[Said]:
    """Tell for which processor it was built, and when it was installed: when its root file system was made."""
    try:
        yield known("os.architecture", machine.run("architecture").text.strip()[:60] or None, "uname")
    except Unread as reason:
        yield gap(reason.status, "os.architecture")
    with suppress(Unread):
        born = whole(machine.run("root-birth").text, least=1)
        yield known("os.installed", moment(born, machine.now()), "root file system")


def started(machine: Machine) -> Iterator[Said]:
    """Tell when it started, and with which options: their values only where they tell nothing of a person."""
    booted = machine.count("boot_time")
    yield known("boot.time", moment(float(booted), machine.now()), "psutil")
    yield known("boot.uptime", whole(machine.now() - float(booted)), "psutil")
    for name, shown in options(text_or_none(machine, "/proc/cmdline") or ""):
        yield known("boot.options", shown, "kernel", of=name)


def duration(machine: Machine) -> Iterator[Said]:
    """Tell how long it took to start, as systemd measured it."""
    took = machine.bus(*MANAGER, "FinishTimestampMonotonic")
    yield known("boot.duration", took // _MICRO if isinstance(took, int) and took > 0 else None, "systemd")


def stopped(machine: Machine) -> Iterator[Said]:
    """Tell whether the last stop was clean: the journal writes a last word when it is shut down."""
    boots = past_boots(machine)
    if not boots:
        yield gap("not-present", "boot.last-stop-clean")
        return
    yield known("boot.last-stop-clean", boots[-1][0] in clean_boots(machine), "journal")


def past_boots(machine: Machine) -> list[tuple[str, float]]:
    """Name the boots before this one by id, with the time of their last line; the last of them last."""
    found = [
        (str(each.get("boot_id")), (whole(each.get("last_entry")) or 0) / 1e6)
        for each in entries(machine.run("boots").text)
        if (whole(each.get("index"), least=-(10**6)) or 0) < 0
    ]
    return sorted(found, key=lambda boot: boot[1])


def clean_boots(machine: Machine) -> set[str]:
    """Name the boots of the last seven days that ended with the journal's last word."""
    return {str(each.get("_BOOT_ID")) for each in entries(machine.run("stops").text)}


def restart(machine: Machine) -> Iterator[Said]:
    """Tell whether it wants a restart, and why: a note of its updates, or a kernel newer than the running one."""
    reasons = dict(_reasons(machine))
    kernels = names_or_none(machine, "/lib/modules") or names_or_none(machine, "/usr/lib/modules")
    if not reasons and not kernels:
        yield gap("not-present", "restart.pending", words="No list of kernels, and no note of an update.")
        return
    yield known("restart.pending", bool(reasons), "run, modules")
    for name, since in reasons.items():
        yield known("restart.reason", name, "run, modules", of=name)
        if since is not None:
            yield known("restart.days", whole((machine.now() - since) // _DAY), "run, modules")


def _reasons(machine: Machine) -> Iterator[tuple[str, float | None]]:
    with suppress(Unread):
        yield "updated packages", machine.changed("/run/reboot-required")
    running = text_or_none(machine, "/proc/sys/kernel/osrelease") or ""
    for folder in ("/lib/modules", "/usr/lib/modules"):
        kernels = [each for each in names_or_none(machine, folder) if _flavour(each) == _flavour(running)]
        if kernels and _flavour(running) is not None:
            if max(kernels, key=_numbers) != running and _numbers(running) < max(map(_numbers, kernels)):
                yield "newer kernel", None
            return


def _flavour(release_name: str) -> str | None:
    found = re.fullmatch(r"[\d.]+(?:-[\d.]+)?(.*)", release_name)
    return found[1] if found else None


def _numbers(release_name: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d{1,9}", release_name)[:8])


COLLECTORS = (
    Collector("system", "release", release),
    Collector("system", "built", built, lane="commands"),
    Collector("system", "started", started),
    Collector("system", "duration", duration, seconds=3.0, without=NO_SYSTEMD),
    Collector("system", "last-stop", stopped, seconds=8.0, lane="slow"),
    Collector("system", "restart", restart),
)
"""The collectors of this part of the section."""
