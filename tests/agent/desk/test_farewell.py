from pathlib import Path

import pytest

from agent.desk.farewell import say_farewell
from agent.desk.keeping import ELSEWHERE
from agent.receipt import check
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.errors import ReceiptNotWritten
from tests.support.desk_scene import DeskScene


class Passing:
    """A loop in which time passes and nothing comes."""

    def __init__(self, scene: DeskScene) -> None:
        self._scene = scene

    def serve(self, seconds: float) -> None:
        """Let it pass."""
        self._scene.clock.now += seconds


def farewell(scene: DeskScene) -> str:
    """Take the display away."""
    return say_farewell(scene.core, Passing(scene), lambda: False)


def test_what_ran_ends_and_is_written_down(scene: DeskScene) -> None:
    """Withdrawal and end are signed, the receipt holds, and its place is told; no window is asked for any more."""
    scene.controlling()
    shown = len(scene.view.shown)
    told = farewell(scene)

    assert scene.stands(State.ENDED)
    assert [end.scopes for end in scene.written(ConsentWithdrawal)] == [(Scope.VIEW, Scope.CONTROL)]
    assert [end.reason for end in scene.written(SessionEnd)] == [EndReason.FAILED]
    assert len(scene.view.shown) == shown
    assert told.startswith("Your receipt: ")
    assert check(Path(told.removeprefix("Your receipt: "))) == 0


def test_an_open_question_is_a_no(scene: DeskScene) -> None:
    """With the window goes the only place for a yes."""
    scene.paired().asks(Scope.VIEW)
    assert farewell(scene) == ""
    assert scene.stands(State.ENDED)
    assert len(scene.written(SessionEnd)) == 1


def test_an_engine_that_hangs_meanwhile_is_ended_and_another_delivers(scene: DeskScene) -> None:
    """The desk counts its own time without any window's loop."""
    scene.viewing()
    scene.engine.hangs = True
    assert farewell(scene).startswith("Your receipt: ")
    assert (scene.engine.kills, scene.engine.releases) == (1, 1)


def test_before_anybody_came_there_is_nothing_to_end(scene: DeskScene) -> None:
    """A code on the screen is all there was."""
    scene.waiting()
    assert farewell(scene) == ""
    assert scene.documents == []


@pytest.mark.parametrize("has_spare", [True, False])
def test_a_receipt_that_is_not_where_it_should_be_is_told(tmp_path: Path, has_spare: bool) -> None:  # noqa: FBT001
    """Kept elsewhere, or not at all: whoever started the program reads it."""
    scene = DeskScene(tmp_path, spare_receipts=(tmp_path / "spare",) if has_spare else ())
    scene.receipts.write_text("a file where the folder should be")
    told = farewell(scene.viewing())
    if has_spare:
        assert str(tmp_path / "spare") in told
        assert told.endswith(ELSEWHERE.said())
    else:
        assert told == f"{ReceiptNotWritten.words} {ReceiptNotWritten.remedy}"
