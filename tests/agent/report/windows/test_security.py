"""1.8 Security on Windows."""

from __future__ import annotations

import json

import pytest

from agent.report.machine import Unread
from agent.report.windows import security
from agent.report.windows.keys import CONTROL, FIREWALL
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_an_antivirus_is_on_by_its_digits() -> None:
    """0x061000 is on with a fresh list, 0x060100 is off."""
    facts = hear(security.antivirus, recorded_windows()).facts
    assert facts["antivirus.on@Bitdefender Endpoint Security Tools"] is True
    assert facts["antivirus.on@Windows Defender"] is False
    assert facts["antivirus.signature-age@Bitdefender Endpoint Security Tools"] == 0


def test_an_old_list_is_as_old_as_its_last_word() -> None:
    """Without a time it is not known how old."""
    stale = {"displayName": "Avast", "productState": 0x061010, "timestamp": "Thu, 12 Nov 2026 01:00:00 GMT"}
    assert hear(security.antivirus, RecordedMachine(objects={"AntiVirusProduct": [stale]})).facts == {
        "antivirus.product@Avast": "Avast", "antivirus.on@Avast": True, "antivirus.signature-age@Avast": 10,
    }  # fmt: skip


def test_each_profile_of_the_firewall_is_told_and_which_is_in_use() -> None:
    """Without the network's category the one in use is not known."""
    facts = hear(security.firewall, recorded_windows()).facts
    assert (facts["firewall.on@private"], facts["firewall.active@private"]) == (False, True)
    blind = RecordedMachine(registry_values={rf"{FIREWALL}\PublicProfile": {"EnableFirewall": 1}})
    heard = hear(security.firewall, blind)
    assert heard.facts == {"firewall.kind": "Windows", "firewall.on@public": True}


@pytest.mark.parametrize(
    ("said", "state"), [(1, "on"), (2, "off"), (3, "being encrypted"), (5, "suspended"), (0, None)]
)
def test_the_lock_that_the_shell_shows_is_the_state_of_encryption(said: int, state: str | None) -> None:
    """Without any rights."""
    twin = RecordedMachine(commands={"encryption": json.dumps({"C:": said, "error": 1})})
    facts = hear(security.encryption, twin).facts
    assert facts.get("encryption.state@C:") == state
    assert facts["encryption.system@C:"] is True


def test_secure_boot_and_its_certificates() -> None:
    """Not begun is old; a computer without it says so."""
    assert hear(security.secure_boot, recorded_windows()).facts == {
        "secureboot.on": True,
        "secureboot.certificates": "old",
    }
    done: dict[str, dict[str, str | int | bytes]] = {
            rf"{CONTROL}\SecureBoot\State": {"UEFISecureBootEnabled": 0},
            rf"{CONTROL}\SecureBoot\Servicing": {"UEFICA2023Status": "Updated"}}  # fmt: skip
    assert hear(security.secure_boot, RecordedMachine(registry_values=done)).facts == {
        "secureboot.on": False,
        "secureboot.certificates": "updated",
    }
    assert hear(security.secure_boot, RecordedMachine()).gaps["secureboot.on"] == "not-present"


def test_chip_protection_roots_and_tools_of_others() -> None:
    """By the firmware's name for the chip; roots apart from those that Windows keeps itself."""
    assert hear(security.chip, recorded_windows()).facts == {"tpm.version": "2.0"}
    assert hear(security.lockdown, recorded_windows()).facts == {
        "lockdown.on@UAC": True,
        "lockdown.kind@memory integrity": "on",
    }
    assert hear(security.certificates, recorded_windows()).facts == {"certificates.added": 1}
    assert hear(security.remote, recorded_windows()).rows["security.remote-tools"] == [("AnyDesk", True, True)]
    assert hear(security.hosts, recorded_windows()).facts["hosts.overrides-updates"] == 1
    closed = RecordedMachine(objects={"AntiVirusProduct": Unread("not-supported")})
    assert hear(security.antivirus, closed).gaps == {"": "not-supported"}
