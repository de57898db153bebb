"""1.5 on Linux, USB and Thunderbolt: recorded devices."""

from __future__ import annotations

from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import usb
from agent.report.posix import PosixMachine
from agent.report.told import Row
from tests.support.recorded_machine import Answer, RecordedMachine, hear

ROOT = "/sys/bus/usb/devices"


def device(place: str, **values: str) -> dict[str, Answer]:
    """Record one folder."""
    return {f"{ROOT}/{place}/{name}": f"{value}\n" for name, value in values.items()}


FILES = {
    **device("usb1", idVendor="1d6b", idProduct="0002", product="xHCI Host Controller"),
    **device("1-2", idVendor="046d", idProduct="c52b", manufacturer="Logitech", product="USB Receiver", speed="12",
             bMaxPower="98mA", bDeviceClass="00"),
    **device("1-2:1.0", bInterfaceClass="03"),
    **device("1-7.1", idVendor="04e6", idProduct="5116", product="SCR335", speed="1.5", bDeviceClass="0b",
             serial="21120"),
    **device("1-9", idVendor="27c6", idProduct="639c", product="Goodix Fingerprint", bDeviceClass="ff"),
    **device("2-1", product="without numbers"),
}  # fmt: skip
THUNDERBOLT = {f"/sys/bus/thunderbolt/devices/0-1/{name}": f"{value}\n" for name, value in {
    "vendor_name": "CalDigit, Inc.", "device_name": "TS4", "rx_speed": "20.0 Gb/s",
    "unique_id": "c9030000-0082-8f18-23fe-1b2a3c4d5e6f"}.items()}  # fmt: skip


def test_devices_are_told_with_speed_and_current() -> None:
    """Root hubs are the computer itself; the class may stand at the first interface."""
    twin = RecordedMachine(files=FILES, links={f"{ROOT}/1-2:1.0/driver": "../../bus/usb/drivers/usbhid"})
    heard = hear(usb.usb, twin)
    assert heard.rows["devices.bus"] == [
        ("1-2", "USB", "input", "Logitech", "USB Receiver", "046d:c52b", "usbhid", 12, 98, None),
        ("1-7.1", "USB", "card reader", None, "SCR335", "04e6:5116", None, 1, None, "21120"),
        ("1-9", "USB", "its maker's own", None, "Goodix Fingerprint", "27c6:639c", None, None, None, None),
    ]
    assert heard.facts == {"reader.name@USB 1-7.1": "SCR335", "reader.name@USB 1-9": "Goodix Fingerprint"}


def test_thunderbolt_devices_are_told() -> None:
    """Gigabits become megabits."""
    assert hear(usb.thunderbolt, RecordedMachine(files=THUNDERBOLT)).rows["devices.bus"] == [
        ("0-1", "Thunderbolt", None, "CalDigit, Inc.", "TS4", None, None, 20_000, None,
         "c9030000-0082-8f18-23fe-1b2a3c4d5e6f"),
    ]  # fmt: skip


def test_this_machine_has_the_devices_that_its_kernel_lists() -> None:
    """Without the bus there are none."""
    told = {each.cells[0] for each in usb.usb(PosixMachine(OwnReport())) if isinstance(each, Row)}
    listed = {each.parent.name for each in Path(ROOT).glob("*-*/idVendor")} if Path(ROOT).is_dir() else set()
    assert told == listed
