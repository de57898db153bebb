"""1.6 The system on Windows."""

from __future__ import annotations

import pytest

from agent.report.machine import Ran, Unread
from agent.report.windows import system
from agent.report.windows.keys import CONTROL, NT, WINDOWS
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_windows_11_is_known_although_its_own_name_still_says_10() -> None:
    """By its build; the table of support knows it by edition and version."""
    facts = hear(system.release, recorded_windows()).facts
    assert facts["os.name"] == "Windows 11 Enterprise Evaluation"
    assert (facts["os.id"], facts["os.version"]) == ("windows-11-enterprise", "23H2")
    assert facts["os.build"] == "10.0.22631.3447"
    assert facts["os.support-ends"] == "2026-11-10T00:00:00Z"


@pytest.mark.parametrize(
    ("product", "build", "edition", "version", "kind", "name", "key"),
    [("Windows 10 Home", "26100", "Core", "24H2", "Client", "windows-11-home", "24H2"),
     ("Windows 10 Pro", "19045", "Professional", "22H2", "Client", "windows-10", "22H2"),
     ("Windows 10 Enterprise LTSC 2021", "19044", "EnterpriseS", "21H2", "Client", "windows-10-ltsc", "2021"),
     ("Windows 10 IoT Enterprise LTSC", "19044", "IoTEnterpriseS", "21H2", "Client", "windows-10-iot-ltsc", "2021"),
     ("Windows Server 2022 Standard", "20348", "ServerStandard", "21H2", "Server", "windows-server", "2022"),
     ("Windows Server 2025 Datacenter", "26100", "ServerDatacenter", "24H2", "Server", "windows-server", "2025")],
)  # fmt: skip
def test_every_windows_finds_its_row_of_support(
    product: str, build: str, edition: str, version: str, kind: str, name: str, key: str
) -> None:
    """Clients, long-term ones, servers."""
    values: dict[str, str | int | bytes] = {"ProductName": product, "CurrentBuild": build, "EditionID": edition,
                                            "DisplayVersion": version, "InstallationType": kind}  # fmt: skip
    facts = hear(system.release, RecordedMachine(registry_values={NT: values})).facts
    assert (facts["os.id"], facts["os.version"]) == (name, key)
    assert "os.support-ends" in facts


def test_start_and_last_stop_come_of_psutil_and_the_log() -> None:
    """A loss of power just before this start."""
    assert hear(system.duration, recorded_windows()).facts == {"boot.duration": 64934}
    assert hear(system.stopped, recorded_windows()).facts == {"boot.last-stop-clean": False}
    assert hear(system.started, recorded_windows()).facts["boot.uptime"] == 5600
    quiet = recorded_windows(commands={"events-system": Ran(0, b"")})
    assert hear(system.stopped, quiet).gaps == {"boot.last-stop-clean": "not-present"}


def test_a_restart_is_wanted_for_the_reasons_that_keys_tell() -> None:
    """No key is no reason; a key that may not be opened is not known."""
    facts = hear(system.restart, recorded_windows()).facts
    assert facts["restart.pending"] is True
    assert {name for name in facts if name.startswith("restart.reason")} == {
        "restart.reason@component servicing",
        "restart.reason@pending file renames",
    }
    calm = RecordedMachine(registry_values={rf"{CONTROL}\Session Manager": {}})
    assert hear(system.restart, calm).facts == {"restart.pending": False}
    closed = RecordedMachine(registry_values={rf"{WINDOWS}\WindowsUpdate\Auto Update": Unread("no-rights")})
    assert hear(system.restart, closed).gaps["restart.pending"] == "no-rights"


def test_activated_and_bits() -> None:
    """The licence is a word."""
    assert hear(system.architecture, recorded_windows()).facts == {"os.architecture": "64 bit", "os.activated": "yes"}
