"""Disks that fail, wear out, run hot, or are the brake."""

from __future__ import annotations

from collections.abc import Callable

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, NotKnown, Rule, Verdict
from protocol.report.kinds import Severity

SAVE = "Save your files to another disk today. The disk must be replaced."
WATCH = "Save your files to another disk, and have this disk watched."

# smartctl(8), RETURN VALUES: bit 3, the disk says that it fails; bit 4, an attribute is below its limit now.
_FAILING_BITS = 0b11000
_HOT = {"HDD": 60, "SSD": 70, "NVMe": 70}  # degrees Celsius where the maker names no limit: our judgement
_SLOW = {"HDD": 100, "SSD": 20, "NVMe": 20}  # milliseconds a request: our judgement
_SIGNS = ("disk.reallocated", "disk.reported-uncorrectable", "disk.command-timeout", "disk.pending",
          "disk.uncorrectable")  # fmt: skip


def failing(facts: Facts, disk: str) -> Verdict:
    """Find a disk that says of itself that it fails (smartctl, NVMe, Microsoft, udisks2)."""
    health, bits = facts.text("disk.health", disk), facts.number("disk.smart-exit", disk)
    warning = facts.text("disk.critical-warning", disk)
    if health is None and bits is None and warning is None:
        return NOT_KNOWN
    warned = warning is not None and int(warning, 16) != 0
    bad = health == "failing" or warned or bool((bits or 0) & _FAILING_BITS)
    return Found(ACT, f"The disk {disk} says that it is failing. It may stop at any time.") if bad else None


def counted(fact: str, steps: tuple[tuple[int, Severity], ...], words: str) -> Callable[[Facts, str], Verdict]:
    """Make a rule that finds a counter at or above a step; the steps go from high to low."""

    def judge(facts: Facts, thing: str) -> Verdict:
        value = facts.number(fact, thing)
        if value is None:
            return NOT_KNOWN
        for least, severity in steps:
            if value >= least:
                return Found(severity, words.format(thing=thing, value=value))
        return None

    return judge


def uncorrectable(facts: Facts, disk: str) -> Verdict:
    """Find lost sectors (198), or reported errors (187): half of such disks fail within a year (Backblaze)."""
    lost, reported = facts.number("disk.uncorrectable", disk), facts.number("disk.reported-uncorrectable", disk)
    if lost is None and reported is None:
        return NOT_KNOWN
    words = f"The disk {disk} has lost data that it could not read."
    if (lost or 0) >= 1 or (reported or 0) >= 4:  # noqa: PLR2004 - Backblaze's figures in scrutiny
        return Found(ACT, words)
    return Found(SOON, words) if (reported or 0) >= 1 else None


def two_signs(facts: Facts, disk: str) -> Verdict:
    """Find two or more of Backblaze's five attributes above zero."""
    values = [facts.number(sign, disk) for sign in _SIGNS]
    if all(value is None for value in values):
        return NOT_KNOWN
    several = sum(1 for value in values if value) >= 2  # noqa: PLR2004 - the rule's name
    return Found(ACT, f"The disk {disk} shows several signs that it is wearing out.") if several else None


def spare_low(facts: Facts, disk: str) -> Verdict:
    """Find an NVMe disk whose spare cells are below its maker's threshold."""
    spare, threshold = facts.number("disk.spare", disk), facts.number("disk.spare-threshold", disk)
    if spare is None or threshold is None:
        return NOT_KNOWN
    return Found(ACT, f"The disk {disk} has almost no spare cells left ({spare} %).") if spare < threshold else None


def media_errors(facts: Facts, disk: str) -> Verdict:
    """Find media errors; urgent when they rose since the report before."""
    now = facts.number("disk.media-errors", disk)
    if now is None:
        return NOT_KNOWN
    was = facts.before.number("disk.media-errors", disk) if facts.before else None
    rising = was is not None and now > was
    return Found(ACT if rising else SOON, f"The disk {disk} could not read its data {now} times.") if now else None


def cable(facts: Facts, disk: str) -> Verdict:
    """Find cable errors (199) that rose since the report before."""
    now = facts.number("disk.crc-errors", disk)
    was = facts.before.number("disk.crc-errors", disk) if facts.before else None
    if now is None or was is None:
        return NOT_KNOWN
    return Found(SOON, f"Data to the disk {disk} arrives damaged. It may be its cable.") if now > was else None


def hot(facts: Facts, disk: str) -> Verdict:
    """Find a disk at or above its own limit, else above what is usual for its kind."""
    now = facts.number("disk.temperature", disk)
    limit = facts.number("disk.temperature-limit", disk) or _HOT.get(facts.text("disk.kind", disk) or "")
    if now is None or limit is None:
        return NOT_KNOWN
    return Found(SOON, f"The disk {disk} is hot: {now} °C.") if now >= limit else None


def slow(facts: Facts, disk: str) -> Verdict:
    """Find a disk that is the brake: busy, and slow at it."""
    flush = facts.number("disk.flush-latency-max", disk)
    busy, latency = facts.number("disk.busy", disk), facts.number("disk.latency", disk)
    limit = _SLOW.get(facts.text("disk.kind", disk) or "")
    if flush is None and (busy is None or latency is None or limit is None):
        return NOT_KNOWN
    brake = limit is not None and (busy or 0) >= 90 and (latency or 0) > limit  # noqa: PLR2004 - percent
    return Found(WORTH, f"The disk {disk} is the brake of this computer.") if brake or (flush or 0) > 10_000 else None  # noqa: PLR2004 - ms


def io_errors(facts: Facts, _: str) -> Verdict:
    """Find errors of disks in the log of the last seven days."""
    return logged(facts, "disk", 50, "Reading or writing a disk failed {times} times in the last 7 days.")


def logged(facts: Facts, kind: str, act: int | None, words: str, least: int = 1) -> Found | NotKnown | None:
    """Find messages of one class in the kernel's log; without a log, not known."""
    if facts.text("log.kind") is None:
        return NOT_KNOWN
    lines = facts.rows("faults.kernel", lambda line: line["kernel.class"] == kind)
    times = sum(value for line in lines if isinstance(value := line["kernel.times"], int))
    if times < least:
        return None
    return Found(ACT if act is not None and times >= act else SOON, words.format(times=times))


RULES = (
    Rule("disk.failing", "disk", failing, SAVE),
    Rule("disk.reallocated", "disk", counted("disk.reallocated", ((17, ACT), (1, SOON)),
         "The disk {thing} has given up {value} places that it could not use any more."), WATCH),
    Rule("disk.pending", "disk", counted("disk.pending", ((3, ACT), (1, SOON)),
         "Some of the disk {thing} cannot be read ({value} places)."), "Some of the disk cannot be read. Save your "
         "files now."),
    Rule("disk.uncorrectable", "disk", uncorrectable, "Some of the disk cannot be read. Save your files now."),
    Rule("disk.two-signs", "disk", two_signs, "Save your files, and replace the disk soon."),
    Rule("disk.worn", "disk", counted("disk.wear", ((100, SOON), (80, WORTH)),
         "The disk {thing} has used {value} % of the life its maker expects."), "Plan to replace the disk."),
    Rule("disk.spare-low", "disk", spare_low, "Save your files, and replace the disk soon."),
    Rule("disk.media-errors", "disk", media_errors, WATCH),
    Rule("disk.cable", "disk", cable, "Let somebody reseat or change the disk's cable."),
    Rule("disk.hot", "disk", hot, "Give the computer air: clear its vents."),
    Rule("disk.slow", "disk", slow, "The disk is what one waits for. A faster disk would help."),
    Rule("disk.io-errors", "", io_errors, "Save your files, then have cable and disk checked."),
)  # fmt: skip
"""The rules about disks."""
