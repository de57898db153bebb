"""The health report in a real browser: asked for, collected by a real engine, read and sent, shown, searched, saved."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from consent.scopes import Scope
from protocol.report.parse import read_report
from tests.support.console_page import ConsolePage, tab_of
from tests.support.desk import RunningDesk
from tests.support.processes import Child
from tests.support.running_relay import RunningRelay

# One loop for the file: what drives the browser lives in it.
pytestmark = [pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="module")]


async def ask_for_report(ana: ConsolePage) -> None:
    """Ask for a report and nothing else, as the first question."""
    await ana.page.get_by_label("See screen").uncheck()
    await ana.page.get_by_label("Health report").check()
    await ana.ask("To see why it is slow.")


async def test_a_report_is_sent_as_it_was_read(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """What the page saves are the previewed bytes; what was struck is nowhere; the report's yes is over."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, tmp_path) as desk:
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
        desk.sends_report(shown.sha256)

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
        await expect(panel.get_by_role("heading", name="What was found")).to_be_hidden()
        await panel.get_by_label("Search the report").fill("")
        words = await panel.locator(".finding p").first.inner_text()
        await panel.get_by_role("button", name=f"Add to notes: {words}").click()
        await ana.page.get_by_role("tab", name="Notes").click()
        await expect(ana.page.get_by_role("textbox", name="Notes")).to_have_value(re.compile(re.escape(words)))
        assert "Add to notes" not in page
        await ana.page.get_by_role("tab", name="Report").click()
        await expect(panel.get_by_role("button", name="Ask for another")).to_be_visible()
        assert json.loads(data)["consent"]["grant"]
        assert ana.faults == []


def files_of(relay: RunningRelay, desk: RunningDesk, keys: Path) -> list[str]:
    """Name what the player needs: the recording, the log and its key, the customer's own key."""
    session = desk.core._desk.live_session
    vkey = keys.parent / "log.vkey"
    vkey.write_text(session.log_key, encoding="utf-8")
    recording = relay.data / "recordings" / session.id / "recording.mcap"
    files = {"--recording": recording, "--receipt-keys": keys, "--log": relay.data / "log", "--vkey": vkey}
    return [str(word) for pair in files.items() for word in pair]


async def test_live_use_and_what_changed_from_the_yes_to_the_player(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """Charts follow the sent report; a second one is compared by both; turned off is over; the player shows it all."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.connect(await desk.code())
        await ask_for_report(ana)
        await desk.allow(Scope.REPORT)
        await ana.page.get_by_role("tab", name="Report").click()
        await desk.until(lambda: desk.view.report is not None, "the preview")
        assert desk.view.report is not None
        desk.sends_report(desk.view.report.sha256)
        panel = ana.page.get_by_role("tabpanel", name="Report")
        await panel.get_by_role("button", name="Live use").click()
        await expect(panel.get_by_role("img", name="Processor, last minute:")).to_be_visible()
        await expect(panel.get_by_role("img", name="Memory in use, last minute:")).to_be_visible()
        await expect(panel.get_by_role("row", name="chromium")).to_be_visible()
        assert desk.view.live is not None
        assert "sees what is busy" in desk.view.live.headline

        await panel.get_by_role("button", name="Ask for another").click()
        await ana.dialog.get_by_label("Why, for the customer").fill("To see what became better.")
        await ana.dialog.get_by_role("button", name="Ask", exact=True).click()
        desk.view.close_report()
        await desk.allow(Scope.REPORT)
        await desk.until(lambda: desk.view.report is not None, "the second preview")
        shown = desk.view.report
        assert shown is not None
        desk.sends_report(shown.sha256)
        await panel.get_by_role("heading", name="What changed since the first report").wait_for()
        listed = panel.locator(".changes li")
        assert await listed.count() == len(shown.changes)
        await panel.get_by_role("button", name="Live use").click()
        desk.core.turn_off(Scope.REPORT)
        await ana.says("Live use is over. This is the last that was told.")
        assert ana.faults == []
        desk.core.stop("button")
        folder = await desk.over()
        assert folder is not None
        argv = [sys.executable, "-m", "relay.main", "replay", *files_of(relay, desk, folder / "receipt.keys")]
        with Child(argv, name="replay", cwd=Path(__file__).parents[3]) as child:
            link = child.line(r"Ready on (\S+)", within=30)[1]
            await ana.page.goto(link)
            await ana.page.get_by_role("tab", name="Report").click()
            side = ana.page.get_by_role("tabpanel", name="Report")
            await expect(side.get_by_role("heading", name="What changed since the first report")).to_be_visible()
            assert await side.locator(".changes li").count() == len(shown.changes)
            await side.get_by_text("Live use").click()
            await ana.page.evaluate("attendedReplay.seek(attendedReplay.film.vitals[0].at + 100)")
            await expect(side.get_by_text("the technician sees this.")).to_be_visible()
            await expect(side.get_by_role("img", name="Processor, last minute:")).to_be_visible()
            await ana.page.evaluate("attendedReplay.seek(0)")
            await expect(side.get_by_text("nothing of this is shown.")).to_be_visible()
        assert ana.faults == []


async def test_a_report_that_is_kept_shows_nothing(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """The technician reads that nothing was sent, and the page holds no report."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.connect(await desk.code())
        await ask_for_report(ana)
        await desk.allow(Scope.REPORT)
        await desk.until(lambda: desk.view.report is not None, "the preview")
        desk.core.keep_report()
        await ana.page.get_by_role("tab", name="Report").click()
        await ana.says("The customer kept the report. Nothing was sent.")
        await expect(ana.page.get_by_role("heading", name="What was found")).to_have_count(0)
        assert ana.faults == []
