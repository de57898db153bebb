"""Which driver a device has on Linux: its folder below /sys links to it."""

from __future__ import annotations

from agent.report.machine import Machine, Unread


def driver(machine: Machine, folder: str) -> str | None:
    """Name the driver of the device with this folder; None when it has none, or that cannot be told."""
    try:
        return machine.leads_to(f"{folder}/driver").rpartition("/")[2] or None
    except Unread:
        return None
