"""What a health report of this computer takes: from the leave to the document, in a process of its own each time."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from benchmarks.report import Figure, Goal

SECONDS, MEBIBYTES = Goal(3), Goal(2)
RUNS = 5


async def measure(runs: int = RUNS) -> list[Figure]:
    """Collect report after report, each in a fresh process, as an engine does that has not made one yet."""
    took = []
    for _ in range(runs):
        made = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.health_report", stdout=asyncio.subprocess.PIPE
        )
        said, _ = await made.communicate()
        took.append(json.loads(said))
    return [
        Figure("health report, from the leave to the document", "s", [one["seconds"] for one in took], SECONDS),
        Figure("health report, the document", "MiB", [one["bytes"] / 2**20 for one in took], MEBIBYTES),
    ]


def collected() -> dict[str, float]:
    """Make one report of this computer, and throw it away; what has to be imported for it counts as well."""
    began = time.monotonic()
    from agent.report.assemble import assemble  # noqa: PLC0415 - imported with the first permit, as in the engine
    from agent.report.choice import chosen  # noqa: PLC0415
    from agent.report.leave import OwnReport  # noqa: PLC0415
    from agent.report.redact import Redactor  # noqa: PLC0415
    from agent.report.run import Run  # noqa: PLC0415
    from protocol.report.parse import report_bytes  # noqa: PLC0415

    leave = OwnReport()
    machine, collectors = chosen(leave, None)
    redactor = Redactor(machine.own())
    heard = Run(machine, collectors, leave).collect()
    report, _ = assemble(machine, heard, redactor, took=time.monotonic() - began, agent="benchmark", grant=None)
    size = len(report_bytes(report))
    return {"seconds": time.monotonic() - began, "bytes": size}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(collected()))
