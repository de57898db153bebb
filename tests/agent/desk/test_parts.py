"""What several parts of the core do together."""

from __future__ import annotations

from pathlib import Path

from agent.pipe.messages import Permit
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.scopes import Scope
from tests.support.desk_scene import DeskScene


def test_a_failed_indicator_ends_the_session_before_anything_is_seen(scene: DeskScene) -> None:
    """Where no frame can stand, no permit is given."""
    scene.view.has_indicator = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.core.indicator_failed("no window manager")
    assert not scene.sent(Permit)
    assert scene.stands(State.ENDED)


def test_a_log_that_shrank_since_the_last_session_ends_this_one(tmp_path: Path) -> None:
    """What the desk remembers of a log, the log must still hold."""
    first = DeskScene(tmp_path).viewing()
    first.core.stop("button")
    second = DeskScene(tmp_path).paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    assert not second.sent(Permit)
    assert second.view.troubles[0].code == "A-118"
    assert second.stands(State.ENDED)


def test_before_a_code_nobody_is_paired_and_after_a_stop_nobody_is_helped(scene: DeskScene) -> None:
    """Paired is for good; helped ends with the first word of an end."""
    scene.core.begin()
    parts = scene.core._parts
    assert (parts.is_paired, parts.is_helped, parts.is_finished) == (False, False, False)
    scene.viewing()
    assert (parts.is_paired, parts.is_helped, parts.is_finished) == (True, True, False)
    scene.core.stop("button")
    assert (parts.is_paired, parts.is_helped, parts.is_finished) == (True, False, True)


def test_what_ends_twice_is_written_once(scene: DeskScene) -> None:
    """A second reason changes nothing, and what breaks after the end opens no window."""
    scene.viewing()
    scene.core.stop("button")
    parts = scene.core._parts
    parts.stop(EndReason.FAILED, "again")
    parts.line_given_up()
    parts.broken("P-141", "A message was changed.", "Connect again.")
    assert [each.reason for each in scene.written(SessionEnd)] == [EndReason.STOPPED]
    assert not scene.view.troubles


def test_a_hanging_engine_takes_the_question_along(scene: DeskScene) -> None:
    """What it cannot end is ended with it, and nothing stands to be answered."""
    scene.viewing().asks(Scope.VIEW, Scope.CONTROL)
    questions = [scene.view.question]
    scene.core._parts._engine_hangs()
    assert questions[0] is not None
    assert scene.view.question is None
    assert scene.stands(State.ENDED)
