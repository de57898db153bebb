"""The health report in the session: one yes, one report, read first; what is sent are the bytes that were shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent.desk.draft import Key
from agent.desk.error_words import words_of
from agent.desk.view import Trust
from agent.pipe import messages as said
from agent.pipe.parcel import Parcel, pieces_of
from consent.fields import Sha256
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.codec import decode
from protocol.errors import ReportNotWritten, ReportStopped
from protocol.messages.control import GrantEnded
from protocol.messages.report import ReportPart, ReportProgress, ReportReading, ReportReceived, ReportWithheld
from protocol.report.document import Report
from protocol.report.parse import read_report, report_bytes
from protocol.report.parts import Gathering, sha256_of_bytes
from protocol.wire import Message
from tests.support.desk_scene import DeskScene
from tests.support.sample_report import MEANT, part, rows, sample, told

BUSY = part(
    "activity",
    told("activity.cpu", 20),
    told("activity.disk-read", 1),
    told("activity.disk-write", 1),
    told("activity.net-in", 1),
    told("activity.net-out", 1),
    tables=(rows("activity.programs", ("firefox", 9, 60, 5000), ("sshd", 1, 0, 50)),),
)
PROGRAMS = rows("software.programs", ("firefox", "1", None, None, None), ("sshd", "1", None, None, None))


def whole_report() -> Report:
    """Give the small report, with what live use goes on with."""
    report = sample()
    machine, storage, software = report.sections
    with_programs = software.model_copy(update={"tables": (PROGRAMS, *software.tables)})
    more = (
        part("processor", told("memory.total", 8_000_000_000)),
        part("network", told("interface.up", True, "eth0")),
        BUSY,
    )
    return report.model_copy(update={"sections": (machine, more[0], storage, with_programs, *more[1:])})


SOON = "So soon nothing is sent. Read it first, then send it."
DOCUMENT = report_bytes(whole_report())
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

    def send(self) -> "ReportScene":
        """Press Send for what stands there."""
        assert self.view.report is not None
        self.sends_report(self.view.report.sha256)
        return self

    def gets_there(self) -> "ReportScene":
        """Let the engine say that all is sealed, and the technician that the report is there."""
        self.engine.tell(said.ReportSaid())
        self.technician_says(ReportReceived(sha256=self.sent_hash()))
        return self

    def sent_hash(self) -> Sha256:
        """Give the name of the report that was sent."""
        return next(each.sha256 for each in reversed(self.spoken()) if isinstance(each, ReportPart))

    def spoken(self) -> list[Message]:
        """Give what was to be sealed on channel 5, in order."""
        return [decode(each.body.encode(), 5, 0) for each in self.sent(said.SayReport)]

    def parts_said(self) -> int:
        """Count the parts of a report that were to be sealed."""
        return sum(isinstance(each, ReportPart) for each in self.spoken())

    def report(self) -> Report | None:
        """Put together what would have reached the technician."""
        gathering, whole = Gathering(), None
        for each in self.spoken():
            if isinstance(each, ReportPart):
                whole = gathering.take(each)
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
    scene.sends_report(shown.sha256)
    parts = [each for each in scene.spoken() if isinstance(each, ReportPart)]
    gathering = Gathering()
    whole = [gathering.take(each) for each in parts][-1]
    assert whole is not None
    assert (len(whole), parts[0].sha256) == (shown.size, shown.sha256)


@pytest.mark.parametrize("trust", Trust)
def test_straight_after_it_was_shown_nothing_is_sent(scene: ReportScene, trust: Trust) -> None:
    """The core itself waits, whatever window or terminal told it so soon, and says why (acceptance 7)."""
    scene.reading()
    asker = scene.core._desk.live_session.asker
    assert asker is not None
    scene.core._desk.live_session.asker = replace(asker, trust=trust)
    wait = 5.0 if trust is Trust.FIRST else 2.0
    shown = scene.view.report
    assert shown is not None
    for waited in (0.0, wait - 0.01):
        scene.clock.now += waited
        scene.core.send_report(shown.sha256)
        assert (scene.parts_said(), scene.view.report.note if scene.view.report else "gone") == (0, SOON)
    scene.clock.now += 0.02
    scene.core.send_report(shown.sha256)
    assert scene.parts_said() > 0


@pytest.mark.parametrize("what", ["changed", "moved", "in another language"])
def test_the_wait_before_send_is_counted_anew(scene: ReportScene, what: str) -> None:
    """What was just crossed out, stands elsewhere, or reads differently has not been read yet (acceptance 8)."""
    scene.reading()
    scene.clock.now += 60.0
    if what == "changed":
        scene.core.cross_out(STRUCK, struck=True)
    elif what == "moved":
        scene.core.windows_moved([], lambda: None)
    else:
        scene.core._parts.reporting.spoken_anew()
    shown = scene.view.report
    assert shown is not None
    scene.core.send_report(shown.sha256)
    assert scene.parts_said() == 0
    scene.core.save_report()  # a note of where the copy lies is no change of what would be sent
    scene.clock.now += shown.wait
    scene.core.send_report(shown.sha256)
    assert scene.parts_said() > 0


def test_a_struck_line_leaves_nothing_on_the_wire(scene: ReportScene) -> None:
    """Two customers, one of whom never had the line: what is said on channel 5 is the same to the last byte."""
    scene.reading()
    scene.core.cross_out([("fact", "storage", 1), ("fact", "storage", 2)], struck=True)
    assert scene.view.report is not None
    scene.sends_report(scene.view.report.sha256)
    report = whole_report()
    storage = report.sections[2]
    bare = storage.model_copy(update={"facts": (storage.facts[0], *storage.facts[3:])})
    counted = tuple(
        each.model_copy(update={"count": 1}) if each.masked == "serial" else each for each in report.pseudonyms
    )
    never = report.model_copy(
        update={"sections": (*report.sections[:2], bare, *report.sections[3:]), "pseudonyms": counted}
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
    scene.sends_report(old.sha256)
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


def test_silence_sends_nothing(scene: ReportScene) -> None:
    """After fifteen minutes it is as with "Don't send", and the story says which it was."""
    scene.reading()
    scene.wait(899)
    assert scene.view.report is not None
    scene.wait(2)
    assert scene.spoken()[-1] == ReportWithheld(because="customer")
    assert scene.report() is None
    assert "no report" in scene.view.shown
    scene.engine.tell(said.ReportSaid())
    assert scene.core._desk.live_session.story[-2][1].startswith("Nobody decided in time")


def test_more_time_to_read_is_one_press(scene: ReportScene) -> None:
    """Another fifteen minutes; what is shown says how much there is, and how long the yes itself lasts."""
    scene.reading()
    assert scene.view.report is not None
    assert scene.view.report.left == 900
    assert 900 < scene.view.report.yes_left <= 1800
    scene.core.more_report_time()
    assert scene.view.report.left == 1800
    scene.wait(901)
    assert scene.view.report is not None
    assert scene.report() is None


def test_a_copy_is_what_would_be_sent(scene: ReportScene) -> None:
    """Byte for byte, crossed out as it stands; nothing is sent by it; a folder that cannot be written to is told."""
    scene.reading()
    scene.core.cross_out(STRUCK, struck=True)
    scene.core.save_report()
    shown = scene.view.report
    assert shown is not None
    page = Path(shown.note.partition(": ")[2])
    assert sha256_of_bytes((page.parent / "report.json").read_bytes()) == shown.sha256
    assert scene.report() is None
    page.unlink()
    page.mkdir()
    scene.core.save_report()
    assert note(scene).startswith(ReportNotWritten.words)
    scene.core.cross_out(STRUCK, struck=False)
    assert note(scene) == ""


def note(scene: ReportScene) -> str:
    """Give what the window says of a copy."""
    assert scene.view.report is not None
    return scene.view.report.note


def test_live_use_is_shown_once_the_report_is_sealed_and_not_before(scene: ReportScene) -> None:
    """Its yes lives on; the banner and the list say what is seen now."""
    scene.reading()
    assert scene.view.live is not None
    assert "gets a health report" in scene.view.live.headline
    scene.send()
    assert scene.sent(said.ShowVitals) == []  # not before the engine says that all is sealed
    scene.engine.tell(said.ReportSaid())
    assert scene.sent(said.ShowVitals) == [
        said.ShowVitals(processor=True, memory=True, programs=True, disks=["vda", "vdb"], networks=["eth0"])
    ]
    assert scene.written(ConsentWithdrawal) == []
    assert "sees what is busy" in scene.view.live.headline
    assert [item.words for item in scene.view.live.items] == ["How busy this computer is"]


def test_what_was_crossed_out_is_not_shown_live(scene: ReportScene) -> None:
    """One program, the disks' lines and how busy the processor is: none of it is named or told afterwards."""
    scene.reading()
    shown = scene.view.report
    assert shown is not None
    lines = {(line.title, line.of): line.key for group in shown.groups for line in group.lines}
    keys = [lines["Programs", "firefox"], lines["Read from disks", ""], lines["Processor busy", ""]]
    scene.core.cross_out(keys, struck=True)
    scene.send()
    scene.engine.tell(said.ReportSaid())
    assert scene.sent(said.ShowVitals) == [
        said.ShowVitals(processor=False, memory=True, programs=False, disks=[], networks=["eth0"])
    ]


def test_a_second_report_is_a_new_question_while_live_use_of_the_first_is_shown(scene: ReportScene) -> None:
    """One yes is for one report: the second is asked for as one, collected after its own yes, and read anew."""
    scene.reading().send()
    scene.engine.tell(said.ReportSaid())
    scene.asks(Scope.REPORT)
    question = scene.view.question
    assert question is not None
    assert question.heading.endswith("asks to get a health report")
    assert len(scene.sent(said.CollectReport)) == 1
    scene.says_yes(Scope.REPORT)
    assert len(scene.sent(said.CollectReport)) == 2
    assert len(scene.sent(said.ShowVitals)) == 1
    assert scene.view.live is not None
    assert "gets a health report" in scene.view.live.headline
    scene.collected().send()
    scene.engine.tell(said.ReportSaid())
    assert len(scene.sent(said.ShowVitals)) == 2


def test_more_time_for_all_that_lives_makes_no_second_report(scene: ReportScene) -> None:
    """The customer's own ten minutes go on with live use under the new permit, and collect nothing."""
    scene.reading().send().gets_there()
    scene.core.add_time()
    assert len(scene.sent(said.CollectReport)) == 1
    assert len(scene.sent(said.ShowVitals)) == 2


@pytest.mark.parametrize("end", ["turn off", "time"])
def test_live_use_ends_with_its_yes(scene: ReportScene, end: str) -> None:
    """Turned off or run out: the withdrawal says so, and what is live says it no longer."""
    scene.reading().send()
    scene.engine.tell(said.ReportSaid())
    if end == "turn off":
        scene.core.turn_off(Scope.REPORT)
    else:
        scene.wait(1801)
    assert scene.written(ConsentWithdrawal)[-1].scopes == (Scope.REPORT,)
    assert scene.told(GrantEnded)[-1].because == ("turned-off" if end == "turn off" else "expired")
    assert scene.stands(State.ONLY_CHAT)
    assert scene.view.live is not None
    assert not scene.view.live.is_on
    session = scene.core._desk.live_session
    assert session.story[-1][1].endswith("How busy this computer is")
    assert not session.sees_use


def test_a_report_that_tells_nothing_of_use_ends_its_yes(scene: ReportScene) -> None:
    """Where all of it was crossed out there is nothing to show, and so nothing to allow."""
    scene.reading()
    shown = scene.view.report
    assert shown is not None
    group = {group.id: [line.key for line in group.lines] for group in shown.groups}
    scene.core.cross_out([*group["activity"], *group["processor"]], struck=True)
    scene.send()
    scene.engine.tell(said.ReportSaid())
    assert scene.told(GrantEnded) == []  # it may have to be said again
    scene.technician_says(ReportReceived(sha256=scene.sent_hash()))
    assert scene.sent(said.ShowVitals) == []
    assert scene.told(GrantEnded)[-1].because == "done"


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
    scene.sends_report(shown.sha256)
    scene.collected()
    assert scene.report() is None
    assert scene.view.report is None


def test_a_report_that_fails_is_told_to_both(scene: ReportScene) -> None:
    """In our own words here, whatever the engine calls it; as nothing there; and its yes is over."""
    scene.paired().asks(Scope.REPORT).says_yes(Scope.REPORT)
    scene.engine.tell(said.ReportFailed(code="A-341", words="It was stopped.", remedy="Try again."))
    assert scene.view.failures == [words_of(ReportStopped)]
    assert scene.spoken() == [ReportWithheld(because="failed")]


def test_an_engine_that_says_nonsense_ends_the_session(scene: ReportScene) -> None:
    """A report that is none is shown to nobody."""
    scene.paired().asks(Scope.REPORT).says_yes(Scope.REPORT)
    for piece in pieces_of(Parcel(b'{"format":"attended.report/1"}', {})):
        scene.engine.tell(piece)
    assert scene.view.report is None
    assert scene.view.troubles[0].code == "P-190"
