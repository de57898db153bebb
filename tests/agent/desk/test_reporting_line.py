"""A line that is lost around a report: it is said again from its first part, and never twice as two."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.pipe import messages as said
from consent.law import State
from consent.scopes import Scope
from protocol.messages.relay import PeerLost
from protocol.messages.report import ReportPart, ReportReceived
from tests.agent.desk.test_line import come_back, lose
from tests.agent.desk.test_reporting import ReportScene
from tests.support.messages import HASH


@pytest.fixture
def scene(tmp_path: Path) -> ReportScene:
    """A desk."""
    return ReportScene(tmp_path)


def sending(scene: ReportScene) -> list[ReportPart]:
    """Have a report read and sent; give its parts."""
    scene.reading()
    assert scene.view.report is not None
    scene.sends_report(scene.view.report.sha256)
    return parts(scene)


def parts(scene: ReportScene) -> list[ReportPart]:
    """Give every part that was handed to the engine."""
    return [message for message in scene.spoken() if isinstance(message, ReportPart)]


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_report_that_was_being_sent_is_said_again_whole(scene: ReportScene, whose: str) -> None:
    """After the resume, from its first part and without looking again; once it is sealed it is not said once more."""
    first = sending(scene)
    if whose == "ours":
        lose(scene)
    else:
        scene.relay_says(PeerLost(seconds=60))
    assert parts(scene) == first
    come_back(scene)
    assert parts(scene) == [*first, *first]
    assert len(scene.sent(said.CollectReport)) == 1
    scene.engine.tell(said.ReportSaid())
    assert len(scene.sent(said.ShowVitals)) == 1
    assert scene.stands(State.GRANTED)


def test_what_was_sealed_while_the_technician_was_away_is_said_again(scene: ReportScene) -> None:
    """The engine's word that all is sealed counts only while somebody is there to hear it."""
    first = sending(scene)
    scene.relay_says(PeerLost(seconds=60))
    scene.engine.tell(said.ReportSaid())
    assert not scene.sent(said.ShowVitals)
    come_back(scene)
    assert parts(scene) == [*first, *first]
    scene.engine.tell(said.ReportSaid())
    assert len(scene.sent(said.ShowVitals)) == 1


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_what_was_sealed_as_the_line_broke_is_said_again_until_it_is_there(scene: ReportScene, whose: str) -> None:
    """The desk heard of the break too late. Once it is there it is not said again; the story tells of one report."""
    first = sending(scene)
    scene.engine.tell(said.ReportSaid())
    if whose == "ours":
        lose(scene)
    else:
        scene.relay_says(PeerLost(seconds=60))
    come_back(scene)
    assert parts(scene) == [*first, *first]
    scene.gets_there()
    assert len(scene.sent(said.ShowVitals)) == 2
    lose(scene)
    come_back(scene)
    assert parts(scene) == [*first, *first]
    assert len(scene.sent(said.ShowVitals)) == 3
    told = [words for _, words in scene.core._desk.live_session.story if words.startswith("You sent a health report")]
    assert len(told) == 1


def test_the_name_of_another_report_confirms_nothing(scene: ReportScene) -> None:
    """Only the report that was sent can be there."""
    first = sending(scene)
    scene.engine.tell(said.ReportSaid())
    scene.technician_says(ReportReceived(sha256=HASH))
    lose(scene)
    come_back(scene)
    assert parts(scene) == [*first, *first]


@pytest.mark.parametrize("end", ["turned off", "asked anew"])
def test_a_report_is_never_said_again_under_another_yes(scene: ReportScene, end: str) -> None:
    """Turned off while the line was lost, or another one allowed: what nobody confirmed is thrown away."""
    first = sending(scene)
    scene.engine.tell(said.ReportSaid())
    if end == "turned off":
        lose(scene)
        scene.core.turn_off(Scope.REPORT)
        come_back(scene)
    else:
        scene.asks(Scope.REPORT)
        scene.says_yes(Scope.REPORT)
        lose(scene)
        come_back(scene)
        assert len(scene.sent(said.CollectReport)) == 3  # the new one, begun anew after the loss
    assert parts(scene) == first


def test_what_the_customer_reads_stays_while_the_line_is_lost(scene: ReportScene) -> None:
    """They read on; after the resume the very bytes go that stood there."""
    scene.reading()
    shown = scene.view.report
    lose(scene)
    come_back(scene)
    assert shown is not None
    assert scene.view.report is shown
    assert parts(scene) == []
    scene.sends_report(shown.sha256)
    assert [part.sha256 for part in parts(scene)] == [shown.sha256]


def test_send_while_the_line_is_lost_sends_after_the_resume(scene: ReportScene) -> None:
    """What the engine drops, for no yes can be used then, is said anew when its keys are there."""
    scene.reading()
    shown = scene.view.report
    assert shown is not None
    lose(scene)
    scene.sends_report(shown.sha256)
    permits, before = len(scene.sent(said.Permit)), len(parts(scene))
    come_back(scene)
    assert len(scene.sent(said.Permit)) == permits + 1
    assert [part.sha256 for part in parts(scene)[before:]] == [shown.sha256]


def test_a_line_that_stays_lost_throws_the_report_away(scene: ReportScene) -> None:
    """With the session it is over: nothing is sent, and nothing stands there to be sent."""
    scene.reading()
    lose(scene)
    scene.wait(61)
    assert scene.stands(State.ENDED)
    assert scene.view.report is None
    assert parts(scene) == []
