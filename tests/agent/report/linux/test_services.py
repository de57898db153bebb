"""1.7 Services: a recorded systemd, and unit files of this machine."""

from __future__ import annotations

import subprocess

from agent.report.leave import OwnReport
from agent.report.linux import services
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Row
from tests.support.recorded_linux import systemd
from tests.support.recorded_machine import RecordedMachine, hear

DESKTOP = (
    "[Desktop Entry]\nName=User folders update\nName[de]=Ordner\n"
    "Exec=/usr/bin/xdg-user-dirs-update --force /home/anna\n"
)


def test_services_are_told_with_state_start_and_exit_code() -> None:
    """Failed ones first; those that other units only name are none; an instance starts as its pattern does."""
    twin = RecordedMachine(files={"/proc/1/comm": "systemd\n"}, properties=systemd({"ssh.service": 255}))
    heard = hear(services.services, twin)
    assert heard.facts == {"services.manager": "systemd", "services.number": 8, "services.failed": 2}
    rows = {row[0]: row for row in heard.rows["software.services"]}
    assert rows["ssh.service"] == (
        "ssh.service",
        "OpenBSD Secure Shell server",
        "failed (failed)",
        "enabled",
        True,
        255,
    )
    assert rows["fstrim.service"][5] is None
    assert rows["getty@tty1.service"][3] == "enabled"
    assert rows["polkit.service"][2:5] == ("active (running)", "static", False)
    assert [row[4] for row in heard.rows["software.services"]][:3] == [True, True, False]


def test_a_timer_s_failed_service_is_a_failing_task() -> None:
    """A failed service without a timer is not."""
    heard = hear(services.tasks, RecordedMachine(properties=systemd({"fstrim.service": 64})))
    assert heard.rows == {"software.tasks": [("fstrim.service", "64")]}


def test_start_up_names_programs_and_never_how_they_are_called() -> None:
    """Units from the bus; desktop programs by their file, hidden ones as off."""
    folder = "/etc/xdg/autostart"
    files = {
        f"{folder}/a.desktop": DESKTOP,
        f"{folder}/b.desktop": "Name=B\nExec=b %u\nHidden=true\n",
        f"{folder}/c": "",
    }
    heard = hear(services.start_up, RecordedMachine(files=dict(files), properties=systemd()))
    assert heard.rows["software.start-up"] == [
        ("getty@.service", None, None, "service", True),
        ("ssh.service", None, None, "service", True),
        ("User folders update", "xdg-user-dirs-update", None, "desktop", True),
        ("B", "b", None, "desktop", False),
    ]
    assert "anna" not in str(heard.rows)


def test_no_systemd_is_a_gap_with_its_reason() -> None:
    """And what the bus may say instead of units is none."""
    assert hear(services.services, RecordedMachine()).gaps == {"": "not-present"}
    odd = {"org.freedesktop.systemd1.Manager.ListUnits": [["short"], 5, [1] * 10]}
    assert hear(services.services, RecordedMachine(properties=odd)).facts["services.number"] == 0
    refused = {"org.freedesktop.systemd1.Manager.ListUnits": Unread("no-rights")}
    assert hear(services.tasks, RecordedMachine(properties=refused)).gaps == {"": "no-rights"}
    assert hear(services.start_up, RecordedMachine()).gaps == {"": "tool-missing"}


def test_this_machine_starts_what_systemctl_lists() -> None:
    """Every enabled service, from the files where systemd does not run."""
    said = subprocess.run(
        ["systemctl", "--root=/", "list-unit-files", "--type=service", "--state=enabled", "--no-legend", "--no-pager"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    expected = {line.split()[0] for line in said.stdout.splitlines()}
    rows = [each for each in services.start_up(PosixMachine(OwnReport())) if isinstance(each, Row)]
    assert {str(each.cells[0]) for each in rows if each.cells[3] == "service"} == expected
