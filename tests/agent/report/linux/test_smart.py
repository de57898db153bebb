"""One disk's own verdict."""

from __future__ import annotations

import json

from agent.report.linux.smart import smart
from agent.report.machine import Ran
from tests.support.recorded_machine import RecordedMachine, hear

# Fields as smartctl 7.4 writes them (smartmontools, json output).
ATA = {
    "smart_status": {"passed": False}, "power_on_time": {"hours": 31234}, "temperature": {"current": 41},
    "interface_speed": {"max": {"string": "6.0 Gb/s"}, "current": {"string": "1.5 Gb/s"}},
    "ata_smart_data": {"self_test": {"status": {"value": 0, "passed": True}}},
    "ata_smart_attributes": {"table": [
        {"id": 5, "value": 100, "raw": {"value": 24}}, {"id": 188, "value": 100, "raw": {"value": 0x0003_0002_0001}},
        {"id": 197, "value": 100, "raw": {"value": 8}}, {"id": 199, "value": 200, "raw": {"value": 0}},
        {"id": 231, "value": 93, "raw": {"value": 0}},
    ]},
}  # fmt: skip
NVME = {
    "smart_status": {"passed": True}, "power_on_time": {"hours": 900}, "temperature": {"current": 38},
    "nvme_smart_health_information_log": {"critical_warning": 4, "percentage_used": 7, "available_spare": 100,
                                          "available_spare_threshold": 10, "media_errors": 0},
}  # fmt: skip


def test_a_dying_disk_tells_its_counters() -> None:
    """Time-outs are the low sixteen bits; life left becomes wear; the exit code is a fact."""
    heard = hear(
        lambda machine: smart(machine, "sda"), RecordedMachine(commands={"smart sda": Ran(8, json.dumps(ATA).encode())})
    )
    assert heard.facts["disk.health@sda"] == "failing"
    assert heard.facts["disk.smart-exit@sda"] == 8
    assert (heard.facts["disk.link@sda"], heard.facts["disk.link-max@sda"]) == ("1.5 Gb/s", "6.0 Gb/s")
    assert heard.facts["disk.reallocated@sda"] == 24
    assert heard.facts["disk.command-timeout@sda"] == 1
    assert heard.facts["disk.pending@sda"] == 8
    assert heard.facts["disk.wear@sda"] == 7
    assert heard.facts["disk.self-test@sda"] == "passed"


def test_nvme_tells_its_log() -> None:
    """With the warning as a code."""
    heard = hear(
        lambda machine: smart(machine, "nvme0n1"), RecordedMachine(commands={"smart nvme0n1": json.dumps(NVME)})
    )
    assert heard.facts["disk.critical-warning@nvme0n1"] == "0x04"
    assert heard.facts["disk.spare-threshold@nvme0n1"] == 10
    assert heard.facts["disk.media-errors@nvme0n1"] == 0


def test_a_sleeping_or_forbidden_disk_is_left_alone() -> None:
    """A gap, with no counters made up."""
    heard = hear(lambda machine: smart(machine, "sda"), RecordedMachine(commands={"smart sda": Ran(2, b"{}")}))
    assert heard.facts == {}
    assert heard.gaps == {"disk.health": "no-rights"}
    assert hear(lambda machine: smart(machine, "sda"), RecordedMachine()).gaps == {"": "tool-missing"}
