"""All collectors for Linux. A new one is added here; its order is that of the sections."""

from __future__ import annotations

from agent.report.linux import (
    bluetooth,
    displays,
    heat,
    interfaces,
    machine,
    memory,
    network_tests,
    pci,
    peripherals,
    power,
    printers,
    processor,
    routes,
    storage,
    usb,
)
from agent.report.told import Collector

COLLECTORS: tuple[Collector, ...] = (
    *machine.COLLECTORS,
    *processor.COLLECTORS,
    *memory.COLLECTORS,
    *storage.COLLECTORS,
    *power.COLLECTORS,
    *heat.COLLECTORS,
    *interfaces.COLLECTORS,
    *routes.COLLECTORS,
    *network_tests.COLLECTORS,
    *displays.COLLECTORS,
    *pci.COLLECTORS,
    *usb.COLLECTORS,
    *peripherals.COLLECTORS,
    *bluetooth.COLLECTORS,
    *printers.COLLECTORS,
)
"""Every collector."""
