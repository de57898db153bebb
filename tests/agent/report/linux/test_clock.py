"""1.6 The clock and the place."""

from __future__ import annotations

import time
from datetime import datetime

from agent.report import reaching
from agent.report.leave import OwnReport
from agent.report.linux import clock
from agent.report.machine import Reached, Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear

KEPT = {"processes": [{"name": "chronyd"}, {"name": "bash"}], "clock": {"synchronised": True, "max_error": 5}}


def test_the_kernel_says_whether_the_clock_is_kept_and_the_processes_by_whom() -> None:
    """By the name of a process."""
    heard = hear(clock.kept, RecordedMachine(counters=KEPT))
    assert heard.facts == {
        "clock.now": "2026-11-22T05:30:00Z", "clock.synchronised": True, "clock.source": "chrony",
    }  # fmt: skip


def test_the_offset_is_told_in_a_session_alone() -> None:
    """Elsewhere there is no second clock."""
    twin = RecordedMachine(reached={"clock": Reached(times=(4.0,), ahead=-90_000)})
    assert hear(reaching.clock, twin).facts == {"clock.offset": -90_000}
    assert hear(reaching.clock, RecordedMachine()).gaps == {"clock.offset": "not-supported"}


def test_without_the_kernel_s_word_timedated_is_asked() -> None:
    """And without either it is not known, with the kernel's reason."""
    counters = {"processes": [], "clock": Unread("not-supported")}
    properties = {"org.freedesktop.timedate1.NTPSynchronized": False}
    asked = hear(clock.kept, RecordedMachine(counters=counters, properties=properties))
    assert asked.facts["clock.synchronised"] is False
    assert hear(clock.kept, RecordedMachine(counters=counters)).gaps["clock.synchronised"] == "not-supported"


def test_zone_and_language_are_plain_names() -> None:
    """From the link, else the file; a language in quotes; what is no name is not told."""
    twin = RecordedMachine(
        links={"/etc/localtime": "../usr/share/zoneinfo/Europe/Berlin"},
        files={"/etc/default/locale": '#  File\nLANG="de_DE.UTF-8"\n'},
    )
    assert hear(clock.place, twin).facts == {"clock.zone": "Europe/Berlin", "clock.locale": "de_DE.UTF-8"}
    odd = RecordedMachine(files={"/etc/timezone": "Anna's <zone>\n", "/etc/locale.conf": "LANG=$(x)\n"})
    assert hear(clock.place, odd).facts == {}


def test_this_machine_s_clock_is_this_clock() -> None:
    """Within two minutes of the test's own."""
    facts = {each.id: each.value for each in clock.kept(PosixMachine(OwnReport())) if isinstance(each, Known)}
    assert abs(datetime.fromisoformat(str(facts["clock.now"])).timestamp() - time.time()) < 120
