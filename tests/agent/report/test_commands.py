"""The table of commands."""

from __future__ import annotations

import re

import pytest

from agent.report.commands import COMMANDS, FOLDERS, Command


@pytest.mark.parametrize("command", COMMANDS.values(), ids=str)
def test_a_command_has_no_shell_and_no_open_arguments(command: Command) -> None:
    """Only a device's name may be filled in; each has its time."""
    assert command.program.replace("-", "").isalnum()
    assert command.program not in {"sh", "bash", "env", "sudo", "pkexec", "python3"}
    own = re.compile(r"[$%]\{[\w:-]+\}|\{device\}")  # dpkg's and rpm's own formats name fields of a package
    assert all("{" not in own.sub("", each) for each in command.arguments)
    assert 0 < command.seconds <= 8


def test_programs_come_from_the_system() -> None:
    """Never from the PATH."""
    assert all(folder.startswith("/") and "local" not in folder for folder in FOLDERS)
