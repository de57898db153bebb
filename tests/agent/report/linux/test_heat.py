"""1.4 on Linux, heat: recorded sensors, and this machine's own."""

from __future__ import annotations

from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import heat
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear


def sensor(label: str, current: object, high: object = None, critical: object = None) -> dict[str, object]:
    return {"label": label, "current": current, "high": high, "critical": critical}


def test_each_sensor_is_told_with_its_own_limits() -> None:
    """What a chip says of a sensor that is not there is not known: -128, 0, 255, not a number."""
    twin = RecordedMachine(counters={"sensors_temperatures": {
        "coretemp": [sensor("Package id 0", 71.0, 100.0, 100.0), sensor("Core 0", 69.4)],
        "acpitz": [sensor("", 27.8, None, 119.0)],
        "nct6775": [sensor("SYSTIN", -128.0), sensor("AUXTIN", 255.0), sensor("X", 0.0), sensor("Y", float("nan"))],
        "nvme": [sensor("Composite", 38.9, 81.8, 65261.8)],
    }})  # fmt: skip
    assert hear(heat.temperatures, twin).facts == {
        "heat.temperature@acpitz": 28, "heat.critical@acpitz": 119,
        "heat.temperature@coretemp Package id 0": 71, "heat.high@coretemp Package id 0": 100,
        "heat.critical@coretemp Package id 0": 100, "heat.temperature@coretemp Core 0": 69,
        "heat.temperature@nvme Composite": 39, "heat.high@nvme Composite": 82,
    }  # fmt: skip


def test_two_sensors_of_one_name_are_two() -> None:
    """Two NVMe disks are both "nvme Composite" to the kernel."""
    both = {"nvme": [sensor("Composite", 40.0), sensor("Composite", 50.0)]}
    facts = hear(heat.temperatures, RecordedMachine(counters={"sensors_temperatures": both})).facts
    assert facts == {"heat.temperature@nvme Composite": 40, "heat.temperature@nvme Composite 2": 50}


def test_a_fan_that_stands_still_is_not_known() -> None:
    """Zero turns are what a missing fan says."""
    fans = {"thinkpad": [{"label": "", "current": 3215}], "dell": [{"label": "CPU", "current": 0}]}
    assert hear(heat.fans, RecordedMachine(counters={"sensors_fans": fans})).facts == {"fan.speed@thinkpad": 3215}
    assert hear(heat.fans, RecordedMachine()).gaps == {"fan.speed": "not-present"}


def test_this_machine_has_the_sensors_that_its_kernel_lists() -> None:
    """Without hwmon there are none, and the gap says so."""
    here = PosixMachine(OwnReport())
    facts = [each for each in heat.temperatures(here) if isinstance(each, Known)]
    inputs = [*Path("/sys/class/hwmon").glob("*/temp*_input"), *Path("/sys/class/thermal").glob("*/temp")]
    assert bool(facts) <= bool(inputs)
