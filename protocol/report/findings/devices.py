"""Devices in trouble: drivers, graphics, USB, printers."""

from __future__ import annotations

from protocol.report.findings.disk import logged
from protocol.report.findings.rule import NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict

# Configuration manager: working, disabled by somebody, not connected, and being removed are no trouble (Microsoft).
_NO_TROUBLE = frozenset({0, 22, 24, 45, 47})
_USB_TIMES = 10


def trouble(facts: Facts, device: str) -> Verdict:
    """Find a device that its driver or its firmware fails (Microsoft's error codes; kernel)."""
    code, kind = facts.number("device.trouble", device), facts.text("device.trouble-kind", device)
    if code is None and kind is None:
        return NOT_KNOWN
    bad = (code is not None and code not in _NO_TROUBLE) or kind in {"firmware missing", "no driver"}
    return Found(SOON, f"The device {device} does not work as it should.") if bad else None


def generic(facts: Facts, graphics: str) -> Verdict:
    """Find graphics that run on the fallback driver."""
    fallback = facts.flag("graphics.generic", graphics)
    if fallback is None:
        return NOT_KNOWN
    return Found(WORTH, "The graphics run without their own driver, which is slow.") if fallback else None


def gpu_reset(facts: Facts, _: str) -> Verdict:
    """Find resets of the graphics in the log (Display 4101, GPU HANG, Xid)."""
    return logged(facts, "gpu", None, "The graphics stopped and started again {times} times in the last 7 days.")


def usb(facts: Facts, _: str) -> Verdict:
    """Find USB errors in the log: ten or more, or one for too much current."""
    current = logged(facts, "usb over-current", None, "A USB device drew too much current.")
    if isinstance(current, Found):
        return current
    said = logged(facts, "usb", None, "A USB device lost its connection {times} times.", least=_USB_TIMES)
    return Found(WORTH, said.words) if isinstance(said, Found) else said


def printer(facts: Facts, name: str) -> Verdict:
    """Find a printer that stands still: stopped, offline, jobs that wait although it is on, or no printing service."""
    state, jobs = facts.text("printer.state", name), facts.number("printer.jobs", name)
    runs = facts.flag("printer.spooler")
    if state is None and jobs is None and runs is None:
        return NOT_KNOWN
    if runs is False:
        return Found(WORTH, "The printing service does not run.")
    if state in {"stopped", "offline"}:
        return Found(WORTH, f"A printer is {state} ({facts.text('printer.reasons', name) or 'no reason given'}).")
    return Found(WORTH, f"{jobs} print jobs wait although the printer is on.") if jobs and state == "idle" else None


RULES = (
    Rule("device.trouble", "device", trouble, "Its driver is missing or broken; a technician can install it."),
    Rule("display.generic", "graphics", generic, "Install the graphics driver."),
    Rule("gpu.reset", "", gpu_reset, "It may be the graphics driver, or the card."),
    Rule("usb.errors", "", usb, "Try another port, without a hub."),
    Rule("printer.stuck", "printer", printer, "Check its paper and cable; a technician can clear the queue."),
)
"""The rules about devices."""
