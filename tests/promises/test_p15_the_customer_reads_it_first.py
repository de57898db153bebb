"""
Promise 15: the customer sees exactly what a health report holds before it leaves, and can strike out any part of it.

What was broken to see each of these fail stands in docs/promises-broken.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import expect

from agent.desk.draft import Draft, Key
from agent.desk.view import ReportShown
from agent.pipe.parcel import Parcel, pieces_of
from consent.fields import Sha256
from consent.law import State
from consent.scopes import Channel, Scope
from protocol.catalogue import CATALOGUE
from protocol.messages.control import ConsentAnswer, GrantEnded
from protocol.messages.report import ReportPart, ReportReading, ReportReceived, ReportWithheld
from protocol.report.document import Report
from protocol.report.parse import read_report, report_bytes
from protocol.report.parts import Gathering, sha256_of_bytes
from protocol.report.pseudonyms import renumbered
from protocol.sframe import place, read_header
from protocol.wire import Message
from tests.support import report_engine
from tests.support.console_page import technician_at
from tests.support.desk import RunningDesk
from tests.support.messages import SEALED
from tests.support.running_relay import RunningRelay
from tests.support.sample_report import MEANT, sample
from tests.support.standing import Standing
from tests.support.technician import Technician
from tests.support.telling_engine import TOLD

REPORT_MESSAGES = [message for message in SEALED if CATALOGUE[message.kind].channel == Channel.REPORT]
AGENTS = [message for message in REPORT_MESSAGES if not isinstance(message, ReportReceived)]
"""All but the one word of the technician's."""
Scened = AsyncIterator["Scene"]
STRUCK: list[Key] = [("fact", "storage", 2), ("fact", "storage", 3), ("row", "software.services", 1)]
"""The second disk's serial number and waiting sectors, and the service that failed; two findings rest on them."""
GONE = ("S-DISK-B", '"vdb"', "disk.pending", "nginx", "‹serial 3", '"n":3')


@dataclass
class Scene:
    """A desk around an engine that tells what it sends, and a technician who is paired."""

    desk: RunningDesk
    ana: Technician
    told: Path
    laid: Path

    @property
    def shown(self) -> ReportShown:
        """Give what stands before the customer."""
        assert self.desk.view.report is not None
        return self.desk.view.report

    async def reading(self) -> ReportShown:
        """Ask for a report, allow it, and have it before the customer's eyes and told to the technician."""
        before = len(self.ana.events)
        await self.ana.ask(Scope.REPORT)
        await self.desk.allow(Scope.REPORT)
        await self.desk.until(lambda: self.desk.view.report is not None, "the preview")
        await self.ana.heard(ReportReading, before)
        return self.shown

    async def arrived(self, after: int = 0) -> bytes:
        """Put the report together that reached the technician."""
        await self.ana.until(lambda: any(part.number == part.of for part in self.parts(after)), "the last part")
        gathering = Gathering()
        whole = [gathering.take(part) for part in self.parts(after)][-1]
        assert whole is not None
        return whole

    def parts(self, after: int = 0) -> list[ReportPart]:
        """Give the parts that reached the technician."""
        return [message for message in self.ana.said[after:] if isinstance(message, ReportPart)]

    def wire(self) -> list[tuple[int, int]]:
        """Give channel 5 as it went on the wire: the length of each message."""
        return report_engine.sent(self.told, Channel.REPORT)

    def refusals(self) -> int:
        """Count what the agent refused."""
        return sum(message.kind == "request.refused" for message in self.ana.said)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for this file."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


@asynccontextmanager
async def at_a_desk(relay: RunningRelay, folder: Path, monkeypatch: pytest.MonkeyPatch, report: Report) -> Scened:
    """Give a desk whose next report is this one, and a technician at the other end."""
    folder.mkdir(exist_ok=True)
    told, laid = folder / "told", folder / "laid"
    told.touch()
    report_engine.lay(laid, report, MEANT)
    monkeypatch.setenv(TOLD, str(told))
    monkeypatch.setenv(report_engine.LAID, str(laid))
    ana = await Technician.enrolled(relay.origin, relay.invite())
    async with RunningDesk(relay.origin, folder, "tests.support.report_engine") as desk, ana:
        await ana.pair(await desk.code())
        yield Scene(desk, ana, told, laid)


@pytest.fixture
async def scene(relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scened:
    """Give a desk whose next report is the small one."""
    async with at_a_desk(relay, tmp_path, monkeypatch, sample()) as made:
        yield made


async def test_nothing_of_it_leaves_before_send(scene: Scene) -> None:
    """Before the yes nothing is looked at; while it is read, crossed out and shown, the wire is still."""
    await scene.ana.ask(Scope.REPORT)
    await scene.desk.asked()
    assert (report_engine.collections(scene.told), scene.wire()) == (0, [])
    scene.desk.view.yes(Scope.REPORT)
    await scene.ana.heard(ReportReading)
    await scene.desk.until(lambda: scene.desk.view.report is not None, "the preview")
    still = scene.wire()
    assert [message.kind for message in scene.ana.said if message.kind.startswith("report.")] == [
        "report.progress",
        "report.reading",
    ]
    assert len(still) == 2
    scene.desk.core.cross_out(STRUCK, struck=True)
    scene.desk.core.reveal(("serial", 2), revealed=True)
    scene.desk.core.cross_out(STRUCK, struck=False)
    scene.desk.sends_report("")
    scene.desk.core.keep_report()
    await scene.ana.heard(ReportWithheld)
    assert scene.wire()[:2] == still
    assert len(scene.wire()) == 3  # that it is withheld, and nothing else
    assert scene.parts() == []


async def test_only_the_hash_of_what_stands_there_sends(scene: Scene) -> None:
    """Another hash, that of a moment ago, and that of the whole report send nothing; the very one sends those bytes."""
    whole = await scene.reading()
    scene.desk.core.cross_out(STRUCK[:1], struck=True)
    former = scene.shown
    scene.desk.core.cross_out(STRUCK, struck=True)
    wire = scene.wire()
    for wrong in ("", "A" * 43, whole.sha256, former.sha256, scene.shown.sha256.lower(), scene.shown.sha256[:-1]):
        scene.desk.sends_report(wrong)
    assert scene.wire() == wire
    now = scene.shown
    scene.desk.sends_report(now.sha256)
    data = await scene.arrived()
    assert (len(data), sha256_of_bytes(data)) == (now.size, now.sha256)


async def test_an_engine_cannot_swap_the_document_behind_the_customers_back(scene: Scene) -> None:
    """A second report that comes while the first is read, or while it is sent, changes nothing."""
    shown = await scene.reading()
    other = sample().model_copy(update={"findings": ()})
    for piece in pieces_of(Parcel(report_bytes(other), MEANT)):
        scene.desk.core.heard(piece)
    assert scene.shown == shown
    scene.desk.sends_report(shown.sha256)
    for piece in pieces_of(Parcel(report_bytes(other), MEANT)):
        scene.desk.core.heard(piece)
    assert sha256_of_bytes(await scene.arrived()) == shown.sha256
    assert scene.desk.view.report is None


async def test_what_arrives_reads_as_what_was_shown(scene: Scene) -> None:
    """Line by line: every line that was not crossed out, in the same words, and not one more."""
    await scene.reading()
    scene.desk.core.cross_out(STRUCK, struck=True)
    scene.desk.core.reveal(("user", 1), revealed=True)
    shown = scene.shown
    read = [(line.title, line.of, line.value) for group in shown.groups for line in group.lines if not line.struck]
    scene.desk.sends_report(shown.sha256)
    arrived = Draft(await scene.arrived(), {}).preview()
    assert [(line.title, line.of, line.value) for group in arrived.groups for line in group.lines] == read
    assert len(read) == shown.kept


def _without_what_is_struck() -> Report:
    """Give the report of a computer that never had the second disk's lines nor the service."""
    report = sample()
    storage, software = report.sections[1], report.sections[2]
    disk = storage.model_copy(update={"facts": (*storage.facts[:2], *storage.facts[4:])})
    services = software.tables[0].model_copy(update={"rows": software.tables[0].rows[:1]})
    number = software.facts[0].model_copy(update={"value": 0})
    bare = software.model_copy(update={"facts": (number,), "tables": (services,)})
    return renumbered(report.model_copy(update={"sections": (report.sections[0], disk, bare), "findings": ()}))[0]


async def test_a_struck_line_leaves_no_name_length_hash_or_count(
    relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went on the wire is what a computer sends that never had the lines: as many messages, and as long."""
    sent: list[tuple[bytes, list[tuple[int, int]], list[str]]] = []
    for report, struck in ((sample(), STRUCK), (_without_what_is_struck(), [])):
        async with at_a_desk(relay, tmp_path / str(len(sent)), monkeypatch, report) as scene:
            await scene.reading()
            scene.desk.core.cross_out(struck, struck=True)
            scene.desk.sends_report(scene.shown.sha256)
            data = await scene.arrived()
            await scene.ana.heard(GrantEnded)
            grant = str(read_report(data).consent.grant).encode()
            sent.append((data.replace(grant, b""), scene.wire(), [message.kind for message in scene.ana.said]))
    assert [word for word in GONE if word.encode() in sent[0][0]] == []
    assert sent[0] == sent[1]
    assert len(sent[0][1]) == 3


def _plain(message: Message) -> str:
    return str(message.model_dump())


async def test_the_console_shows_no_trace_of_it(
    relay: RunningRelay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in words nor anywhere in the page: no line, no finding, no number of lines, no gap in a numbering."""
    told, laid = tmp_path / "told", tmp_path / "laid"
    told.touch()
    report_engine.lay(laid, sample(), MEANT)
    monkeypatch.setenv(TOLD, str(told))
    monkeypatch.setenv(report_engine.LAID, str(laid))
    async with (
        technician_at(relay.invite()) as ana,
        RunningDesk(relay.origin, tmp_path, "tests.support.report_engine") as desk,
    ):
        await ana.connect(await desk.code())
        await ana.page.get_by_label("See screen").uncheck()
        await ana.page.get_by_label("Health report").check()
        await ana.ask("To see why it is slow.")
        await desk.allow(Scope.REPORT)
        await desk.until(lambda: desk.view.report is not None, "the preview")
        desk.core.cross_out(STRUCK, struck=True)
        desk.core.reveal(("serial", 2), revealed=True)
        assert desk.view.report is not None
        desk.sends_report(desk.view.report.sha256)
        await ana.page.get_by_role("tab", name="Report").click()
        panel = ana.page.get_by_role("tabpanel", name="Report")
        await expect(panel.get_by_text("S-DISK-A")).to_have_count(1)
        page = await ana.page.content()
        assert [word for word in (*GONE, "vdb<", "crossed out", "left out by") if word in page] == []
        assert ana.faults == []


async def test_a_struck_section_goes_with_its_name(scene: Scene) -> None:
    """Nor does what could not be read in it say that it was there."""
    await scene.reading()
    group = next(each for each in scene.shown.groups if each.id == "storage")
    scene.desk.core.cross_out([line.key for line in group.lines], struck=True)
    scene.desk.sends_report(scene.shown.sha256)
    data = await scene.arrived()
    assert b"storage" not in data
    assert b"disk." not in data
    assert [part.id for part in read_report(data).sections] == ["machine", "software"]


async def test_a_masked_value_stays_here_until_the_customer_shows_it(scene: Scene) -> None:
    """Shown and masked again is masked; shown is one value, and no other stands anywhere that was said."""
    await scene.reading()
    scene.desk.core.reveal(("serial", 1), revealed=True)
    scene.desk.core.reveal(("serial", 1), revealed=False)
    scene.desk.core.reveal(("serial", 2), revealed=True)
    scene.desk.core.reveal(("secret", 1), revealed=True)  # type: ignore[arg-type]  # there is no such thing to show
    scene.desk.sends_report(scene.shown.sha256)
    data = (await scene.arrived()).decode()
    seen = [value for value in MEANT.values() if value in data or any(value in _plain(each) for each in scene.ana.said)]
    assert seen == ["S-DISK-A"]
    assert [each.value for each in read_report(data.encode()).consent.revealed] == ["S-DISK-A"]


async def test_another_report_is_another_question(scene: Scene) -> None:
    """After one was sent the computer is looked at again only after another yes, and after a no not at all."""
    await scene.reading()
    scene.desk.sends_report(scene.shown.sha256)
    await scene.arrived()
    scene.desk.sends_report(sha256_of_bytes(await scene.arrived()))  # pressed twice
    before = len(scene.ana.events)
    await scene.ana.ask(Scope.REPORT)
    await scene.desk.asked()
    assert report_engine.collections(scene.told) == 1
    scene.desk.view.no()
    assert (await scene.ana.heard(ConsentAnswer, before)).allowed == ()
    assert report_engine.collections(scene.told) == 1
    assert len(scene.parts()) == 1
    assert scene.desk.view.report is None


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("message", REPORT_MESSAGES, ids=lambda message: message.kind)
def test_a_technician_gets_nothing_by_speaking_on_the_reports_channel(state: State, message: Message) -> None:
    """The agent acts on none but "it is there", and answers to none on that channel, whatever the state."""
    session = Standing().at(state)
    session.attempt(message)
    assert isinstance(message, ReportReceived) or not session.attempt(message).acted
    assert [data for data in session.agent.to_send() if _channel(data) == Channel.REPORT] == []


async def test_nor_while_a_report_is_read_or_after_it_was_kept(scene: Scene) -> None:
    """With the report's own keys: the agent refuses each while it is read, the relay once it was kept."""
    shown = await scene.reading()
    wire = scene.wire()
    lie = ReportReceived(sha256=Sha256(shown.sha256))  # it was not even sent: the desk makes nothing of it
    for message in (lie, *REPORT_MESSAGES):
        await scene.ana.force(message)
    await scene.ana.until(lambda: scene.refusals() == len(AGENTS), "the agent's refusals")
    assert (scene.shown, scene.wire()) == (shown, wire)
    scene.desk.core.keep_report()
    await scene.ana.heard(GrantEnded)
    wire = scene.wire()
    for message in REPORT_MESSAGES:
        await scene.ana.force(message)
    await scene.ana.until(lambda: len(scene.ana.refused) == len(REPORT_MESSAGES), "the relay's refusals")
    assert (scene.wire(), scene.parts(), report_engine.collections(scene.told)) == (wire, [], 1)


def _channel(data: bytes) -> int | None:
    return place(read_header(data[1:]).kid).channel if data[:1] == b"\x01" else None
