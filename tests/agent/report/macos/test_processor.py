"""1.2 Processor and memory on macOS."""

from __future__ import annotations

from agent.report.macos import processor
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_processor() -> None:
    """With the caches of both kinds of cores."""
    heard = hear(processor.cpu, recorded_macos()).facts
    assert heard["cpu.model"] == "Apple M1"
    assert heard["cpu.cores"] == 8
    assert heard["cpu.cache@L2 of the others"] == 4194304


def test_soldered_memory() -> None:
    """Has no modules."""
    heard = hear(processor.modules, recorded_macos()).facts
    assert heard["memory.module-size@built in"] == 51539607552


def test_pressure() -> None:
    """The second of three levels."""
    heard = hear(processor.pressure, recorded_macos()).facts
    assert heard["pressure.level"] == 2


def test_ended() -> None:
    """By the reports."""
    heard = hear(processor.ended, recorded_macos()).facts
    assert heard["memory.oom-kills"] == 1
