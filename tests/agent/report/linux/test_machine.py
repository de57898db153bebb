"""1.1 on Linux: recorded machines, and this one against its own tools."""

from __future__ import annotations

import subprocess
from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import machine
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear

VALUES: dict[str, Answer] = {
    "sys_vendor": "LENOVO\n", "product_name": "20XW0055GE\n", "product_version": "ThinkPad X1 Carbon Gen 9\n",
    "product_family": "To Be Filled By O.E.M.\n", "product_sku": "LENOVO_MT_20XW\n",
    "product_serial": Unread("no-rights"),
    "board_serial": Unread("no-rights"), "product_uuid": Unread("no-rights"), "chassis_asset_tag": "No Asset Tag\n",
    "board_vendor": "LENOVO\n", "board_name": "20XW0055GE\n", "board_version": "SDK0J40697 WIN\n",
    "chassis_type": "10\n", "bios_vendor": "LENOVO\n", "bios_version": "N32ET75W (1.51 )\n",
    "bios_date": "03/14/2021\n",
}  # fmt: skip
DMI: dict[str, Answer] = {f"{machine.DMI}/{name}": value for name, value in VALUES.items()}


def test_a_laptop_tells_its_maker_and_what_it_may_not_tell() -> None:
    """Placeholders are not known; what root alone may read is a gap with that reason."""
    heard = hear(machine.maker, RecordedMachine(files=DMI))
    assert heard.facts["machine.maker"] == "LENOVO"
    assert heard.facts["machine.chassis"] == "laptop"
    assert heard.facts["machine.board-version"] == "SDK0J40697 WIN"
    assert heard.facts["firmware.date"] == "2021-03-14T00:00:00Z"
    assert heard.gaps["machine.family"] == "not-present"
    assert heard.gaps["machine.serial"] == "no-rights"


def test_a_bare_virtual_machine_has_no_maker() -> None:
    """Each fact is a gap, and none is empty."""
    heard = hear(machine.maker, RecordedMachine())
    assert heard.facts == {}
    assert {"machine.maker", "machine.serial", "firmware.date"} <= set(heard.gaps)


def test_an_arm_board_tells_its_device_tree() -> None:
    """Which ends with a zero byte."""
    heard = hear(machine.maker, RecordedMachine(files={"/proc/device-tree/model": b"Raspberry Pi 4 Model B Rev 1.4\0"}))
    assert heard.facts == {"machine.model": "Raspberry Pi 4 Model B Rev 1.4"}


def test_witnesses_of_a_virtual_machine_are_all_named() -> None:
    """They disagree, so each is told."""
    twin = RecordedMachine(
        files={"/proc/cpuinfo": "flags : fpu hypervisor sse\n", "/.dockerenv": ""},
        commands={"virtual": "kvm\n", "container": "docker\n"},
    )
    heard = hear(machine.virtual, twin)
    assert heard.facts["machine.virtual"] == "docker in kvm"
    assert heard.facts["machine.virtual-evidence@processor"] == "flag hypervisor"
    assert "machine.virtual-evidence@dockerenv" in heard.facts
    assert hear(machine.virtual, RecordedMachine()).facts["machine.virtual"] == "none"


def test_the_firmware_s_kind_is_known_only_with_a_witness() -> None:
    """A folder of UEFI; DMI without it is a BIOS; neither is not known."""
    assert hear(machine.firmware, RecordedMachine(files={"/sys/firmware/efi/runtime": ""})).facts == {
        "firmware.kind": "UEFI"
    }
    assert hear(machine.firmware, RecordedMachine(files=DMI)).facts == {"firmware.kind": "BIOS"}
    assert hear(machine.firmware, RecordedMachine()).facts == {}


def test_age_is_the_oldest_believable_witness() -> None:
    """A date of 1970 is none."""
    heard = hear(machine.age, RecordedMachine(files=DMI, commands={"root-birth": "1700000000\n"}))
    assert heard.facts["machine.since"] == "2021-03-14T00:00:00Z"
    assert heard.facts["machine.witness@system"] == "2023-11-14T22:13:20Z"
    assert hear(machine.age, RecordedMachine(commands={"root-birth": "0\n"})).facts == {}


def test_this_machine_says_what_its_own_tools_say() -> None:
    """systemd-detect-virt, the processor's flags, DMI where it has one."""
    here = PosixMachine(OwnReport())
    facts = {(each.id, each.of): each.value for each in (*machine.maker(here), *machine.virtual(here))
             if isinstance(each, Known)}  # fmt: skip
    for kind, of in (("--vm", "systemd"), ("--container", "container")):
        said = subprocess.run(["systemd-detect-virt", kind], capture_output=True, text=True, check=False).stdout.strip()
        assert facts.get(("machine.virtual-evidence", of), said) == said
    flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    assert (("machine.virtual-evidence", "processor") in facts) == (" hypervisor" in flags)
    vendor = Path(machine.DMI) / "sys_vendor"
    assert ("machine.maker", "") not in facts or facts["machine.maker", ""] == vendor.read_text().strip()
