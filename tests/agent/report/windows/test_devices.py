"""1.5 Devices on Windows."""

from __future__ import annotations

from agent.report.windows import devices
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_graphics_tell_driver_and_all_of_their_memory() -> None:
    """CIM counts four gigabytes at most; the registry has the rest. The fallback is known by its name."""
    facts = hear(devices.graphics, recorded_windows()).facts
    iris = "Intel(R) Iris(R) Xe Graphics"
    assert facts[f"graphics.memory@{iris}"] == 8 * 2**30
    assert facts[f"graphics.driver-date@{iris}"] == "2023-06-28T00:00:00Z"
    assert facts["graphics.generic@Microsoft Basic Display Adapter"] is True
    assert facts["graphics.ids@Microsoft Basic Display Adapter"] == "10de:25bc"
    assert hear(devices.modes, recorded_windows()).facts[f"display.mode@{iris}"] == "1920x1200"


def test_devices_on_the_bus_are_told_once_with_their_numbers() -> None:
    """Parts of one device are left out; a serial number stands where Windows made none up."""
    rows = hear(devices.bus, recorded_windows()).rows["devices.bus"]
    assert [line[0] for line in rows].count("USB 046d:c52b") == 1
    stick = next(line for line in rows if line[5] == "0781:5581")
    assert stick[-1] == "4C530000010000000001"
    assert next(line for line in rows if line[5] == "8087:0033")[-1] is None


def test_a_device_in_trouble_says_why_and_one_switched_off_is_none() -> None:
    """Code 28 has no driver; code 22 somebody wanted."""
    heard = hear(devices.trouble, recorded_windows())
    name = "PCI Encryption/Decryption Controller"
    assert heard.facts == {
        f"device.trouble@{name}": 28,
        f"device.trouble-words@{name}": "Its driver is not installed.",
    }


def test_what_people_type_and_look_with_is_named_unless_its_owner_named_it() -> None:
    """A Bluetooth mouse may bear a person's name."""
    facts = hear(devices.peripherals, recorded_windows()).facts
    assert "pointer.name@Bluetooth pointer" in facts
    assert not [name for name in facts if "Anna" in name]
    assert facts["camera.name@HP Wide Vision 5MP Camera"] == "HP Wide Vision 5MP Camera"


def test_paired_devices_go_by_their_masked_address() -> None:
    """The adapter is told apart from them."""
    facts = hear(devices.bluetooth, recorded_windows()).facts
    assert facts["bluetooth.adapter@adapter"] == "Intel(R) Wireless Bluetooth(R)"
    assert facts["paired.address@AA:BB:CC:11:22:33"] == "AA:BB:CC:11:22:33"
    none = hear(devices.bluetooth, RecordedMachine(objects={"Win32_PnPEntity": []}))
    assert none.gaps["bluetooth.adapter"] == "not-present"


def test_layouts_are_told_by_number() -> None:
    """German, then English."""
    assert hear(devices.layout, recorded_windows()).facts == {"keyboard.layout@system": "00000407 00000409"}
