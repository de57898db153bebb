"""1.5 on Linux, printers: lpstat's lines in CUPS 2.4's form."""

from __future__ import annotations

from agent.report.linux import printers
from tests.support.recorded_machine import RecordedMachine, hear

SAID = (
    "scheduler is running\nsystem default destination: Buero_Krueger\n"
    "printer Buero_Krueger is idle.  enabled since Sat Nov 21 09:00:00 2026\n"
    "printer Keller disabled since Fri Nov 20 18:00:00 2026 -\n\tUnplugged or turned off\n"
    "printer Labor now printing Labor-17.  enabled since Fri Nov 20 18:00:00 2026\n"
    "printer Flur disabled since Fri Nov 20 18:00:00 2026 -\n\tPaper jam while printing Kuendigung.pdf\n"
    "device for Buero_Krueger: ipps://drucker.krueger.example:631/ipp/print\n"
    "device for Keller: usb://HP/LaserJet%20P1102?serial=000000000QH\n"
    "device for Labor: ipp://[\ndevice for Flur: magic:/x\n"
)
JOBS = (
    "Buero_Krueger-12        anna              1024   Sat Nov 21 09:00:00 2026\nBuero_Krueger-13 anna 9 x\nodd line\n"
)
TWIN = RecordedMachine(commands={"printers": SAID, "print-jobs": JOBS})


def test_printers_are_told_with_their_state_and_a_number_of_jobs() -> None:
    """Queue names and hosts are masked by their kind; nobody's job is named."""
    heard = hear(printers.printers, TWIN)
    facts = heard.facts
    assert facts["printer.spooler"] is True
    names = {value: name.partition("@")[2] for name, value in facts.items() if name.startswith("printer.name")}
    states = {name: facts[f"printer.state@{of}"] for name, of in names.items()}
    assert states == {"Buero_Krueger": "idle", "Keller": "offline", "Labor": "printing", "Flur": "stopped"}
    office = names["Buero_Krueger"]
    assert facts[f"printer.jobs@{office}"] == 2
    assert facts[f"printer.default@{office}"] is True
    assert facts[f"printer.host@{office}"] == "drucker.krueger.example"
    assert facts[f"printer.connection@{names['Keller']}"] == "USB"
    assert facts[f"printer.reasons@{names['Flur']}"] == "paper jam"
    assert heard.gaps["printer.connection"] in {"failed", "not-present"}


def test_titles_and_owners_of_jobs_are_never_told() -> None:
    """Whatever stands in a reason is exchanged for one of our words."""
    told = " ".join(str(value) for value in hear(printers.printers, TWIN).facts.values())
    assert "Kuendigung" not in told
    assert "anna" not in told
    assert "000000000QH" not in told


def test_a_service_that_does_not_run_is_told() -> None:
    """And without lpstat nothing is known."""
    twin = RecordedMachine(commands={"printers": "scheduler is not running\nno system default destination\n"})
    assert hear(printers.printers, twin).facts == {"printer.spooler": False}
    assert hear(printers.printers, RecordedMachine()).gaps == {"": "tool-missing"}
