"""1.6 The system on Windows: what it is, when it started and how it stopped, whether it wants a restart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from agent.report.believe import moment, whole
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import number, word
from agent.report.windows.answers import ask, first
from agent.report.windows.events import events
from agent.report.windows.faults import logged
from agent.report.windows.keys import CONTROL, NT, WINDOWS
from agent.report.windows.scripts import SYSTEM_EVENTS
from protocol.report.findings.support import support_ends

_ELEVEN = 22_000  # the first build of Windows 11, whose ProductName still says 10
_SERVER_YEAR = re.compile(r"Windows Server (20\d\d)")
_HOME = frozenset({"Core", "CoreN", "CoreSingleLanguage", "CoreCountrySpecific", "Professional", "ProfessionalN",
                   "ProfessionalWorkstation", "ProfessionalEducation"})  # fmt: skip
_LONG_TERM = {"17763": "2019", "19044": "2021"}
# SoftwareLicensingProduct.LicenseStatus.
_LICENCES = {0: "no", 1: "yes", 2: "grace", 3: "grace", 4: "not genuine", 5: "no", 6: "grace"}
_SLOWEST_START = 3_600_000


def release(machine: Machine) -> Iterator[Said]:
    """Tell name, version and build, and until when it gets fixes."""
    names = ("ProductName", "DisplayVersion", "ReleaseId", "CurrentBuild", "UBR", "EditionID", "InstallationType",
             "InstallDate")  # fmt: skip
    found = machine.registry(NT, names)
    build, edition = str(found.get("CurrentBuild") or ""), str(found.get("EditionID") or "")
    name = _name(str(found.get("ProductName") or ""), build)
    version = str(found.get("DisplayVersion") or found.get("ReleaseId") or "") or None
    system, key = _support_key(name, build, edition, version, str(found.get("InstallationType") or ""))
    yield known("os.id", system, "registry")
    yield known("os.name", name or None, "registry")
    yield known("os.version", key, "registry")
    yield known("os.edition", edition or None, "registry")
    revision = found.get("UBR")
    full = f"10.0.{build}.{revision}" if isinstance(revision, int) else f"10.0.{build}"
    yield known("os.build", full if build else None, "registry")
    yield known("os.kernel", f"10.0.{build}" if build else None, "registry")
    made = found.get("InstallDate")
    yield known("os.installed", moment(float(made), machine.now()) if isinstance(made, int) and made > 0 else None,
                "registry")  # fmt: skip
    ends = support_ends(system, key) if system and key else None
    yield known("os.support-ends", f"{ends.regular}T00:00:00Z" if ends else None, "table of 2026-08")
    if ends and ends.extended:
        yield known("os.support-paid-ends", f"{ends.extended}T00:00:00Z", "table of 2026-08")
    words = "Windows has one desktop and one way of signing in."
    yield gap("not-supported", "desktop.name", "desktop.session", "desktop.sign-in", words=words)


def _name(product: str, build: str) -> str:
    return product.replace("Windows 10", "Windows 11") if (whole(build) or 0) >= _ELEVEN and "Server" not in product \
        else product  # fmt: skip


def _support_key(
    name: str, build: str, edition: str, version: str | None, installed: str
) -> tuple[str | None, str | None]:
    """Give the name and version by which the table of support knows it."""
    if server := _SERVER_YEAR.search(name):
        return "windows-server", server[1]
    if installed == "Server":
        return "windows-server", version
    if "EnterpriseS" in edition:
        return ("windows-10-iot-ltsc" if "IoT" in edition else "windows-10-ltsc"), _LONG_TERM.get(build, version)
    if (whole(build) or 0) >= _ELEVEN:
        return f"windows-11-{'home' if edition in _HOME else 'enterprise'}", version
    return ("windows-10" if build else None), version


def architecture(machine: Machine) -> Iterator[Said]:
    """Tell 32 or 64 bits, and whether it is activated; of the licence nothing else is asked for."""
    try:
        bits = word(first(machine, "Win32_OperatingSystem"), "OSArchitecture")
        digits = re.search(r"(32|64)", bits or "")  # the word after it is translated
        arm = "ARM" in (bits or "").upper()
        yield known("os.architecture", f"{'ARM ' if arm else ''}{digits[1]} bit" if digits else None, "CIM")
    except Unread as reason:
        yield gap(reason.status, "os.architecture")
    states = [number(each, "LicenseStatus") for each in ask(machine, "SoftwareLicensingProduct")]
    named = [_LICENCES[each] for each in states if each in _LICENCES]
    yield known("os.activated", "yes" if "yes" in named else next(iter(named), None), "CIM")


def started(machine: Machine) -> Iterator[Said]:
    """Tell since when it runs: a fast start-up goes on counting from the one before."""
    booted = machine.count("boot_time")
    yield known("boot.time", moment(float(booted), machine.now()), "psutil")
    yield known("boot.uptime", whole(machine.now() - float(booted)), "psutil")
    yield gap("not-supported", "boot.options", words="Windows starts without options of that kind.")


def duration(machine: Machine) -> Iterator[Said]:
    """Tell how long the last measured start took."""
    ran = machine.run("events-boot")
    if ran.code != 0 and not ran.out.strip():
        raise Unread("no-rights", "wevtutil")
    took = [whole(each.value("BootTime"), least=1) for each in events(ran.out) if each.number == 100]  # noqa: PLR2004
    known_times = [each for each in took if each is not None and each < _SLOWEST_START]
    yield known("boot.duration", known_times[0] if known_times else None, "event log")


def stopped(machine: Machine) -> Iterator[Said]:
    """Tell whether the last stop was clean: a start after no stop is logged as such."""
    booted = float(machine.count("boot_time"))
    found = logged(machine, "events-system", SYSTEM_EVENTS)
    since = [each for each in found if each.at is not None and each.at > booted - 60]
    if not since:
        yield gap("not-present", "boot.last-stop-clean", words="The log does not reach back to the last start.")
        return
    bad = any((each.provider, each.number) in {("Microsoft-Windows-Kernel-Power", 41), ("EventLog", 6008)}
              for each in since)  # fmt: skip
    yield known("boot.last-stop-clean", not bad, "event log")


def restart(machine: Machine) -> Iterator[Said]:
    """Tell whether it wants a restart, and why: the keys that updates and installers leave."""
    reasons: list[str] = []
    refused: list[Unread] = []
    for reason, ask_for in _REASONS.items():
        try:
            reasons += [reason] if ask_for(machine) else []
        except Unread as why:
            refused += [why] if why.status != "not-present" else []  # no such key: nothing waits there
    if not reasons and refused:
        yield gap(refused[0].status, "restart.pending")
        return
    yield known("restart.pending", bool(reasons), "registry")
    for reason in reasons:
        yield known("restart.reason", reason, "registry", of=reason)
    yield gap("not-supported", "restart.days")


def _renames(machine: Machine) -> bool:
    found = machine.registry(rf"{CONTROL}\Session Manager", ("PendingFileRenameOperations",))
    return bool(str(found.get("PendingFileRenameOperations", "")).strip())


_REASONS: dict[str, Callable[[Machine], bool]] = {
    "component servicing": lambda machine: (
        "RebootPending" in machine.branch(rf"{WINDOWS}\Component Based Servicing").keys
    ),
    "Windows Update": lambda machine: "RebootRequired" in machine.branch(rf"{WINDOWS}\WindowsUpdate\Auto Update").keys,
    "pending file renames": _renames,
}


COLLECTORS = (
    Collector("system", "release", release),
    Collector("system", "architecture", architecture, seconds=8.0, lane="slow"),
    Collector("system", "started", started),
    Collector("system", "duration", duration, seconds=8.0, lane="slow"),
    Collector("system", "last-stop", stopped, seconds=8.0, lane="slow"),
    Collector("system", "restart", restart),
)
"""The collectors of this part of the section."""
