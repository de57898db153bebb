"""Battery and heat."""

from __future__ import annotations

from protocol.report.findings.disk import logged
from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, Facts, Found, Rule, Verdict

_CYCLES = 1000  # Apple, Fleet
_WORN, _VERY_WORN = 80, 50  # percent of what it held when new
_MARGIN = 5  # degrees below the sensor's own critical one
_HIGHEST, _LOWEST = 150, 20  # a limit outside these degrees is a sensor that does not know


def battery_worn(facts: Facts, battery: str) -> Verdict:
    """Find a battery that holds less than 80 % of what it did, or was charged a thousand times (Fleet; Apple)."""
    design, full = facts.number("battery.design", battery), facts.number("battery.full", battery)
    cycles = facts.number("battery.cycles", battery)
    if not (design and full) and cycles is None:
        return NOT_KNOWN
    left = round(full * 100 / design) if design and full else None
    if left is not None and left < _VERY_WORN:
        return Found(ACT, f"The battery holds only {left} % of what it held when new.")
    if left is not None and left < _WORN:
        return Found(SOON, f"The battery holds {left} % of what it held when new.")
    return Found(SOON, f"The battery was charged {cycles} times.") if (cycles or 0) >= _CYCLES else None


def throttled(facts: Facts, _: str) -> Verdict:
    """Find a processor slowed down by heat: a rising counter, a limit in force, or the log (kernel, Microsoft)."""
    rising, limit = facts.flag("cpu.throttled-rising"), facts.number("cpu.limit")
    said = logged(facts, "heat", None, "The log tells that the processor was too hot ({times} times).")
    if isinstance(said, Found):
        return said
    if rising is None and limit is None and said is not None:
        return NOT_KNOWN
    slowed = rising or (limit is not None and limit < 100)  # noqa: PLR2004 - percent
    return Found(SOON, "The processor is slowed down because it is hot.") if slowed else None


def critical(facts: Facts, sensor: str) -> Verdict:
    """Find a sensor within five degrees of its own critical temperature (hwmon)."""
    now, limit = facts.number("heat.temperature", sensor), facts.number("heat.critical", sensor)
    if now is None or limit is None or not _LOWEST < limit < _HIGHEST:
        return NOT_KNOWN
    return Found(ACT, f"{sensor} is {now} °C, close to where it switches off.") if now >= limit - _MARGIN else None


RULES = (
    Rule("battery.worn", "battery", battery_worn, "The battery can be replaced."),
    Rule("heat.throttled", "", throttled, "Clean the vents and the fan, and put the computer on a hard surface."),
    Rule("heat.critical", "sensor", critical, "Switch the computer off and let it cool down."),
)
"""The rules about power and heat."""
