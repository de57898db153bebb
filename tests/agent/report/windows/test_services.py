"""1.7 Services, start-up and tasks on Windows."""

from __future__ import annotations

import pytest

from agent.report.windows import services
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_only_a_service_that_should_run_and_ended_with_an_error_failed() -> None:
    """Not one that was never started, or that nobody wants; it comes first."""
    heard = hear(services.services, recorded_windows())
    assert heard.facts["services.failed"] == 1
    assert heard.rows["software.services"][0] == (
        "HPInsights", "HP Insights Analytics", "stopped", "automatic", True, 1067,
    )  # fmt: skip


def test_what_starts_is_told_by_program_and_never_with_its_arguments() -> None:
    """What somebody switched off is off; a password behind a program's name is not read on."""
    rows = hear(services.start_up, recorded_windows()).rows["software.start-up"]
    by_name = {line[0]: line for line in rows}
    assert by_name["OneDrive"][1:] == ("OneDrive.exe", None, "this account", False)
    assert by_name["Old Tray"][1] == "tray app.exe"
    assert by_name["Secret Tool"][1] == "tool.exe"
    assert by_name["A"][3] == "start-up folder"
    assert "desktop" not in by_name
    assert not [
        cell for line in rows for cell in line if isinstance(cell, str) and ("Hund" in cell or "akrueger" in cell)
    ]


@pytest.mark.parametrize(
    ("command", "program"),
    [('"C:\\Program Files\\A B\\c d.exe" --token x', "c d.exe"), ("C:\\Program Files\\A\\b.exe /x", "b.exe"),
     ("rundll32.exe shell32.dll,Foo", "rundll32.exe"), ("%windir%\\x.cmd", "x.cmd"), ("notepad", "notepad"),
     ("", None), ('""', '""'), ("user:pass@host", None)],
)  # fmt: skip
def test_a_program_is_named_out_of_its_command(command: str, program: str | None) -> None:
    """By its whole form or not at all."""
    found = services.program_of(command)
    assert found == (None if program == '""' else program)


def test_failed_tasks_are_told_by_code_and_those_of_others_that_begin_with_windows() -> None:
    """Never run, running and ended on purpose are no failures."""
    rows = hear(services.tasks, recorded_windows()).rows
    assert rows["software.tasks"] == [("\\Backup of Anna", "0x80070002"), ("\\HP\\HP Print Scan Doctor", "0x00000001")]
    assert [line[0] for line in rows["software.start-up"]] == [
        "\\GoogleUpdateTaskMachineCore",
        "\\HP\\HP Print Scan Doctor",
    ]
    assert hear(services.tasks, RecordedMachine(commands={"tasks": "{}"})).gaps == {"": "not-present"}
