"""1.6 Updates on Windows."""

from __future__ import annotations

import json

from agent.report.windows import updates
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_what_waits_and_what_failed_is_told_by_number_and_code() -> None:
    """Three times since it last went well, with Microsoft's own way of writing the code."""
    facts = hear(updates.updates, recorded_windows()).facts
    assert (facts["updates.waiting"], facts["updates.security"], facts["updates.list-age"]) == (2, 1, 1)
    assert facts["updates.failures@KB5031455"] == 3
    assert facts["updates.failure-code@KB5031455"] == "0x80240017"
    assert facts["updates.last-success"] == "2026-11-17T00:00:00Z"


def test_an_update_that_went_well_at_last_has_not_failed() -> None:
    """Windows tells the newest first."""
    history = [{"title": "KB1234567", "date": None, "result": 2, "code": 0},
               {"title": "KB1234567", "date": None, "result": 4, "code": -1}]  # fmt: skip
    twin = RecordedMachine(commands={"windows-updates": json.dumps({"waiting": None, "history": history})})
    heard = hear(updates.updates, twin)
    assert not [name for name in heard.facts if "KB1234567" in name]
    assert heard.gaps["updates.waiting"] == "failed"


def test_automatic_updates_are_on_unless_forbidden_or_switched_off() -> None:
    """By policy, or all their services."""
    assert hear(updates.automatic, recorded_windows()).facts == {"updates.automatic": True}
    policy = {r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU": {"NoAutoUpdate": 1}}
    services = [{"name": "wuauserv", "status": "stopped", "start": "manual"}]
    forbidden = RecordedMachine(registry_values=policy, counters={"services": services})
    assert hear(updates.automatic, forbidden).facts == {"updates.automatic": False}
    off = RecordedMachine(counters={"services": [services[0] | {"start": "disabled"}]})
    assert hear(updates.automatic, off).facts == {"updates.automatic": False}
    assert hear(updates.automatic, RecordedMachine(counters={"services": []})).facts == {}
