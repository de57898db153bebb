"""All collectors for Linux. A new one is added here; its order is that of the sections."""

from __future__ import annotations

from agent.report.linux import (
    heat,
    interfaces,
    machine,
    memory,
    network_tests,
    power,
    processor,
    routes,
    storage,
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
)
"""Every collector."""
