"""The health report in the session: one yes, one report, read first; what is sent are the bytes that were shown."""

from pathlib import Path

import pytest

from agent.desk.draft import Key
from agent.pipe import messages as said
from agent.pipe.parcel import Parcel, pieces_of
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.codec import decode
from protocol.messages.control import GrantEnded
from protocol.messages.report import ReportPart, ReportProgress, ReportReading, ReportWithheld
from protocol.report.document import Report
from protocol.report.parse import read_report, report_bytes
from protocol.report.parts import Gathering
from protocol.wire import Message
from tests.agent.desk.test_draft import MEANT
from tests.support.desk_scene import DeskScene
from tests.support.sample_report import sample

DOCUMENT = report_bytes(sample())
STRUCK: list[Key] = [("fact", "storage", 1), ("row", "software.services", 0)]


class ReportScene(DeskScene):
    """A desk whose engine collects the small report when told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.says_it = True

    def reading(self) -> "ReportScene":
        """Ask for the report, allow it, and have it collected."""
        self.paired().asks(Scope.REPORT).says_yes(Scope.REPORT)
        return self.collected()

    def collected(self) -> "ReportScene":
        """Let the engine tell of a section, and hand the report over."""
        self.engine.tell(said.ReportLooking(looking="Looking at the disks", number=3, of=11))
        for piece in pieces_of(Parcel(DOCUMENT, MEANT)):
            self.engine.tell(piece)
        return self

    def spoken(self) -> list[Message]:
        """Give what was to be sealed on channel 5, in order."""
        return [decode(each.body.encode(), 5, 0) for each in self.sent(said.SayReport)]

    def report(self) -> Report | None:
        """Put together what would have reached the technician."""
        gathering, whole = Gathering(), None
        for part in self.spoken():
            if isinstance(part, ReportPart):
                whole = gathering.take(part)
        return None if whole is None else read_report(whole)


@pytest.fixture
def scene(tmp_path: Path) -> ReportScene:
    """A desk."""
    return ReportScene(tmp_path)


def test_nothing_is_collected_before_the_yes_is_on_record(scene: ReportScene) -> None:
    """The engine is told to collect after its permit, and once."""
    scene.paired().asks(Scope.REPORT)
    assert scene.sent(said.CollectReport) == []
    scene.says_yes(Scope.REPORT)
    kinds = [type(message) for message in scene.engine.heard]
    assert kinds.index(said.Permit) < kinds.index(said.CollectReport)
    assert len(scene.sent(said.CollectReport)) == 1


def test_a_yes_to_something_else_collects_nothing(scene: ReportScene) -> None:
    """Seeing the screen, and more time for it, is no report."""
    scene.viewing()
    scene.core.add_time()
    assert scene.sent(said.CollectReport) == []


def test_reading_sends_nothing_of_it(scene: ReportScene) -> None:
    """The technician hears the section's words and that it is read, and no more, whatever is crossed out."""
    scene.reading()
    scene.core.cross_out(STRUCK, struck=True)
    scene.core.reveal(("serial", 1), revealed=True)
    assert scene.spoken() == [ReportProgress(looking="Looking at the disks", number=3, of=11), ReportReading()]
    assert scene.report() is None


def test_what_is_sent_are_the_bytes_that_were_shown(scene: ReportScene) -> None:
    """Byte for byte, by the hash that stood on the screen."""
    scene.reading()
    scene.core.cross_out(STRUCK, struck=True)
    shown = scene.view.report
    assert shown is not None
    scene.core.send_report(shown.sha256)
    parts = [part for part in scene.spoken() if isinstance(part, ReportPart)]
    gathering = Gathering()
    whole = [gathering.take(part) for part in parts][-1]
    assert whole is not None
    assert (len(whole), parts[0].sha256) == (shown.size, shown.sha256)


def test_a_struck_line_leaves_nothing_on_the_wire(scene: ReportScene) -> None:
    """Two customers, one of whom never had the line: what is said on channel 5 is the same to the last byte."""
    scene.reading()
    scene.core.cross_out([("fact", "storage", 1), ("fact", "storage", 2)], struck=True)
    assert scene.view.report is not None
    scene.core.send_report(scene.view.report.sha256)
    report = sample()
    storage = report.sections[1]
    bare = storage.model_copy(update={"facts": (storage.facts[0], *storage.facts[3:])})
    counted = tuple(
        each.model_copy(update={"count": 1}) if each.masked == "serial" else each for each in report.pseudonyms
    )
    never = report.model_copy(
        update={"sections": (report.sections[0], bare, *report.sections[2:]), "pseudonyms": counted}
    )
    sent = scene.report()
    assert sent is not None
    assert report_bytes(sent) == report_bytes(never)


def test_a_hash_of_something_else_sends_nothing(scene: ReportScene) -> None:
    """What changed since the customer looked is shown again instead."""
    scene.reading()
    old = scene.view.report
    assert old is not None
    scene.core.cross_out(STRUCK, struck=True)
    scene.core.send_report(old.sha256)
    assert scene.report() is None


@pytest.mark.parametrize("how", ["keep", "close"])
def test_closing_the_preview_sends_nothing(scene: ReportScene, how: str) -> None:
    """The technician hears that nothing comes; the report's yes is over, and counts as a no."""
    scene.reading()
    if how == "keep":
        scene.core.keep_report()
    else:
        scene.core.closed("report")
    assert scene.spoken()[-1] == ReportWithheld(because="customer")
    assert scene.report() is None
    scene.engine.tell(said.ReportSaid())
    assert scene.stands(State.ONLY_CHAT)
    assert scene.view.report is None


def test_when_it_is_sent_its_yes_is_over(scene: ReportScene) -> None:
    """A second report is a new question; what else lives goes on."""
    scene.viewing().asks(Scope.REPORT).says_yes(Scope.REPORT)
    scene.collected()
    assert scene.view.report is not None
    scene.core.send_report(scene.view.report.sha256)
    assert scene.written(ConsentWithdrawal) == []  # not before the engine says that all is sealed
    scene.engine.tell(said.ReportSaid())
    assert scene.written(ConsentWithdrawal)[-1].scopes == (Scope.REPORT,)
    assert scene.told(GrantEnded)[-1].because == "done"
    assert scene.core.state is State.GRANTED
    scene.asks(Scope.REPORT).says_yes(Scope.REPORT)
    assert len(scene.sent(said.CollectReport)) == 2


@pytest.mark.parametrize("end", ["stop", "turn off", "time"])
def test_an_end_throws_everything_away(scene: ReportScene, end: str) -> None:
    """After Stop, after turning it off and after its time nothing is shown, and Send sends nothing."""
    scene.reading()
    shown = scene.view.report
    assert shown is not None
    if end == "stop":
        scene.core.stop("button")
    elif end == "turn off":
        scene.core.turn_off(Scope.REPORT)
    else:
        scene.wait(3600)
    assert scene.view.report is None
    scene.core.send_report(shown.sha256)
    scene.collected()
    assert scene.report() is None
    assert scene.view.report is None


def test_a_report_that_fails_is_told_to_both(scene: ReportScene) -> None:
    """In words here, as nothing there; and its yes is over."""
    scene.paired().asks(Scope.REPORT).says_yes(Scope.REPORT)
    scene.engine.tell(said.ReportFailed(code="A-341", words="It was stopped.", remedy="Try again."))
    assert scene.view.failures == ["It was stopped. Try again."]
    assert scene.spoken() == [ReportWithheld(because="failed")]


def test_an_engine_that_says_nonsense_ends_the_session(scene: ReportScene) -> None:
    """A report that is none is shown to nobody."""
    scene.paired().asks(Scope.REPORT).says_yes(Scope.REPORT)
    for piece in pieces_of(Parcel(b'{"format":"attended.report/1"}', {})):
        scene.engine.tell(piece)
    assert scene.view.report is None
    assert scene.view.troubles[0].code == "P-190"
