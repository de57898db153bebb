"""The commands of Windows, word for word."""

from __future__ import annotations

import re

import pytest

from agent.report.commands import Command
from agent.report.windows.classes import CLASSES
from agent.report.windows.scripts import COMMANDS, POWERSHELL, group_text

SETS = re.compile(
    r"\b(?:Set|New-Item|Remove|Clear|Start|Stop|Restart|Invoke|Add|Out|Export|Copy|Move|Rename|Enable|Disable|Install|"
    r"Uninstall|Register|Update)-(?!Object)\w+|\bIEX\b|\.Download|\.Install\(|WebClient|\bcmd\b|>",
    re.IGNORECASE,
)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_has_no_open_place_and_asks_only(command: Command) -> None:
    """No input can stand in it, no quote needs escaping, nothing is set, written, fetched or started by it."""
    assert command.program in {POWERSHELL, "wevtutil.exe"}
    assert 0 < command.seconds <= 8
    together = " ".join(command.arguments)
    assert "{device}" not in together
    if command.program == POWERSHELL:
        text = command.arguments[-1]
        assert '"' not in text
        assert not SETS.findall(text)
        assert command.arguments[:-1] == ("-NoLogo", "-NoProfile", "-NonInteractive", "-Command")
        assert text.count("{") == text.count("}")
        assert text.count("(") == text.count(")")
        assert text.count("'") % 2 == 0
        assert len(text) < 8_000
    else:
        assert command.arguments[0] == "qe"
        assert "/f:xml" in command.arguments
        assert together.count("EventID=") <= 20


def test_a_group_asks_each_of_its_classes_for_its_properties_and_goes_on_when_one_fails() -> None:
    """Each in a block of its own."""
    text = group_text("power")
    for kind in ("Win32_Battery", "BatteryStaticData", "MSAcpi_ThermalZoneTemperature"):
        assert f"-ClassName {kind} -Property {','.join(CLASSES[kind].names)} " in text
    assert text.count("try {") == text.count("catch {")
    assert "-Filter 'ApplicationID=''55c92734" in group_text("licence")


def test_updates_are_asked_for_without_going_online() -> None:
    """The search is told so."""
    assert "$s.Online = $false" in COMMANDS["windows-updates"].arguments[-1]
