"""The operating system: its support, updates, restarts, services, packages."""

from __future__ import annotations

from datetime import timedelta

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict, listed
from protocol.report.findings.support import ROLLING, ROLLING_DAYS, SNAPSHOT, support_ends

_NEAR = timedelta(days=90)
_OLD_LIST, _LONG_PENDING = 14, 7  # days
_TRIES = 3


def unsupported(facts: Facts, _: str) -> Verdict:
    """Find a system whose maker fixes nothing any more, or soon will not (makers' dates, table 3.3)."""
    system, version = facts.text("os.id"), facts.text("os.version")
    if system in ROLLING:
        last = facts.day("updates.last-success")
        if last is None:
            return NOT_KNOWN
        old = facts.today - last > timedelta(days=ROLLING_DAYS)
        return Found(ACT, "This system has not been updated for more than 90 days.") if old else None
    ends = support_ends(system, version) if system and version else None
    if ends is None:
        return NOT_KNOWN
    aged = " (as known in August 2026)" if facts.today - SNAPSHOT > timedelta(days=365) else ""
    if facts.today > ends.regular:
        if ends.extended and facts.today <= ends.extended:
            return Found(WORTH, f"This system gets paid or long-term fixes only, since {ends.regular}{aged}.")
        return Found(ACT, f"This system gets no security fixes any more, since {ends.extended or ends.regular}{aged}.")
    near = facts.today + _NEAR >= ends.regular
    return Found(SOON, f"This system gets security fixes only until {ends.regular}{aged}.") if near else None


def updates_security(facts: Facts, _: str) -> Verdict:
    """Find security updates that wait; an old list of updates is told as not known."""
    waiting, age = facts.number("updates.security"), facts.number("updates.list-age")
    if waiting:
        return Found(SOON, f"{waiting} security updates wait to be installed.")
    if age is not None and age > _OLD_LIST:
        return Found(WORTH, f"Whether updates wait is not known: nobody looked for {age} days.")
    return NOT_KNOWN if waiting is None else None


def updates_failing(facts: Facts, update: str) -> Verdict:
    """Find an update that failed three times with one code (Windows Update ResultCode 4)."""
    times, code = facts.number("updates.failures", update), facts.text("updates.failure-code", update)
    if times is None:
        return NOT_KNOWN
    return Found(SOON, f"The update {update} failed {times} times ({code or 'no code'}).") if times >= _TRIES else None


def updates_off(facts: Facts, _: str) -> Verdict:
    """Find automatic updates switched off."""
    on = facts.flag("updates.automatic")
    if on is None:
        return NOT_KNOWN
    return None if on else Found(WORTH, "The computer does not install updates by itself.")


def restart(facts: Facts, _: str) -> Verdict:
    """Find a restart that is needed, for any reason but a lone pending rename (Microsoft's own scripts)."""
    pending, days = facts.flag("restart.pending"), facts.number("restart.days")
    if pending is None:
        return NOT_KNOWN
    reasons = [facts.text("restart.reason", reason) for reason in facts.things("reason")]
    if not pending or reasons == ["pending file renames"]:
        return None
    return Found(SOON if (days or 0) > _LONG_PENDING else WORTH, "The computer needs a restart to finish its updates.")


def services(facts: Facts, _: str) -> Verdict:
    """Find services that failed (systemd, Windows services)."""
    if not facts.knows("software.services"):
        return NOT_KNOWN
    failed = facts.rows("software.services", lambda line: line["service.failed"] is True)
    names = [str(line["service.name"]) for line in failed if isinstance(line["service.name"], str)]
    return Found(SOON, f"A service stopped with an error: {listed(names)}.") if failed else None


def packages(facts: Facts, _: str) -> Verdict:
    """Find packages left half-installed (dpkg --audit)."""
    broken = facts.number("packages.broken")
    if broken is None:
        return NOT_KNOWN
    return Found(SOON, f"An update was interrupted: {broken} packages are half-installed.") if broken else None


RULES = (
    Rule("os.unsupported", "", unsupported, "Upgrade the system: it gets no security fixes, or soon will not."),
    Rule("updates.security", "", updates_security, "Install the updates."),
    Rule("updates.failing", "update", updates_failing, "A technician can look the code up."),
    Rule("updates.off", "", updates_off, "Switch automatic updates on."),
    Rule("restart.pending", "", restart, "Choose Restart, not Shut down."),
    Rule("service.failed", "", services, "A technician can look at what it wrote."),
    Rule("packages.broken", "", packages, "A technician can finish the update."),
)
"""The rules about the system."""
