"""Promise 15 by hand: the real program, its window, a keyboard, and what the technician gets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from consent.scopes import Scope
from protocol.messages.report import ReportPart, ReportReading
from protocol.report.parse import read_report
from protocol.report.parts import Gathering
from protocol.report.register.everything import FACTS
from tests.support.display import VirtualDisplay
from tests.support.real_desk import real_desk
from tests.support.running_relay import RunningRelay

pytestmark = pytest.mark.timeout(120)
STRUCK = "cpu.sockets"
"""A fact of every computer, whose title stands in no other line."""


async def test_by_keyboard_a_line_is_crossed_out_a_value_shown_and_the_rest_sent(
    running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """Asked for, allowed, read; found by F3, crossed out by Space; the technician gets the rest, and one value."""
    async with real_desk(running, display, tmp_path, met=True) as desk:
        await desk.allow(Scope.REPORT, first=True)
        await asyncio.to_thread(desk.customer.reads_report, tmp_path / "preview.png")
        await desk.ana.heard(ReportReading)
        await asyncio.to_thread(desk.customer.crosses_out, FACTS[STRUCK].title)
        await asyncio.to_thread(desk.customer.shows_value, "mac 1")
        assert not [message for message in desk.ana.said if isinstance(message, ReportPart)]
        await asyncio.to_thread(desk.customer.sends_report, tmp_path / "sent.png")

        await desk.ana.until(
            lambda: any(isinstance(said, ReportPart) and said.number == said.of for said in desk.ana.said), "a report"
        )
        gathering, data = Gathering(), None
        for message in desk.ana.said:
            if isinstance(message, ReportPart):
                data = gathering.take(message)
        assert data is not None
        report = read_report(data)
        assert f'"{STRUCK}"'.encode() not in data
        (shown,) = report.consent.revealed
        assert shown.masked == "mac"
        revealed = [told for part in report.sections for told in part.facts if told.seen == "revealed"]
        assert [(told.id, told.value) for told in revealed] == [("interface.mac", shown.value)]
