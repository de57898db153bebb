"""1.3 on Linux, btrfs and ZFS: recorded pools."""

from __future__ import annotations

import json

from agent.report.linux import pools
from tests.support.recorded_machine import RecordedMachine, hear

BTRFS = "/sys/fs/btrfs/6f3c1d2e-8a47-4b0e-9d51-2c7f0a9b1e44"
STATS = "write_errs 0\nread_errs 2\nflush_errs 0\ncorruption_errs 1\ngeneration_errs 0\n"


def test_a_btrfs_tells_its_members_and_errors() -> None:
    """It is named by a member, for its own name is one of a person's labels."""
    twin = RecordedMachine(files={
        "/sys/fs/btrfs/features/raid56": "0", f"{BTRFS}/devices/sda1/size": "1", f"{BTRFS}/label": "ANNA",
        f"{BTRFS}/devinfo/1/missing": "0\n", f"{BTRFS}/devinfo/1/error_stats": STATS,
        f"{BTRFS}/devinfo/2/missing": "1\n", f"{BTRFS}/devinfo/2/error_stats": "nonsense",
    })  # fmt: skip
    assert hear(pools.btrfs, twin).facts == {
        "raid.kind@sda1": "btrfs", "raid.members@sda1": 2, "raid.members-working@sda1": 1, "raid.errors@sda1": 3,
        "raid.state@sda1": "degraded",
    }  # fmt: skip
    assert hear(pools.btrfs, RecordedMachine()).facts == {}


def test_a_pool_tells_its_state() -> None:
    """Of zpool 2.3's JSON, else of the kernel."""
    said = json.dumps({"pools": {"tank": {"state": "DEGRADED", "error_count": "4"}, "odd": 7}})
    twin = RecordedMachine(commands={"zpool": said}, files={"/proc/spl/kstat/zfs/rpool/state": "ONLINE\n"})
    assert hear(pools.zfs, twin).facts == {
        "raid.name@tank": "tank", "raid.name@rpool": "rpool",
        "raid.kind@tank": "ZFS", "raid.state@tank": "degraded", "raid.errors@tank": 4,
        "raid.kind@rpool": "ZFS", "raid.state@rpool": "healthy",
    }  # fmt: skip
    assert hear(pools.zfs, RecordedMachine(commands={"zpool": "no JSON"})).gaps == {"raid.state": "not-present"}
