"""1.9 Faults on Windows."""

from __future__ import annotations

import pytest

from agent.report.machine import Ran
from agent.report.windows import faults
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_events_are_classed_as_the_kernels_messages_and_old_ones_are_not_counted() -> None:
    """The newest is the sample, in our words: the log's own are in the language of the system."""
    heard = hear(faults.kernel, recorded_windows())
    rows = {line[0]: line for line in heard.rows["faults.kernel"]}
    assert set(rows) == {"disk", "gpu", "memory"}
    assert rows["disk"][1:4] == (2, "2026-11-20T02:46:00Z", "2026-11-21T08:10:00Z")
    assert rows["disk"][4] == "The controller reported an error: \\Device\\Harddisk1\\DR1 (disk 11)"
    assert heard.facts["log.kind"] == "event log"


@pytest.mark.parametrize(("action", "times"), [("0", 0), ("2", 1)])
def test_a_volume_that_says_it_is_well_is_no_fault(action: str, times: int) -> None:
    """Number 98 tells both."""
    said = (
        "<Event xmlns='x'><System><Provider Name='Ntfs'/><EventID>98</EventID><TimeCreated "
        "SystemTime='2026-11-21T00:00:00Z'/></System><EventData><Data Name='CorruptionActionState'>"
        f"{action}</Data></EventData></Event>"
    )
    twin = RecordedMachine(commands={"events-disks": said, "events-system": ""})
    assert len(hear(faults.kernel, twin).rows.get("faults.kernel", [])) == times


def test_programs_that_crashed_are_counted_by_name_code_and_module() -> None:
    """Of systems that name their fields and of those that place them; no path is kept."""
    rows = hear(faults.crashes, recorded_windows()).rows["faults.crashes"]
    assert rows[0] == ("optional.exe", ".".join("0000"), 2, "2026-11-21T18:56:48Z", "0xc00000fd", "optional.exe", None)
    assert rows[1][:6] == ("DllHost.exe", "10.0.14393.0", 1, "2026-11-21T11:57:47Z", "0xc0000005", "OLMAPI32.DLL")
    assert rows[2][0] == "AOTListenerService.exe"


def test_errors_are_grouped_by_who_wrote_them_and_installs_are_none() -> None:
    """Of a program's page of words only its name is told."""
    rows = hear(faults.occurred, recorded_windows()).rows["faults.events"]
    assert [line[:3] for line in rows] == [
        ("Application Error", "1000", 3), (".NET Runtime", "1026", 1),
        ("Microsoft-Windows-WindowsUpdateClient", "20", 1),
        ("Service Control Manager", "7031", 1),
    ]  # fmt: skip
    assert rows[1][-1] == "A program crashed: AOTListenerService.exe (.NET Runtime 1026)"


def test_a_stop_code_is_a_crash_and_none_is_a_loss_of_power() -> None:
    """One crash that two events tell, one loss."""
    heard = hear(faults.stops, recorded_windows())
    assert heard.facts == {"crash.system": 1, "crash.system-code@0x000000d1": "0x000000d1", "crash.unclean": 1}


def test_a_log_that_refuses_says_so_and_one_that_is_empty_says_nothing_happened() -> None:
    """Unknown is not zero."""
    refused = RecordedMachine(commands={"events-system": Ran(5, b"")})
    assert hear(faults.stops, refused).gaps == {"": "no-rights"}
    calm = RecordedMachine(commands={"events-system": Ran(0, b"")})
    assert hear(faults.stops, calm).facts == {"crash.system": 0, "crash.unclean": 0}


def test_stability_is_of_the_newest_day() -> None:
    """In tenths."""
    assert hear(faults.stability, recorded_windows()).facts == {"stability.index": 74}
