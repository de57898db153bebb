"""The door of macOS; here on Linux, with a command that both have."""

from __future__ import annotations

from typing import Any

import pytest

from agent.report.machine import Unread
from agent.report.macos import door
from agent.report.macos.commands import COMMANDS
from protocol.errors import ReportStopped
from tests.support.recorded_machine import LivingLeave


def test_a_command_is_run_once() -> None:
    """Whoever asks again hears the same; one that is not there is a reason."""
    leave: Any = LivingLeave()
    machine = door.MacMachine(leave)
    assert machine.run("architecture") is machine.run("architecture")
    with pytest.raises(Unread) as missing:
        machine.run("release")
    assert missing.value.status == "tool-missing"
    assert set(COMMANDS) == set(machine._commands)


def test_after_the_end_nothing_is_told() -> None:
    """Not even what was heard before."""
    leave: Any = LivingLeave()
    machine = door.MacMachine(leave)
    machine.run("architecture")
    machine.stop()
    with pytest.raises(Unread):
        machine.run("architecture")
    leave.lives = False
    with pytest.raises(ReportStopped):
        door.MacMachine(leave)
