"""1.2 Processor and memory on Windows."""

from __future__ import annotations

from agent.report.machine import Unread
from agent.report.windows import processor
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_the_processor_is_told_by_registry_psutil_and_cim() -> None:
    """Its microcode stands in the upper half of eight bytes; caches are counted in KiB."""
    facts = hear(processor.cpu, recorded_windows()).facts | hear(processor.kinds, recorded_windows()).facts
    assert facts["cpu.model"] == "13th Gen Intel(R) Core(TM) i7-1370P"
    assert (facts["cpu.cores"], facts["cpu.threads"], facts["cpu.microcode"]) == (14, 20, "0x4119")
    assert facts["cpu.stepping"] == "family 6 model 186 stepping 2"
    assert facts["cpu.cache@L3"] == 24 * 2**20


def test_modules_are_told_by_place_and_free_places_counted() -> None:
    """Two of four."""
    facts = hear(processor.modules, recorded_windows()).facts
    assert facts["memory.module-type@ChannelA-DIMM1"] == "DDR4"
    assert facts["memory.module-running@ChannelA-DIMM0"] == 2133
    assert (facts["memory.slots"], facts["memory.slots-free"], facts["memory.capacity"]) == (4, 2, 64 * 2**30)


def test_promised_memory_and_the_limit_of_speed_are_percents() -> None:
    """Of the performance counters' totals."""
    facts = hear(processor.pressure, recorded_windows()).facts
    assert (facts["memory.commit-percent"], facts["cpu.limit"], facts["pressure.paging"]) == (91, 72, 12)


def test_the_log_tells_of_memory_and_without_rights_nothing_is_zero() -> None:
    """One program too many in seven days."""
    assert hear(processor.logged, recorded_windows()).facts["memory.oom-kills"] == 1
    forbidden = RecordedMachine(commands={"events-system": Unread("no-rights")})
    heard = hear(processor.logged, forbidden)
    assert heard.facts == {}
    assert heard.gaps["memory.oom-kills"] == "no-rights"


def test_swap_is_told_by_kind_and_not_by_place() -> None:
    """A file."""
    assert hear(processor.swap, recorded_windows()).facts == {"swap.kind@swap 1": "file"}
