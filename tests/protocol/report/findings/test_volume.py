"""Rules about volumes."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, Given, demand_all_three, says

ROOT: Given = {"volume.system@a": True, "volume.total@a": 100 * 10**9}
CASES = [
    Case("fs.damaged", ACT, {"volume.errors@a": 1}),
    Case("fs.damaged", ACT, {"volume.dirty@a": True}),
    Case("fs.damaged", NOTHING, {"volume.errors@a": 0}),
    Case("fs.damaged", UNKNOWN, {"volume.total@a": 1}),
    Case("fs.damaged-log", ACT, {"log.kind": "journal", "faults.kernel": [("file system", 1, None, None, None)]}),
    Case("fs.damaged-log", NOTHING, {"log.kind": "journal"}),
    Case("fs.damaged-log", UNKNOWN, {}),
    Case("fs.read-only", ACT, {"volume.system@a": True, "volume.read-only@a": True}),
    Case(
        "fs.read-only", NOTHING, {"volume.system@a": True, "volume.read-only@a": True, "volume.read-only-meant@a": True}
    ),
    Case("fs.read-only", NOTHING, {"volume.system@a": False, "volume.read-only@a": True}),
    Case("fs.read-only", UNKNOWN, {"volume.read-only@a": True}),
    Case("space.low", ACT, {**ROOT, "volume.available@a": 4 * 10**9}),
    Case("space.low", SOON, {**ROOT, "volume.available@a": 9 * 10**9}),
    Case("space.low", SOON, {**ROOT, "volume.available@a": 15 * 10**9}, "windows"),
    Case("space.low", NOTHING, {**ROOT, "volume.available@a": 15 * 10**9}),
    Case("space.low", NOTHING, {**ROOT, "volume.system@a": False, "volume.available@a": 0}),
    Case("space.low", UNKNOWN, ROOT),
    Case("space.inodes", SOON, {"volume.inodes@a": 1000, "volume.inodes-free@a": 49}),
    Case("space.inodes", NOTHING, {"volume.inodes@a": 1000, "volume.inodes-free@a": 50}),
    Case("space.inodes", UNKNOWN, {"volume.total@a": 1}),
    Case("space.boot", SOON, {"volume.mount@a": "/boot", "volume.available@a": 99 * 2**20}),
    Case("space.boot", NOTHING, {"volume.mount@a": "/", "volume.available@a": 99 * 2**20}),
    Case("space.boot", UNKNOWN, {"volume.total@a": 1}),
    Case("raid.degraded", ACT, {"raid.members@md0": 2, "raid.members-working@md0": 1}),
    Case("raid.degraded", ACT, {"raid.state@md0": "degraded"}),
    Case("raid.degraded", NOTHING, {"raid.state@md0": "healthy"}),
    Case("raid.degraded", UNKNOWN, {"raid.kind@md0": "raid1"}),
    Case("backup.old", WORTH, {"backup.age@x": 31}),
    Case("backup.old", SOON, {"backup.age@x": 31, "disk.pending@a": 1}),
    Case("backup.old", NOTHING, {"backup.age@x": 30}),
    Case("backup.old", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "volume")
