"""Crashes of the computer, of its power, of programs."""

from __future__ import annotations

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict, listed

_OFTEN = 3
_UNCLEAN = 2


def system(facts: Facts, _: str) -> Verdict:
    """Find crashes of the computer itself (BugCheck, panic) in the last seven days."""
    times = facts.number("crash.system")
    if times is None:
        return NOT_KNOWN
    codes = [code for each in facts.things("crash") if (code := facts.text("crash.system-code", each))]
    named = f" ({listed(codes)})" if codes else ""
    words = f"The computer crashed {times} times in the last 7 days{named}."
    return Found(ACT if times >= _OFTEN else SOON, words) if times else None


def power(facts: Facts, _: str) -> Verdict:
    """Find stops without a shutdown: no power, or the button held."""
    times = facts.number("crash.unclean")
    if times is None:
        return NOT_KNOWN
    return Found(SOON, f"The computer went off {times} times without shutting down.") if times >= _UNCLEAN else None


def program(facts: Facts, _: str) -> Verdict:
    """Find one program that crashed three times or more."""
    if not facts.knows("faults.crashes"):
        return NOT_KNOWN
    lines = facts.rows(
        "faults.crashes", lambda line: isinstance(line["crash.times"], int) and line["crash.times"] >= _OFTEN
    )
    names = [str(line["crash.program"]) for line in lines if isinstance(line["crash.program"], str)]
    return Found(WORTH, f"A program crashed again and again: {listed(names)}.") if lines else None


RULES = (
    Rule("crash.system", "", system, "A technician can look the code up. Save your work often."),
    Rule("crash.power", "", power, "Check the cable and the socket; do not hold the power button."),
    Rule("crash.program", "", program, "Update or repair that program."),
)
"""The rules about crashes."""
