"""A report with all the time it wants: what it tells must not depend on how busy the machine of the tests is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.report.commands import COMMANDS
from agent.report.linux.everything import COLLECTORS
from agent.report.posix import PosixMachine
from agent.report.run import Heard, Run
from agent.report.told import Collector

TIMES = 10
"""As much longer as a machine with ten programs for each core takes."""


def unhurried(machine: PosixMachine, collectors: Sequence[Collector] = COLLECTORS) -> list[Heard]:
    """Run collectors over this machine, each of them and each command with ten times its own time."""
    machine._commands = {name: replace(each, seconds=each.seconds * TIMES) for name, each in COMMANDS.items()}
    slow = [replace(each, seconds=each.seconds * TIMES) for each in collectors]
    return Run(machine, slow, machine._leave, seconds=15.0 * TIMES).collect()
