"""Rules about devices."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import NOTHING, SOON, UNKNOWN, WORTH, Case, Given, demand_all_three, says

LOG: Given = {"log.kind": "journal"}
CASES = [
    Case("device.trouble", SOON, {"device.trouble@x": 28}),
    Case("device.trouble", SOON, {"device.trouble-kind@x": "no driver"}),
    Case("device.trouble", NOTHING, {"device.trouble@x": 22}),
    Case("device.trouble", UNKNOWN, {"device.trouble-words@x": "?"}),
    Case("display.generic", WORTH, {"graphics.generic@g": True}),
    Case("display.generic", NOTHING, {"graphics.generic@g": False}),
    Case("display.generic", UNKNOWN, {"graphics.name@g": "?"}),
    Case("gpu.reset", SOON, {**LOG, "faults.kernel": [("gpu", 1, None, None, None)]}),
    Case("gpu.reset", NOTHING, LOG),
    Case("gpu.reset", UNKNOWN, {}),
    Case("usb.errors", WORTH, {**LOG, "faults.kernel": [("usb", 10, None, None, None)]}),
    Case("usb.errors", SOON, {**LOG, "faults.kernel": [("usb over-current", 1, None, None, None)]}),
    Case("usb.errors", NOTHING, {**LOG, "faults.kernel": [("usb", 9, None, None, None)]}),
    Case("usb.errors", UNKNOWN, {}),
    Case("printer.stuck", WORTH, {"printer.state@p": "stopped", "printer.reasons@p": "media-empty"}),
    Case("printer.stuck", WORTH, {"printer.state@p": "idle", "printer.jobs@p": 3}),
    Case("printer.stuck", WORTH, {"printer.state@p": "idle", "printer.spooler": False}),
    Case("printer.stuck", NOTHING, {"printer.state@p": "idle", "printer.jobs@p": 0}),
    Case("printer.stuck", UNKNOWN, {"printer.driver@p": "x"}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "devices")
