"""
`python -m benchmarks [NAME ...]`: measure, and print a table. Without a name, everything.

Ends with 0 when all could be measured, else with 1. A goal that was missed is printed as missed; it is no failure.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from benchmarks import first_picture, forwarding, health_report, load, memory, reaction, stages
from benchmarks.report import HEAD, Figure, machine

LONGEST = 150.0
"""Seconds that one benchmark may take before it is given up."""

BENCHMARKS: Mapping[str, Callable[[], Awaitable[list[Figure]]]] = MappingProxyType(
    {
        "reaction": reaction.measure,
        "first-picture": first_picture.measure,
        "stages": stages.measure,
        "load": load.measure,
        "forwarding": forwarding.measure,
        "memory": memory.measure,
        "health-report": health_report.measure,
    }
)


async def run(names: list[str]) -> bool:
    """Measure one after the other and print each row as it is there; say whether all could be measured."""
    print(f"{machine()}\n\n{HEAD}", flush=True)
    return all([await _one(name) for name in names])


async def _one(name: str) -> bool:
    began = time.monotonic()
    try:
        async with asyncio.timeout(LONGEST):
            figures = await BENCHMARKS[name]()
    except Exception as wrong:  # noqa: BLE001 - what stops one benchmark is told, and the others still measure
        print(f"{name}: could not be measured: {type(wrong).__name__}: {str(wrong)[:400]}", flush=True)
        return False
    for figure in figures:
        print(figure.line(), flush=True)
    print(f"  ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    return True


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Print measured times, loads and sizes.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHMARKS)} (default: all)")
    names: list[str] = parser.parse_args().names
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return 0 if asyncio.run(run(names or list(BENCHMARKS))) else 1


if __name__ == "__main__":
    sys.exit(main())
