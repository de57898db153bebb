"""Rules about security."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, Given, demand_all_three, says

DISK: Given = {"encryption.system@c": True, "machine.chassis": "laptop"}
CASES = [
    Case("antivirus.off", ACT, {"antivirus.on@d": False}, "windows"),
    Case("antivirus.off", SOON, {"antivirus.on@d": True, "antivirus.signature-age@d": 8}, "windows"),
    Case("antivirus.off", NOTHING, {"antivirus.on@d": True, "antivirus.signature-age@d": 1}, "windows"),
    Case("antivirus.off", UNKNOWN, {"antivirus.on@d": False}, "linux"),
    Case("firewall.off", SOON, {"firewall.on@p": False, "firewall.active@p": True}, "windows"),
    Case("firewall.off", WORTH, {"firewall.on@p": False, "firewall.active@p": True}),
    Case("firewall.off", NOTHING, {"firewall.on@p": False, "firewall.active@p": False}),
    Case("firewall.off", UNKNOWN, {"firewall.on@p": False}),
    Case("encryption.off", WORTH, {**DISK, "encryption.state@c": "off"}),
    Case("encryption.off", SOON, {**DISK, "encryption.state@c": "suspended"}),
    Case("encryption.off", NOTHING, {**DISK, "encryption.state@c": "on"}),
    Case("encryption.off", UNKNOWN, {"encryption.system@c": True, "encryption.state@c": "off"}),
    Case("secureboot.old", SOON, {"secureboot.on": True, "secureboot.certificates": "not started"}),
    Case("secureboot.old", NOTHING, {"secureboot.on": True, "secureboot.certificates": "updated"}),
    Case("secureboot.old", UNKNOWN, {"secureboot.on": True}),
    Case("remote.tools", SOON, {"security.remote-tools": [("Viewer", True, True)]}),
    Case("remote.tools", WORTH, {"security.remote-tools": [("Viewer", True, False)]}),
    Case("remote.tools", NOTHING, {"security.remote-tools": []}),
    Case("remote.tools", UNKNOWN, {}),
    Case("signin.open", WORTH, {"accounts.auto-sign-in": True}),
    Case("signin.open", NOTHING, {"accounts.auto-sign-in": False}),
    Case("signin.open", UNKNOWN, {}),
    Case("lockdown.off", SOON, {"lockdown.on@SIP": False}, "macos"),
    Case("lockdown.off", NOTHING, {"lockdown.on@SIP": True}, "macos"),
    Case("lockdown.off", UNKNOWN, {"lockdown.kind@SIP": "x"}, "macos"),
    Case("hosts.changed", SOON, {"hosts.overrides-updates": 1}),
    Case("hosts.changed", NOTHING, {"hosts.overrides-updates": 0}),
    Case("hosts.changed", UNKNOWN, {}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "security")
