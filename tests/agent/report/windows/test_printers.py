"""1.5 Printers on Windows."""

from __future__ import annotations

from agent.report.machine import Unread
from agent.report.windows import printers
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_printers_tell_state_reason_connection_and_jobs() -> None:
    """A jam, a share of another computer that is away, and a file."""
    facts = hear(printers.printers, recorded_windows()).facts
    laser, share = "HP LaserJet Pro MFP M428fdw", r"\\fs01\Buero"
    assert (facts[f"printer.state@{laser}"], facts[f"printer.reasons@{laser}"]) == ("stopped", "paper jam")
    assert (facts[f"printer.connection@{laser}"], facts[f"printer.jobs@{laser}"]) == ("network", 2)
    assert (facts[f"printer.state@{share}"], facts[f"printer.host@{share}"]) == ("offline", "fs01")
    assert facts["printer.connection@Microsoft Print to PDF"] == "file"


def test_without_a_list_of_jobs_their_number_is_not_known() -> None:
    """Unknown is not zero."""
    twin = RecordedMachine(objects={"Win32_Printer": [{"Name": "A1"}], "Win32_PrintJob": Unread("no-rights")})
    assert "printer.jobs@A1" not in hear(printers.printers, twin).facts


def test_the_spooler_is_asked_of_psutil() -> None:
    """Where it is missing, it is not known."""
    assert hear(printers.spooler, recorded_windows()).facts == {"printer.spooler": True}
    assert hear(printers.spooler, RecordedMachine(counters={"services": []})).facts == {}
