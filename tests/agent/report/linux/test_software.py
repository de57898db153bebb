"""1.7 Programs, changes, drivers."""

from __future__ import annotations

import subprocess

from agent.report.leave import OwnReport
from agent.report.linux import software
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear

LOG = (
    "2026-10-01 10:00:00 upgrade old:amd64 1 2\n"
    "2026-11-20 10:00:01 upgrade curl:amd64 7.88.1-10 7.88.1-12\n"
    "2026-11-21 10:00:02 remove curl:amd64 7.88.1-12 <none>\n"
    "2026-11-21 10:00:03 install nano:amd64 <none> 7.2-1\n"
)
MODULES = "nvidia_drm 94208 4 - Live 0x0 (POE)\nvboxdrv 1 2 vboxnetflt, Live 0x0 (O)\next4 999 1 - Live 0x0\n"


def test_programs_are_told_in_order_with_where_they_come_from() -> None:
    """And when they came; the number stands by itself."""
    said = "zip\t3.0\tA Maker <a@b.example>\tinstall installed ok\t1747699200\napt\t2.6\t\tinstall installed ok\t\n"
    heard = hear(software.programs, RecordedMachine(commands={"packages": said}))
    assert heard.facts == {"programs.number": 2}
    assert heard.rows["software.programs"] == [
        ("apt", "2.6", None, None, "deb"), ("zip", "3.0", "A Maker", "2025-05-20T00:00:00Z", "deb"),
    ]  # fmt: skip


def test_changes_are_those_of_fourteen_days_the_newest_first() -> None:
    """What was removed shows the version that went."""
    heard = hear(software.changes, RecordedMachine(files={"/var/log/dpkg.log": LOG}))
    assert heard.facts == {"programs.changed": 2}
    assert heard.rows["software.changes"] == [
        ("nano", "install", "7.2-1", "2026-11-21T09:00:03Z"), ("curl", "remove", "7.88.1-12", "2026-11-21T09:00:02Z"),
        ("curl", "upgrade", "7.88.1-12", "2026-11-20T09:00:01Z"),
    ]  # fmt: skip
    assert hear(software.changes, RecordedMachine()).gaps == {"programs.changed": "not-supported"}


def test_drivers_are_modules_from_elsewhere() -> None:
    """Unsigned ones say so; what DKMS built and is not loaded is told too; the kernel's own are not."""
    files = {
        "/proc/modules": MODULES, "/sys/module/nvidia_drm/version": "550.90.07\n",
        "/var/lib/dkms/vboxdrv/7.0.20/x": "", "/var/lib/dkms/zfs/2.2.4/x": "", "/var/lib/dkms/zfs/kernel-6.1/x": "",
    }  # fmt: skip
    assert hear(software.drivers, RecordedMachine(files=dict(files))).rows["software.drivers"] == [
        ("nvidia_drm", None, "550.90.07", None, False), ("vboxdrv", None, None, None, True),
        ("zfs", "DKMS", "2.2.4", None, None),
    ]  # fmt: skip
    assert hear(software.drivers, RecordedMachine()).gaps == {"": "not-present"}


def test_this_machine_has_as_many_programs_as_dpkg_lists() -> None:
    """Counted by dpkg's own list."""
    said = subprocess.run(
        ["dpkg-query", "-f", "${db:Status-Status}\n", "-W"], capture_output=True, text=True, check=True
    )
    kept = [line for line in said.stdout.split() if line not in {"not-installed", "config-files"}]
    facts = {each.id: each.value for each in software.programs(PosixMachine(OwnReport())) if isinstance(each, Known)}
    assert int(str(facts["programs.number"])) >= len(kept)
