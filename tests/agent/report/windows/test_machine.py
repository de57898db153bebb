"""1.1 The machine on Windows."""

from __future__ import annotations

from typing import Any

import pytest

from agent.report.machine import Unread
from agent.report.windows import machine
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_the_registry_tells_maker_and_firmware() -> None:
    """A date in the firmware's form becomes one; the kind is UEFI by its number."""
    facts = hear(machine.maker, recorded_windows()).facts
    assert facts["machine.maker"] == "HP"
    assert facts["machine.board-model"] == "8B41"
    assert (facts["firmware.date"], facts["firmware.kind"]) == ("2023-07-14T00:00:00Z", "UEFI")


def test_numbers_and_kind_come_of_cim_and_each_says_why_when_it_does_not() -> None:
    """The kind of case by its number."""
    facts = hear(machine.numbers, recorded_windows()).facts
    assert (facts["machine.serial"], facts["machine.chassis"]) == ("5CG0000XXX", "laptop")
    few: dict[str, Any] = {"Win32_BIOS": Unread("no-rights"), "Win32_SystemEnclosure": [{"ChassisTypes": [99, 3]}]}
    heard = hear(machine.numbers, RecordedMachine(objects=few))
    assert heard.gaps["machine.serial"] == "no-rights"
    assert heard.facts == {"machine.chassis": "desktop"}


@pytest.mark.parametrize(
    ("maker", "model", "kind"),
    [("innotek GmbH", "VirtualBox", "oracle"), ("Microsoft Corporation", "Virtual Machine", "microsoft"),
     ("VMware, Inc.", "VMware7,1", "vmware"), ("Microsoft Corporation", "Surface Pro 9", "none")],
)  # fmt: skip
def test_a_virtual_machine_is_known_by_its_maker(maker: str, model: str, kind: str) -> None:
    """A hypervisor below proves nothing: Windows has its own."""
    row = {"Manufacturer": maker, "Model": model, "HypervisorPresent": True}
    heard = hear(machine.virtual, RecordedMachine(objects={"Win32_ComputerSystem": [row]}))
    assert heard.facts["machine.virtual"] == kind
    assert heard.facts["machine.virtual-evidence@processor"] == "a hypervisor is present"


def test_the_oldest_witness_tells_the_age() -> None:
    """Firmware is older than the system here."""
    assert hear(machine.age, recorded_windows()).facts["machine.since"] == "2023-07-14T00:00:00Z"
