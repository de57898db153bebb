"""1.4 on Linux, power: recorded laptops, and this machine."""

from __future__ import annotations

from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import power
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear

ROOT = "/sys/class/power_supply"


def supply(name: str, **values: str) -> dict[str, Answer]:
    """Record one folder of /sys/class/power_supply."""
    return {f"{ROOT}/{name}/{file}": f"{value}\n" for file, value in values.items()}


# A Lenovo L14M4P23 as its kernel told it (2daygeek.com on battery states), its serial number changed.
ENERGY = supply(
    "BAT0", type="Battery", status="Charging", present="1", technology="Li-ion", cycle_count="0",
    voltage_min_design="14800000", voltage_now="15840000", energy_full_design="60000000", energy_full="52260000",
    energy_now="26660000", capacity="51", manufacturer="SMP", model_name="L14M4P23", serial_number="  1234",
)  # fmt: skip
# A Razer Blade, which counts charge and not energy (figures as published in a test of a battery widget).
CHARGE = supply(
    "BAT0", type="Battery", status="Discharging", technology="Unknown", cycle_count="22", voltage_now="15450000",
    charge_full_design="4417000", charge_full="4344000", capacity="25", model_name="Blade", manufacturer="Razer",
)  # fmt: skip


def test_a_battery_that_counts_energy_is_told() -> None:
    """A count of zero cycles is not known."""
    heard = hear(power.batteries, RecordedMachine(files=ENERGY))
    assert heard.facts == {
        "battery.charge@BAT0": 51, "battery.state@BAT0": "charging", "battery.design@BAT0": 60_000,
        "battery.full@BAT0": 52_260, "battery.wear@BAT0": 13, "battery.chemistry@BAT0": "Li-ion",
        "battery.maker@BAT0": "SMP", "battery.model@BAT0": "L14M4P23", "battery.serial@BAT0": "1234",
    }  # fmt: skip
    assert heard.gaps["battery.cycles"] == "not-present"


def test_a_battery_that_counts_charge_needs_its_voltage() -> None:
    """4417 mAh at 15.45 V are 68 Wh."""
    facts = hear(power.batteries, RecordedMachine(files=CHARGE)).facts
    assert facts["battery.design@BAT0"] == 68_242
    assert facts["battery.wear@BAT0"] == 2
    assert facts["battery.cycles@BAT0"] == 22
    assert "battery.chemistry@BAT0" not in facts
    without = {path: value for path, value in CHARGE.items() if "voltage" not in path}
    assert "battery.design@BAT0" not in hear(power.batteries, RecordedMachine(files=without)).facts


def test_what_is_no_battery_of_the_computer_is_left_out() -> None:
    """A mouse's battery, an empty bay, an adapter."""
    files = {
        **supply("hidpp_battery_0", type="Battery", scope="Device", capacity="70"),
        **supply("BAT1", type="Battery", present="0", capacity="0"),
        **supply("AC", type="Mains", online="1"),
    }
    assert hear(power.batteries, RecordedMachine(files=files)).facts == {}
    assert hear(power.batteries, RecordedMachine()).facts == {}


def test_nonsense_of_a_battery_is_not_known() -> None:
    """More than 100 %, a date in the future, a design of zero."""
    files = supply("BAT0", type="Battery", capacity="255", energy_full_design="0", energy_full="5000000",
                   manufacture_year="2107", manufacture_month="1", manufacture_day="1", status="Unknown")  # fmt: skip
    assert hear(power.batteries, RecordedMachine(files=files)).facts == {"battery.full@BAT0": 5000}
    made = supply("BAT0", type="Battery", manufacture_year="2021", manufacture_month="3", manufacture_day="9")
    assert hear(power.batteries, RecordedMachine(files=made)).facts == {"battery.made@BAT0": "2021-03-09T00:00:00Z"}


def test_mains_are_on_when_any_adapter_is() -> None:
    """A USB adapter tells its greatest power; one that is out tells nothing."""
    files = {
        **supply("AC", type="Mains", online="0"),
        **supply("ucsi-1", type="USB", online="1", voltage_max="20000000", current_max="3250000"),
    }
    assert hear(power.mains, RecordedMachine(files=files)).facts == {"mains.connected": True, "mains.adapter": 65_000}
    assert hear(power.mains, RecordedMachine(files=supply("AC", type="Mains", online="0"))).facts == {
        "mains.connected": False
    }
    assert hear(power.mains, RecordedMachine()).facts == {}


def test_the_plan_is_asked_of_its_service_and_else_of_the_firmware() -> None:
    """Neither: not known."""
    twin = RecordedMachine(properties={"net.hadess.PowerProfiles.ActiveProfile": "power-saver"})
    assert hear(power.plan, twin).facts == {"power.plan": "power-saver"}
    firmware = RecordedMachine(files={"/sys/firmware/acpi/platform_profile": "balanced\n"})
    assert hear(power.plan, firmware).facts == {"power.plan": "balanced"}
    assert hear(power.plan, RecordedMachine()).facts == {}


def test_a_mouse_tells_its_charge_and_a_name_that_is_masked() -> None:
    """The computer's own battery (type 2) and mains (1) are not told twice."""
    device = "org.freedesktop.UPower.Device"
    twin = RecordedMachine(properties={
        "org.freedesktop.UPower.EnumerateDevices": ["/org/freedesktop/UPower/devices/mouse_hidpp_battery_0", 7],
        f"{device}.Type": 5, f"{device}.PowerSupply": False, f"{device}.Percentage": 55.0,
        f"{device}.Model": "Anna's mouse",
    })  # fmt: skip
    assert hear(power.peripherals, twin).facts == {
        "peripheral.kind@Anna's mouse": "mouse", "peripheral.charge@Anna's mouse": 55,
        "peripheral.name@Anna's mouse": "Anna's mouse",
    }  # fmt: skip
    own = RecordedMachine(properties={**twin.properties, f"{device}.Type": 2})
    assert hear(power.peripherals, own).facts == {}


def test_failed_sleep_is_counted_with_its_step() -> None:
    """Without a failure there is no step."""
    root = "/sys/power/suspend_stats"
    failed = RecordedMachine(files={f"{root}/fail": "2\n", f"{root}/last_failed_step": "suspend_noirq\n"})
    assert hear(power.sleep, failed).facts == {"sleep.failures": 2, "sleep.last-failed": "suspend_noirq"}
    assert hear(power.sleep, RecordedMachine(files={f"{root}/fail": "0\n"})).facts == {"sleep.failures": 0}


def test_this_machine_has_the_batteries_that_its_kernel_lists() -> None:
    """By type, present, and not of a device."""
    here = PosixMachine(OwnReport())
    told = {each.of for each in power.batteries(here) if isinstance(each, Known)}
    folder = Path(ROOT)
    listed = {each.name for each in folder.iterdir() if (each / "type").read_text().strip() == "Battery"
              and not (each / "scope").exists()} if folder.is_dir() else set()  # fmt: skip
    assert told <= listed
