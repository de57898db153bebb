"""A clock that is wrong, and one that cannot be."""

from __future__ import annotations

from datetime import date

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict

BUILT = date(2026, 11, 1)
"""A day before this program was made: a clock that says less is wrong."""
_STEPS = ((300_000, ACT), (60_000, SOON), (5_000, WORTH))  # ms; Kerberos allows five minutes, TOTP half of one


def wrong(facts: Facts, _: str) -> Verdict:
    """Find a clock that is off, or that nothing keeps right."""
    offset, kept = facts.number("clock.offset"), facts.flag("clock.synchronised")
    if offset is None and kept is None:
        return NOT_KNOWN
    for least, severity in _STEPS:
        if abs(offset or 0) >= least:
            return Found(severity, f"The clock of this computer is off by {abs(offset or 0) // 1000} seconds.")
    return Found(WORTH, "Nothing keeps the clock of this computer right.") if kept is False else None


def absurd(facts: Facts, _: str) -> Verdict:
    """Find a clock that says a day before this program, or the firmware, was made."""
    now, firmware = facts.day("clock.now"), facts.day("firmware.date")
    if now is None:
        return NOT_KNOWN
    early = now < BUILT or (firmware is not None and now < firmware)
    return Found(ACT, f"The clock says {now}, which cannot be.") if early else None


RULES = (
    Rule("clock.wrong", "", wrong, "Let the computer set its clock by itself."),
    Rule("clock.absurd", "", absurd, "Set the clock. The small battery on the board may be empty."),
)
"""The rules about the clock."""
