"""1.2 How much memory and swap there is, as psutil counts it on every system."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report.believe import whole
from agent.report.machine import Machine
from agent.report.told import Said, known


def amounts(machine: Machine) -> Iterator[Said]:
    """Tell how much memory and swap there is, and how much of it is in use."""
    memory = machine.count("virtual_memory")
    for fact, name in (("memory.total", "total"), ("memory.available", "available"), ("memory.cached", "cached")):
        yield known(fact, whole(memory.get(name)), "psutil")
    swap = machine.count("swap_memory")
    yield known("swap.total", whole(swap.get("total")), "psutil")
    yield known("swap.used", whole(swap.get("used")), "psutil")
