"""1.5 on Linux, PCI: a recorded laptop, and this machine against /sys."""

from __future__ import annotations

from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import pci
from agent.report.posix import PosixMachine
from agent.report.told import Row
from tests.support.recorded_machine import Answer, RecordedMachine, hear


def device(place: str, kind: str, maker: str, product: str, **more: str) -> dict[str, Answer]:
    """Record one folder of /sys/bus/pci/devices."""
    values = {"class": f"0x{kind}", "vendor": f"0x{maker}", "device": f"0x{product}", **more}
    return {f"{pci.PCI}/{place}/{name}": f"{value}\n" for name, value in values.items()}


FILES = {
    **device("0000:00:02.0", "030000", "8086", "9a49"),
    **device("0000:01:00.0", "030200", "10de", "1c94"),
    **device("0000:02:00.0", "028000", "14c3", "7961"),
    **device("0000:00:00.0", "060000", "8086", "9a14"),
    "/sys/module/i915/version": "1.6.0\n",
}
LINKS = {
    f"{pci.PCI}/0000:00:02.0/driver": "../../../bus/pci/drivers/i915",
    f"{pci.PCI}/0000:01:00.0/driver": "../../../../bus/pci/drivers/nvidia",
}
# The form of `lspci -D -vmmnnk` (pciutils 3.9).
LSPCI = (
    "Slot:\t0000:00:02.0\nClass:\tVGA compatible controller [0300]\nVendor:\tIntel Corporation [8086]\n"
    "Device:\tTigerLake-LP GT2 [Iris Xe Graphics] [9a49]\nRev:\t01\nDriver:\ti915\n\n"
    "Slot:\t0000:02:00.0\nClass:\tNetwork controller [0280]\nVendor:\tMEDIATEK Corp. [14c3]\n"
    "Device:\tMT7921 802.11ax PCI Express Wireless Network Adapter [7961]\n\nnonsense\n\n"
)
NVIDIA = "00000000:01:00.0, NVIDIA GeForce MX350, 535.183.01, 2048\nnonsense\n"


def test_devices_have_their_names_where_lspci_is() -> None:
    """And their numbers everywhere."""
    rows = hear(pci.bus, RecordedMachine(files=FILES, links=LINKS, commands={"pci": LSPCI})).rows["devices.bus"]
    by_place = {cells[0]: cells for cells in rows}
    assert by_place["0000:00:02.0"][1:7] == (
        "PCI", "VGA compatible controller", "Intel Corporation", "TigerLake-LP GT2 [Iris Xe Graphics]", "8086:9a49",
        "i915",
    )  # fmt: skip
    assert by_place["0000:00:00.0"][1:7] == ("PCI", "bridge", None, None, "8086:9a14", None)
    bare = hear(pci.bus, RecordedMachine(files=FILES)).rows["devices.bus"]
    assert {cells[5] for cells in bare} == {"8086:9a49", "10de:1c94", "14c3:7961", "8086:9a14"}


def test_graphics_have_their_driver_and_memory() -> None:
    """Nvidia's tool is asked only where its driver works; a driver that only shows the firmware's picture is told."""
    twin = RecordedMachine(files=FILES, links=LINKS, commands={"pci": LSPCI, "nvidia": NVIDIA})
    facts = hear(pci.graphics, twin).facts
    assert facts["graphics.name@0000:00:02.0"] == "Intel Corporation TigerLake-LP GT2 [Iris Xe Graphics]"
    assert facts["graphics.driver-version@0000:00:02.0"] == "1.6.0"
    assert facts["graphics.name@0000:01:00.0"] == "NVIDIA GeForce MX350"
    assert facts["graphics.memory@0000:01:00.0"] == 2 * 2**30
    assert facts["graphics.generic@0000:00:02.0"] is False
    amd = RecordedMachine(files=device("0000:05:00.0", "030000", "1002", "1638", mem_info_vram_total="536870912"))
    found = hear(pci.graphics, amd)
    assert found.facts["graphics.memory@0000:05:00.0"] == 512 * 2**20
    assert found.facts["graphics.generic@0000:05:00.0"] is True
    assert amd.asked == ["pci"]
    assert hear(pci.graphics, RecordedMachine()).gaps == {"graphics.name": "not-present"}


def test_a_network_device_without_a_driver_is_in_trouble() -> None:
    """A bridge without one is as it should be."""
    twin = RecordedMachine(files=FILES, links=LINKS, commands={"pci": LSPCI})
    of = "MT7921 802.11ax PCI Express Wireless Network Adapter"
    assert hear(pci.trouble, twin).facts == {
        f"device.trouble-kind@{of}": "no driver", f"device.trouble-words@{of}": "No driver works with it (14c3:7961).",
    }  # fmt: skip


def test_this_machine_has_the_devices_that_its_kernel_lists() -> None:
    """By place, with their numbers."""
    told = {str(each.cells[0]): each.cells[5] for each in pci.bus(PosixMachine(OwnReport())) if isinstance(each, Row)}
    folder = Path(pci.PCI)
    listed = {each.name: f"{(each / 'vendor').read_text().strip()[2:]}:{(each / 'device').read_text().strip()[2:]}"
              for each in folder.iterdir()} if folder.is_dir() else {}  # fmt: skip
    assert told == listed
