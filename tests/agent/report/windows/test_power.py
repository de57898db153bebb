"""1.4 Power and heat on Windows."""

from __future__ import annotations

from agent.report.machine import Unread
from agent.report.windows import power
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_a_battery_tells_its_wear_and_what_it_is_made_of() -> None:
    """Of 57.5 Wh 48.8 are left; charges that firmware does not count are not known."""
    heard = hear(power.batteries, recorded_windows())
    assert heard.facts["battery.wear@battery"] == 15
    assert heard.facts["battery.design@battery"] == 57532
    assert heard.facts["battery.state@battery"] == "discharging"
    assert heard.facts["battery.chemistry@battery"] == "lithium polymer"
    assert heard.gaps["battery.cycles"] == "not-present"


def test_without_a_battery_and_without_its_details_the_gaps_say_so() -> None:
    """A desktop; a laptop whose firmware answers nothing."""
    assert hear(power.batteries, RecordedMachine(objects={"Win32_Battery": []})).gaps["battery.charge"] == "not-present"
    quiet = RecordedMachine(objects={"Win32_Battery": [{"EstimatedChargeRemaining": 100, "BatteryStatus": 2}],
                                     "BatteryStaticData": Unread("not-supported")})  # fmt: skip
    heard = hear(power.batteries, quiet)
    assert heard.facts == {"battery.charge@battery": 100, "battery.state@battery": "not charging"}


def test_mains_and_plan() -> None:
    """A plan of a person's own has no name here."""
    assert hear(power.mains, recorded_windows()).facts == {"mains.connected": False, "power.plan": "balanced"}
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\Power\User\PowerSchemes"
    own = RecordedMachine(
        counters={"sensors_battery": None}, registry_values={key: {"ActivePowerScheme": "annas-plan"}}
    )
    assert hear(power.mains, own).facts == {"power.plan": "another"}


def test_zones_are_told_in_degrees_and_absurd_ones_are_not() -> None:
    """Tenths of a kelvin."""
    zones = [{"InstanceName": "ACPI\\ThermalZone\\TZ00_0", "CurrentTemperature": 3232, "CriticalTripPoint": 3732},
             {"InstanceName": "TZ01_0", "CurrentTemperature": 2732, "CriticalTripPoint": 9999}]  # fmt: skip
    heard = hear(power.heat, RecordedMachine(objects={"MSAcpi_ThermalZoneTemperature": zones}))
    assert heard.facts == {"heat.temperature@TZ00": 50, "heat.critical@TZ00": 100}
    assert hear(power.heat, recorded_windows()).gaps == {"": "no-rights"}


def test_a_stop_while_it_slept_is_a_failed_sleep() -> None:
    """One of two stops without a shutdown."""
    assert hear(power.sleep, recorded_windows()).facts == {"sleep.failures": 1}
