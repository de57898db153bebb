"""1.6 The clock on Windows."""

from __future__ import annotations

import pytest

from agent.report.windows import clock
from agent.report.windows.keys import SERVICES
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_the_time_service_keeps_it_and_the_zone_goes_by_windows_name() -> None:
    """Of the registry and psutil."""
    facts = hear(clock.kept, recorded_windows()).facts | hear(clock.place, recorded_windows()).facts
    assert (facts["clock.synchronised"], facts["clock.source"]) == (True, "NTP")
    assert (facts["clock.zone"], facts["clock.locale"]) == ("W. Europe Standard Time", "de-DE")


@pytest.mark.parametrize(("kind", "status", "kept"), [("NoSync", "running", False), ("NTP", "stopped", None)])
def test_a_resting_service_is_not_known_and_an_idle_one_is_off(kind: str, status: str, kept: object) -> None:
    """Windows starts it now and then."""
    twin = RecordedMachine(registry_values={rf"{SERVICES}\W32Time\Parameters": {"Type": kind}},
                           counters={"services": [{"name": "W32Time", "status": status}]})  # fmt: skip
    assert hear(clock.kept, twin).facts.get("clock.synchronised") is kept
