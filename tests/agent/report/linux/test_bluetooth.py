"""1.5 on Linux, Bluetooth: BlueZ' objects as its documentation names them."""

from __future__ import annotations

from agent.report.linux import bluetooth
from tests.support.recorded_machine import RecordedMachine, hear

DEVICE = {
    "Paired": True,
    "Connected": True,
    "Icon": "input-mouse",
    "Name": "Annas Maus",
    "Address": "3C:52:82:1A:9F:E0",
}
OBJECTS = {
    "/org/bluez": {"org.bluez.AgentManager1": {}},
    "/org/bluez/hci0": {"org.bluez.Adapter1": {"Powered": True, "Address": "3C:52:82:1A:9F:E1", "Name": "annas-pc"}},
    "/org/bluez/hci0/dev_1": {"org.bluez.Device1": DEVICE},
    "/org/bluez/hci0/dev_2": {"org.bluez.Device1": {"Paired": False, "Name": "Neighbour TV", "Icon": "video-display"}},
    "/org/bluez/hci0/dev_3": {"org.bluez.Device1": {**DEVICE, "Icon": "unheard-of", "Connected": "yes", "Name": 5,
                                                    "Address": "3C:52:82:1A:9F:E2"}},
    "/org/bluez/hci0/dev_3C_52_82_1A_9F_E3": {"org.bluez.Device1": {**DEVICE, "Address": 5}},
    "/odd": 7,
}  # fmt: skip
ASKED = "org.freedesktop.DBus.ObjectManager.GetManagedObjects"


def test_paired_devices_are_told_by_kind_and_others_not_at_all() -> None:
    """A neighbour's television is near, and nobody's business; the adapter's name is the computer's."""
    facts = hear(bluetooth.paired, RecordedMachine(properties={ASKED: OBJECTS})).facts
    assert facts["bluetooth.on@hci0"] is True
    assert facts["bluetooth.address@hci0"] == "3C:52:82:1A:9F:E1"
    assert [name for name in facts if name.startswith("paired.kind")] == [
        "paired.kind@3C:52:82:1A:9F:E0", "paired.kind@3C:52:82:1A:9F:E2", "paired.kind@3C:52:82:1A:9F:E3",
    ]  # fmt: skip
    assert facts["paired.name@3C:52:82:1A:9F:E0"] == "Annas Maus"
    assert "paired.connected@3C:52:82:1A:9F:E2" not in facts
    assert "Neighbour TV" not in facts.values()
    assert "annas-pc" not in facts.values()


def test_a_bus_that_answers_nonsense_tells_nothing() -> None:
    """No exception."""
    assert hear(bluetooth.paired, RecordedMachine(properties={ASKED: [1, 2]})).facts == {}


def test_an_adapter_is_told_without_the_service() -> None:
    """By its driver; connections of it are no adapters."""
    root = "/sys/class/bluetooth"
    twin = RecordedMachine(links={f"{root}/hci0/device/driver": "../../bus/usb/drivers/btusb", f"{root}/hci0:3": "x"})
    assert hear(bluetooth.adapters, twin).facts == {"bluetooth.adapter@hci0": "btusb"}
    assert hear(bluetooth.adapters, RecordedMachine()).gaps == {"bluetooth.adapter": "not-present"}
