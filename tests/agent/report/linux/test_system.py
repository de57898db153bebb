"""1.6 on Linux: what it is, how it started and stopped, whether it wants a restart."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

import pytest

from agent.report.leave import OwnReport
from agent.report.linux import system
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import NOW, Answer, RecordedMachine, hear

UBUNTU = """PRETTY_NAME="Ubuntu 24.04.1 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
ID=ubuntu
ID_LIKE=debian
BROKEN="never ends
"""
MANAGER = "org.freedesktop.systemd1.Manager"


def test_os_release_tells_the_system_and_its_end() -> None:
    """A quote that never ends tells nothing; what the file leaves out is a gap."""
    heard = hear(system.release, RecordedMachine(files={"/etc/os-release": UBUNTU}))
    assert heard.facts["os.id"] == "ubuntu"
    assert heard.facts["os.name"] == "Ubuntu 24.04.1 LTS"
    assert heard.facts["os.support-ends"] == "2029-05-31T00:00:00Z"
    assert heard.facts["os.support-paid-ends"] == "2034-05-31T00:00:00Z"
    assert heard.gaps["os.edition"] == "not-present"


@pytest.mark.parametrize(("point", "version"), [("12.11\n", "12.11"), ("trixie/sid\n", "12")])
def test_debian_tells_its_point_release(point: str, version: str) -> None:
    """But only one of the version that os-release names."""
    files: dict[str, Answer] = {"/usr/lib/os-release": 'ID=debian\nVERSION_ID="12"\n', "/etc/debian_version": point}
    assert hear(system.release, RecordedMachine(files=files)).facts["os.version"] == version


def test_the_time_of_starting_is_systemd_s_own() -> None:
    """Microseconds become milliseconds; zero is not known; no bus is the reason."""
    for said, told in ((23_456_789, {"boot.duration": 23_456}), (0, {})):
        twin = RecordedMachine(properties={f"{MANAGER}.FinishTimestampMonotonic": said})
        assert hear(system.duration, twin).facts == told
    assert hear(system.duration, RecordedMachine()).gaps == {"": "not-present"}


BOOTS = (  # the fields of `journalctl --list-boots -o json`, systemd 254
    '[{"index":-2,"boot_id":"aa","first_entry":1795000000000000,"last_entry":1795100000000000},'
    '{"index":-1,"boot_id":"bb","first_entry":1795100100000000,"last_entry":1795200000000000},'
    '{"index":0,"boot_id":"cc","first_entry":1795200100000000,"last_entry":1795300000000000}]'
)


@pytest.mark.parametrize(("stopped", "clean"), [("bb", True), ("aa", False)])
def test_a_stop_is_clean_when_the_journal_said_its_last_word(stopped: str, clean: bool) -> None:  # noqa: FBT001
    """Of the boot before this one; without a journal that remembers it is not known."""
    commands = {"boots": BOOTS, "stops": f'{{"_BOOT_ID":"{stopped}","MESSAGE_ID":"d93f"}}\n'}
    assert hear(system.stopped, RecordedMachine(commands=commands)).facts == {"boot.last-stop-clean": clean}
    assert hear(system.stopped, RecordedMachine(commands={"boots": "", "stops": ""})).facts == {}


@pytest.mark.parametrize(
    ("kernels", "note", "pending", "reasons"),
    [
        (["6.1.0-28-amd64", "6.1.0-9-amd64"], False, False, set()),
        (["6.1.0-28-amd64", "6.1.0-31-amd64"], False, True, {"newer kernel"}),
        (["6.1.0-28-amd64", "6.9.0-31-cloud"], False, False, set()),
        (["6.1.0-28-amd64"], True, True, {"updated packages"}),
    ],
)
def test_a_restart_is_wanted_for_a_reason(
    kernels: list[str],
    note: bool,  # noqa: FBT001
    pending: bool,  # noqa: FBT001
    reasons: set[str],
) -> None:
    """A newer kernel of the same flavour, or the note of an update; the note's age is told."""
    files: dict[str, Answer] = {f"/lib/modules/{name}/x": "" for name in kernels}
    files["/proc/sys/kernel/osrelease"] = "6.1.0-28-amd64\n"
    times = {"/run/reboot-required": NOW - 9 * 86_400} if note else {}
    heard = hear(system.restart, RecordedMachine(files=files, times=times))
    assert heard.facts["restart.pending"] is pending
    assert {value for name, value in heard.facts.items() if name.startswith("restart.reason")} == reasons
    assert heard.facts.get("restart.days") == (9 if note else None)


def test_without_kernels_and_notes_a_restart_is_not_known() -> None:
    """As in a container."""
    assert hear(system.restart, RecordedMachine()).gaps == {"restart.pending": "not-present"}
    slow = RecordedMachine(commands={"architecture": Unread("timed-out"), "root-birth": "1700000000\n"})
    assert hear(system.built, slow).facts == {"os.installed": "2023-11-14T22:13:20Z"}
    assert hear(system.built, slow).gaps == {"os.architecture": "timed-out"}


def test_this_machine_says_what_its_own_tools_say() -> None:
    """uname, os-release, /proc/uptime."""
    here = PosixMachine(OwnReport())
    said = [*system.release(here), *system.built(here), *system.started(here)]
    facts = {each.id: each.value for each in said if isinstance(each, Known)}
    uname = subprocess.run(["uname", "-mr"], capture_output=True, text=True, check=True).stdout.split()
    assert [facts["os.kernel"], facts["os.architecture"]] == uname
    assert facts["os.id"] == platform.freedesktop_os_release()["ID"]
    assert facts["os.name"] == platform.freedesktop_os_release()["PRETTY_NAME"]
    uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    assert abs(int(str(facts["boot.uptime"])) - uptime) < 60
