"""The commands of macOS."""

from __future__ import annotations

from agent.report.macos.commands import COMMANDS, GROUP_OF, PROFILES


def test_none_goes_through_a_shell_or_takes_input_or_longer_than_a_collector() -> None:
    """And the one open place is a device's name."""
    for command in COMMANDS.values():
        assert command.program not in {"sh", "bash", "zsh", "osascript", "sudo", "defaults", "nvram"}
        assert command.seconds <= 8
        assert not [each for each in command.arguments if "{" in each and each != "{device}"]


def test_the_overview_of_the_software_is_never_asked_for() -> None:
    """It names the computer and its user."""
    assert "SPSoftwareDataType" not in GROUP_OF
    assert sum(len(each) for each in PROFILES.values()) == len(GROUP_OF)
