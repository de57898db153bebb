"""Rules about disks."""

from __future__ import annotations

import pytest

from protocol.report.document import Value
from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, Given, demand_all_three, says

LOG: Given = {"log.kind": "journal"}


def _log(kind: str, times: int) -> list[tuple[Value | None, ...]]:
    return [(kind, times, None, None, None)]


CASES = [
    Case("disk.failing", ACT, {"disk.health@a": "failing"}),
    Case("disk.failing", ACT, {"disk.smart-exit@a": 8}),
    Case("disk.failing", ACT, {"disk.critical-warning@a": "0x04"}),
    Case("disk.failing", NOTHING, {"disk.health@a": "ok", "disk.smart-exit@a": 64}),
    Case("disk.failing", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.reallocated", SOON, {"disk.reallocated@a": 1}),
    Case("disk.reallocated", ACT, {"disk.reallocated@a": 17}),
    Case("disk.reallocated", NOTHING, {"disk.reallocated@a": 0}),
    Case("disk.reallocated", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.pending", SOON, {"disk.pending@a": 2}),
    Case("disk.pending", ACT, {"disk.pending@a": 3}),
    Case("disk.pending", NOTHING, {"disk.pending@a": 0}),
    Case("disk.pending", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.uncorrectable", ACT, {"disk.uncorrectable@a": 1}),
    Case("disk.uncorrectable", ACT, {"disk.reported-uncorrectable@a": 4}),
    Case("disk.uncorrectable", SOON, {"disk.reported-uncorrectable@a": 1}),
    Case("disk.uncorrectable", NOTHING, {"disk.uncorrectable@a": 0}),
    Case("disk.uncorrectable", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.two-signs", ACT, {"disk.pending@a": 1, "disk.reallocated@a": 1}),
    Case("disk.two-signs", NOTHING, {"disk.pending@a": 1, "disk.reallocated@a": 0}),
    Case("disk.two-signs", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.worn", WORTH, {"disk.wear@a": 80}),
    Case("disk.worn", SOON, {"disk.wear@a": 100}),
    Case("disk.worn", NOTHING, {"disk.wear@a": 79}),
    Case("disk.worn", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.spare-low", ACT, {"disk.spare@a": 9, "disk.spare-threshold@a": 10}),
    Case("disk.spare-low", NOTHING, {"disk.spare@a": 100, "disk.spare-threshold@a": 10}),
    Case("disk.spare-low", UNKNOWN, {"disk.spare@a": 9}),
    Case("disk.media-errors", SOON, {"disk.media-errors@a": 1}),
    Case("disk.media-errors", ACT, {"disk.media-errors@a": 2}, before={"disk.media-errors@a": 1}),
    Case("disk.media-errors", NOTHING, {"disk.media-errors@a": 0}),
    Case("disk.media-errors", UNKNOWN, {"disk.size@a": 5}),
    Case("disk.cable", SOON, {"disk.crc-errors@a": 4}, before={"disk.crc-errors@a": 3}),
    Case("disk.cable", NOTHING, {"disk.crc-errors@a": 3}, before={"disk.crc-errors@a": 3}),
    Case("disk.cable", UNKNOWN, {"disk.crc-errors@a": 3}),
    Case("disk.hot", SOON, {"disk.temperature@a": 81, "disk.temperature-limit@a": 80, "disk.kind@a": "NVMe"}),
    Case("disk.hot", SOON, {"disk.temperature@a": 60, "disk.kind@a": "HDD"}),
    Case("disk.hot", NOTHING, {"disk.temperature@a": 60, "disk.kind@a": "SSD"}),
    Case("disk.hot", UNKNOWN, {"disk.temperature@a": 90}),
    Case("disk.slow", WORTH, {"disk.busy@a": 95, "disk.latency@a": 30, "disk.kind@a": "SSD"}),
    Case("disk.slow", WORTH, {"disk.flush-latency-max@a": 10_001}),
    Case("disk.slow", NOTHING, {"disk.busy@a": 95, "disk.latency@a": 30, "disk.kind@a": "HDD"}),
    Case("disk.slow", UNKNOWN, {"disk.busy@a": 95}),
    Case("disk.io-errors", SOON, {**LOG, "faults.kernel": _log("disk", 1)}),
    Case("disk.io-errors", ACT, {**LOG, "faults.kernel": _log("disk", 50)}),
    Case("disk.io-errors", NOTHING, {**LOG, "faults.kernel": _log("usb", 50)}),
    Case("disk.io-errors", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "disk")
