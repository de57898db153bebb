"""The health report in a real browser: asked for, collected by a real engine, read and sent, shown, searched, saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from consent.scopes import Scope
from protocol.report.parse import read_report
from tests.support.console_page import ConsolePage, technician_at
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests here."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


async def ask_for_report(ana: ConsolePage) -> None:
    """Ask for a report and nothing else, as the first question."""
    await ana.page.get_by_label("See screen").uncheck()
    await ana.page.get_by_label("Health report").check()
    await ana.ask("To see why it is slow.")


async def test_a_report_is_sent_as_it_was_read(relay: RunningRelay, tmp_path: Path) -> None:
    """What the page saves are the previewed bytes; what was struck is nowhere; the report's yes is over."""
    async with technician_at(relay.invite()) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.connect(await desk.code())
        await ask_for_report(ana)
        await desk.allow(Scope.REPORT)
        await ana.page.get_by_role("tab", name="Report").click()
        await desk.until(lambda: desk.view.report is not None, "the preview")
        await ana.says("The customer reads the report.")
        first = desk.view.report
        assert first is not None
        group = next(each for each in first.groups if each.id == "processor")
        desk.core.cross_out([line.key for line in group.lines], struck=True)
        shown = desk.view.report
        assert shown is not None
        assert shown.sha256 != first.sha256
        desk.core.send_report(shown.sha256)

        panel = ana.page.get_by_role("tabpanel", name="Report")
        await expect(panel.get_by_role("heading", name="What was found")).to_be_visible()
        await expect(panel.get_by_text("Processor and memory")).to_have_count(0)
        async with ana.page.expect_download() as download:
            await panel.get_by_role("button", name="Save JSON").click()
        data = Path(await (await download.value).path()).read_bytes()
        assert len(data) == shown.size
        assert "processor" not in {part.id for part in read_report(data).sections}

        async with ana.page.expect_download() as download:
            await panel.get_by_role("button", name="Save page").click()
        page = Path(await (await download.value).path()).read_text(encoding="utf-8")
        assert "default-src 'none'" in page
        assert "<script" not in page
        await panel.get_by_label("Search the report").fill("kernel")
        await expect(panel.locator(".line:not([hidden])").first).to_contain_text("ernel")
        await expect(panel.get_by_role("button", name="Ask for another")).to_be_visible()
        assert json.loads(data)["consent"]["grant"]
        assert ana.faults == []


async def test_a_report_that_is_kept_shows_nothing(relay: RunningRelay, tmp_path: Path) -> None:
    """The technician reads that nothing was sent, and the page holds no report."""
    async with technician_at(relay.invite()) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.connect(await desk.code())
        await ask_for_report(ana)
        await desk.allow(Scope.REPORT)
        await desk.until(lambda: desk.view.report is not None, "the preview")
        desk.core.keep_report()
        await ana.page.get_by_role("tab", name="Report").click()
        await ana.says("The customer kept the report. Nothing was sent.")
        await expect(ana.page.get_by_role("heading", name="What was found")).to_have_count(0)
        assert ana.faults == []
