"""All collectors for Linux. A new one is added here; its order is that of the sections."""

from __future__ import annotations

from agent.report.linux import (
    heat,
    machine,
    memory,
    power,
    processor,
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
)
"""Every collector."""
