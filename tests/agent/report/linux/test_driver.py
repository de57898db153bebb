"""The driver of a device."""

from __future__ import annotations

from agent.report.linux.driver import driver
from tests.support.recorded_machine import RecordedMachine


def test_the_driver_is_the_last_of_where_the_link_leads() -> None:
    """A device without a driver has no link; a link to nowhere names none."""
    twin = RecordedMachine(links={"/sys/bus/usb/devices/1-1/driver": "../../../bus/usb/drivers/hub",
                                  "/sys/bus/usb/devices/1-2/driver": "../"})  # fmt: skip
    assert driver(twin, "/sys/bus/usb/devices/1-1") == "hub"
    assert driver(twin, "/sys/bus/usb/devices/1-2") is None
    assert driver(twin, "/sys/bus/usb/devices/1-3") is None
