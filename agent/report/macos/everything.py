"""All collectors for macOS. A new one is added here; its order is that of the sections."""

from __future__ import annotations

from agent.report.macos import (
    accounts,
    activity,
    clock,
    devices,
    displays,
    faults,
    interfaces,
    machine,
    network,
    power,
    printers,
    processor,
    security,
    services,
    software,
    storage,
    system,
    updates,
)
from agent.report.told import Collector

COLLECTORS: tuple[Collector, ...] = (
    *machine.COLLECTORS,
    *processor.COLLECTORS,
    *storage.COLLECTORS,
    *power.COLLECTORS,
    *devices.COLLECTORS,
    *displays.COLLECTORS,
    *printers.COLLECTORS,
    *system.COLLECTORS,
    *updates.COLLECTORS,
    *accounts.COLLECTORS,
    *clock.COLLECTORS,
    *software.COLLECTORS,
    *services.COLLECTORS,
    *security.COLLECTORS,
    *faults.COLLECTORS,
    *interfaces.COLLECTORS,
    *network.COLLECTORS,
    *activity.COLLECTORS,
)
"""Every collector."""
