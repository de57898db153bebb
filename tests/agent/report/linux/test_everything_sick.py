"""From a sick machine's sources to the findings that a customer reads, and no others."""

from __future__ import annotations

from typing import Any

from agent.report.assemble import assemble
from agent.report.linux import memory, network_tests, pci, power, routes, verdicts, wireless
from agent.report.machine import Reached
from agent.report.own import Own
from agent.report.redact import Redactor
from agent.report.run import Run
from tests.agent.report.linux import test_network_tests, test_pci, test_power, test_verdicts, test_wireless
from tests.agent.report.test_smbios import END, module
from tests.support.recorded_machine import LivingLeave, RecordedMachine

NAME = test_verdicts.NAME
OBJECTS = {
    f"{test_verdicts.ROOT}/block_devices/sda": {f"{NAME}.Block": {"Drive": "/x"}},
    "/x": {f"{NAME}.Drive.Ata": test_verdicts.ATA},
}


def test_each_sign_becomes_its_finding() -> None:
    """Worn battery, slow memory, ended programs, no driver, dead resolver, weak open Wi-Fi, failing disk."""
    properties: dict[str, Any] = {
        **test_wireless.WIFI, "org.freedesktop.DBus.ObjectManager.GetManagedObjects": OBJECTS,
        f"{test_wireless.NM}.Connectivity": 2, f"{test_wireless.NM}.Metered": 2,
        f"{test_wireless.ROOT}/AccessPoint/9 {test_wireless.NM}.AccessPoint.Flags": 0,
        f"{test_wireless.ROOT}/AccessPoint/9 {test_wireless.NM}.AccessPoint.RsnFlags": 0,
        f"{test_wireless.ROOT}/AccessPoint/9 {test_wireless.NM}.AccessPoint.Strength": 35,
    }  # fmt: skip
    twin = RecordedMachine(
        files={
            **test_power.supply("BAT0", type="Battery", energy_full_design="60000000", energy_full="27000000"),
            **test_pci.device("0000:02:00.0", "028000", "14c3", "7961"),
            "/sys/firmware/dmi/tables/DMI": module(running=1600) + END, "/proc/vmstat": "oom_kill 3\n",
            "/proc/pressure/memory": "full avg10=0.00 avg60=6.00 avg300=1.00 total=1\n",
            routes.RESOLVERS: "nameserver 10.0.0.1\n",
        },
        commands={"routes-4": test_network_tests.WAY, "routes-6": ""},
        properties=properties,
        reached={"gateway 192.168.178.1": Reached(times=(1.0,) * 17 + (None,) * 3),
                 "resolver 10.0.0.1": Reached(times=(None,)),
                 "relay": Reached(times=(400.0, 400.0), tls=9.0, public=False)},
    )  # fmt: skip
    leave: Any = LivingLeave()
    rooms = (memory, network_tests, pci, power, routes, verdicts, wireless)
    heard = Run(twin, [each for room in rooms for each in room.COLLECTORS], leave).collect()
    report, _ = assemble(twin, heard, Redactor(Own()), took=1, agent="0.1.0", grant=None)
    assert {each.id for each in report.findings} == {
        "battery.worn", "memory.slow", "memory.killed", "memory.short", "device.trouble", "dns.failing", "net.loss",
        "net.slow", "net.intercepted", "net.captive", "wifi.weak", "wifi.open", "disk.failing",
    }  # fmt: skip
