"""A line that breaks while a report is sent: after it is back the report is there, whole, and shown once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from consent.scopes import Scope
from protocol.messages.control import GrantEnded
from protocol.messages.report import ReportReading
from protocol.report.parts import sha256_of_bytes
from tests.support import report_engine
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay
from tests.support.sample_report import part, report, rows
from tests.support.technician import Technician
from tests.support.telling_engine import TOLD, read

PROGRAMS = [(f"program-{at:05}", "1.0-1", "A maker " * 12, None, "deb") for at in range(1500)]
MANY = report(part("software", tables=(rows("software.programs", *PROGRAMS),)))
"""A report of several parts."""


class Losing(Technician):
    """A technician whose line breaks with the first part of a report, when told to."""

    loses = False

    async def _take(self, data: bytes) -> None:
        await super()._take(data)
        if self.loses and any(message.kind == "report.part" for message in self.said):
            self.loses = False
            self.drop_line()


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for this file."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


@asynccontextmanager
async def read_by_the_customer(
    relay: RunningRelay, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RunningDesk, Losing]]:
    """Give a desk on which the customer reads the report, and a technician who has heard so."""
    told, laid = folder / "told", folder / "laid"
    told.touch()
    report_engine.lay(laid, MANY, {})
    monkeypatch.setenv(TOLD, str(told))
    monkeypatch.setenv(report_engine.LAID, str(laid))
    ana = await Losing.enrolled(relay.origin, relay.invite())
    assert isinstance(ana, Losing)
    async with RunningDesk(relay.origin, folder, "tests.support.report_engine") as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.REPORT)
        await desk.allow(Scope.REPORT)
        await desk.until(lambda: desk.view.report is not None, "the preview")
        await ana.heard(ReportReading)
        yield desk, ana
        # Nothing of how busy the computer is was in it: once it is there, its yes is over.
        await ana.heard(GrantEnded)
        assert report_engine.collections(told) == 1
        assert len(desk.view.questions) == 1


def sent(desk: RunningDesk) -> str:
    """Press Send; give the hash that stood there."""
    assert desk.view.report is not None
    shown = desk.view.report.sha256
    desk.sends_report(shown)
    return shown


def arrived(ana: Technician) -> list[str]:
    """Name the reports that came whole."""
    return [sha256_of_bytes(data) for data in ana.reports]


async def test_the_desks_line_breaks_with_the_report_in_it(
    relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was handed to the line is lost; both ends resume by themselves, and the report comes whole."""
    monkeypatch.setenv(report_engine.CUT, "1")
    async with read_by_the_customer(relay, tmp_path, monkeypatch) as (desk, ana):
        shown = sent(desk)
        await ana.until(lambda: bool(ana.reports), "the report")
        assert any(line.what == "cut" for line in read(tmp_path / "told"))
        assert arrived(ana) == [shown]


@pytest.mark.parametrize("when", ["before the first part", "with the first part"])
async def test_the_technicians_line_breaks(
    when: str, relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk seals for somebody who is gone, as nobody told it yet; the report comes whole after the resume."""
    async with read_by_the_customer(relay, tmp_path, monkeypatch) as (desk, ana):
        ana.loses = when == "with the first part"
        if not ana.loses:
            ana.drop_line()
        shown = sent(desk)
        if ana.loses:
            await ana.until(lambda: not ana.loses, "the lost line")
        await ana.resume()
        await ana.until(lambda: bool(ana.reports), "the report")
        assert arrived(ana) == [shown]


async def test_a_report_whose_confirmation_was_lost_comes_again_and_is_the_same(
    relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk cannot know that it arrived: it says the same bytes again, and a console knows them by their name."""
    async with read_by_the_customer(relay, tmp_path, monkeypatch) as (desk, ana):
        ana.acknowledges = False
        shown = sent(desk)
        await ana.until(lambda: bool(ana.reports), "the report")
        ana.drop_line()
        ana.acknowledges = True
        await ana.resume()
        await ana.until(lambda: len(ana.reports) > 1, "the report again")
        assert arrived(ana) == [shown, shown]
