"""1.6 Updates: recorded lists, and this machine against dpkg and apt."""

from __future__ import annotations

import subprocess

import pytest

from agent.report.leave import OwnReport
from agent.report.linux import updates
from agent.report.machine import Ran
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import NOW, Answer, RecordedMachine, hear

LISTS: dict[str, Answer] = {"/var/lib/apt/lists/deb.debian.org_dists_bookworm_InRelease": ""}
LIST = (  # apt 2.6 on Debian 12, this project's own machine
    "Listing...\n"
    "unzip/oldstable-security 6.0-28+deb12u1 amd64 [upgradable from: 6.0-28]\n"
    "tzdata/oldstable-updates 2025b-0+deb12u2 all [upgradable from: 2025b-0+deb12u1]\n"
    "zip/oldstable-security,oldstable 3.0-13+deb12u1 amd64 [upgradable from: 3.0-13]\n"
)
LOG = (
    "2026-11-20 10:00:00 startup archives unpack\n"
    "2026-11-20 10:00:01 upgrade curl:amd64 7.88.1-10 7.88.1-12\n"
    "2026-11-20 10:00:02 status installed curl:amd64 7.88.1-12\n"
    "2026-11-20 10:00:03 remove nano:amd64 7.2-1 <none>\n"
    "9999-99-99 10:00:01 upgrade x y z\n"
)


def test_waiting_updates_are_counted_by_their_suite() -> None:
    """Security updates come from a suite of that name; a failed list is no zero; without apt it is not offered."""
    heard = hear(updates.waiting, RecordedMachine(files=LISTS, commands={"apt-updates": LIST}))
    assert heard.facts == {"updates.waiting": 3, "updates.security": 2}
    failed = hear(updates.waiting, RecordedMachine(files=LISTS, commands={"apt-updates": Ran(100, b"")}))
    assert failed.gaps == {"updates.waiting": "failed", "updates.security": "failed"}
    assert hear(updates.waiting, RecordedMachine()).gaps["updates.security"] == "not-supported"


def test_the_list_s_age_and_the_last_update_are_told() -> None:
    """The log's times are those of the computer's zone, an hour east here."""
    twin = RecordedMachine(files={**LISTS, "/var/log/dpkg.log": LOG}, times=dict.fromkeys(LISTS, NOW - 16 * 86_400 - 5))
    assert hear(updates.history, twin).facts == {
        "updates.list-age": 16, "updates.last-success": "2026-11-20T09:00:01Z",
    }  # fmt: skip
    assert hear(updates.history, RecordedMachine()).facts == {}


@pytest.mark.parametrize(
    ("name", "text", "on"),
    [
        ("20auto-upgrades", 'APT::Periodic::Unattended-Upgrade "1";\n', True),
        ("20auto-upgrades", 'APT::Periodic::Unattended-Upgrade "0";\n', False),
        ("50other", '// APT::Periodic::Unattended-Upgrade "1";\n', False),
    ],
)
def test_updates_go_by_themselves_when_apt_says_so(name: str, text: str, on: bool) -> None:  # noqa: FBT001
    """Apt's own default is off; a line that is commented out says nothing."""
    twin = RecordedMachine(files={f"/etc/apt/apt.conf.d/{name}": text})
    assert hear(updates.automatic, twin).facts == {"updates.automatic": on}


def test_dnf_has_its_own_setting() -> None:
    """And a system without either does not tell."""
    twin = RecordedMachine(files={"/etc/dnf/automatic.conf": "[commands]\napply_updates = yes\n"})
    assert hear(updates.automatic, twin).facts == {"updates.automatic": True}
    assert hear(updates.automatic, RecordedMachine()).facts == {}


def test_half_installed_packages_are_broken() -> None:
    """As dpkg --audit would list them."""
    states = ("half-configured ok", "installed reinstreq", "installed ok")
    said = "".join(f"p{at}\t1\tx\tinstall {state}\t1\n" for at, state in enumerate(states))
    assert hear(updates.broken, RecordedMachine(commands={"packages": said})).facts == {"packages.broken": 2}


def test_this_machine_says_what_dpkg_says() -> None:
    """No broken package where the audit is empty."""
    audit = subprocess.run(["dpkg", "--audit"], capture_output=True, check=False)
    facts = {each.id: each.value for each in updates.broken(PosixMachine(OwnReport())) if isinstance(each, Known)}
    assert (facts["packages.broken"] == 0) == (audit.stdout == b"")
