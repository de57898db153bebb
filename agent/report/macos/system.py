"""1.6 The system on macOS: what it is, when it started, whether it stopped badly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment, whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import numbers, pairs
from agent.report.macos.faults import panics, resets
from agent.report.told import Collector, Said, gap, known
from protocol.report.findings.support import support_ends

_VERSION = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")
_BUILD = re.compile(r"[0-9A-Za-z]{3,12}")
_OPTION = re.compile(r"[\w.=-]{1,60}")
_SETUP_DONE = "/var/db/.AppleSetupDone"
_BEFORE = 3_600
"""A report about a stop is written while the system starts, at most this long after."""


def release(machine: Machine) -> Iterator[Said]:
    """Tell name, version and build, and until when it gets fixes."""
    found = pairs(machine.run("release").text)
    version, build = found.get("ProductVersion", ""), found.get("BuildVersion", "")
    version = version if _VERSION.fullmatch(version) else ""
    yield known("os.id", "macos", "sw_vers")
    yield known("os.name", f"macOS {version.partition('.')[0]}" if version else "macOS", "sw_vers")
    yield known("os.version", version or None, "sw_vers")
    yield known("os.build", build if _BUILD.fullmatch(build) else None, "sw_vers")
    ends = support_ends("macos", version) if version else None
    yield known("os.support-ends", f"{ends.regular}T00:00:00Z" if ends else None, "table of 2026-08")
    at: float | None = None
    with suppress(Unread):
        at = machine.changed(_SETUP_DONE)
    yield known("os.installed", moment(at, machine.now()), "first set-up")
    words = "macOS has one edition, one desktop and one way of signing in, and needs no activation."
    yield gap("not-supported", "os.edition", "os.support-paid-ends", "os.activated", "desktop.name", "desktop.session",
              "desktop.sign-in", words=words)  # fmt: skip


def kernel(machine: Machine) -> Iterator[Said]:
    """Tell the kernel's version, for which processors it is, and the options it was started with."""
    found = numbers(machine)
    yield known("os.kernel", found.get("kern.osrelease") or None, "sysctl")
    options = [each for each in found.get("kern.bootargs", "").split() if _OPTION.fullmatch(each)]
    for each in options:
        yield known("boot.options", each, "sysctl", of=each.partition("=")[0])
    if not options:
        yield gap("not-present", "boot.options", words="It was started without options.")
    kind = machine.run("architecture").text.strip()
    yield known("os.architecture", kind if _BUILD.fullmatch(kind.replace("_", "")) else None, "uname")


def started(machine: Machine) -> Iterator[Said]:
    """Tell since when it runs."""
    booted = float(machine.count("boot_time"))
    yield known("boot.time", moment(booted, machine.now()), "psutil")
    yield known("boot.uptime", whole(machine.now() - booted), "psutil")
    yield gap("not-supported", "boot.duration", words="macOS does not keep how long a start took.")


def stopped(machine: Machine) -> Iterator[Said]:
    """Tell that the last stop was a crash, if a report says so; that none does is no proof of the opposite."""
    booted = float(machine.count("boot_time"))
    since = [at for at in (*panics(machine), *resets(machine)) if abs(at - booted) < _BEFORE]
    if since:
        yield known("boot.last-stop-clean", False, "reports of crashes")
        return
    yield gap("not-present", "boot.last-stop-clean", words="No report speaks of a bad stop.")


def restart(_machine: Machine) -> Iterator[Said]:
    """Say that macOS does not tell."""
    words = "macOS keeps it to itself until it restarts."
    yield gap("not-supported", "restart.pending", "restart.reason", "restart.days", words=words)


COLLECTORS = (
    Collector("system", "release", release, lane="commands"),
    Collector("system", "kernel", kernel, lane="commands"),
    Collector("system", "started", started),
    Collector("system", "last-stop", stopped),
    Collector("system", "restart", restart),
)
"""The collectors of this part of the section."""
