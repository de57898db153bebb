"""Memory that is short, faulty or slow; a busy processor; faults of the hardware."""

from __future__ import annotations

from protocol.report.findings.disk import logged
from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict, listed

_CLOSE = "Close programs you do not need. More memory would help."
_PRESSED, _VERY_PRESSED = 500, 2000  # hundredths of a percent; systemd-oomd ends programs at 60 % for 30 s
_LEVELS = {2: SOON, 4: ACT}  # macOS kern.memorystatus_vm_pressure_level
_BUSY = 90


def short(facts: Facts, _: str) -> Verdict:
    """Find too little memory: waiting for it, the system's own level, promises near the limit, or little left."""
    full, level = facts.number("pressure.memory-full"), facts.number("pressure.level")
    commit = facts.number("memory.commit-percent")
    total, free = facts.number("memory.total"), facts.number("memory.available")
    if full is None and level is None and commit is None and not (total and free is not None):
        return NOT_KNOWN
    words = "There is not enough memory for what is open."
    if (full or 0) >= _VERY_PRESSED or _LEVELS.get(level or 0) == ACT:
        return Found(ACT, words)
    if (full or 0) >= _PRESSED or _LEVELS.get(level or 0) == SOON or (commit or 0) >= _BUSY:
        return Found(SOON, words)
    little = bool(total) and free is not None and total is not None and free * 10 < total
    return Found(WORTH, "Little memory is free.") if little else None


def killed(facts: Facts, _: str) -> Verdict:
    """Find programs that the system ended for want of memory."""
    times = facts.number("memory.oom-kills")
    if times is None:
        return NOT_KNOWN
    return Found(SOON, f"The system ended programs {times} times because memory was short.") if times else None


def errors(facts: Facts, _: str) -> Verdict:
    """Find errors of the memory itself (EDAC, WHEA 47)."""
    bad, mended = facts.number("memory.errors-uncorrected"), facts.number("memory.errors-corrected")
    if bad is None and mended is None:
        return NOT_KNOWN
    if bad:
        return Found(ACT, f"The memory gave wrong data {bad} times.")
    return Found(SOON, f"The memory gave wrong data {mended} times; it was put right.") if mended else None


def hardware(facts: Facts, _: str) -> Verdict:
    """Find hardware errors in the log (machine check, WHEA 18-20, fatal bus errors)."""
    return logged(facts, "hardware error", 1, "The hardware reported errors ({times} times in the last 7 days).")


def slow(facts: Facts, module: str) -> Verdict:
    """Find a memory module that runs below three quarters of its rated speed."""
    rated, running = facts.number("memory.module-rated", module), facts.number("memory.module-running", module)
    if not rated or not running:
        return NOT_KNOWN
    return Found(WORTH, f"The memory in {module} runs slower than it could.") if running * 4 < rated * 3 else None


def busy(facts: Facts, _: str) -> Verdict:
    """Find one program that keeps a core busy over the sample."""
    if not facts.knows("activity.programs"):
        return NOT_KNOWN
    lines = facts.rows("activity.programs", lambda line: isinstance(line["busy.cpu"], int) and line["busy.cpu"] > _BUSY)
    names = [str(line["busy.name"]) for line in lines if isinstance(line["busy.name"], str)]
    return Found(WORTH, f"{listed(names)} keeps the processor busy.") if names else None


RULES = (
    Rule("memory.short", "", short, _CLOSE),
    Rule("memory.killed", "", killed, _CLOSE),
    Rule("memory.errors", "", errors, "Have the memory tested."),
    Rule("hardware.errors", "", hardware, "The computer needs a workshop."),
    Rule("memory.slow", "module", slow, "This is a setting of the firmware; a technician can change it."),
    Rule("cpu.busy", "", busy, "Close that program, or ask what it is doing."),
)
"""The rules about memory and processor."""
