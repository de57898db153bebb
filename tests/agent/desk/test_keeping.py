from pathlib import Path

from agent.desk.keeping import ELSEWHERE, UNSAVED
from agent.desk.view import SAVE_AGAIN
from agent.receipt import check
from consent.law import State
from consent.scopes import Scope
from protocol.errors import KnownNotWritten, RelayLogRolledBack
from tests.support.desk_scene import DeskScene
from tests.support.memory_relay import MemoryLog


def test_a_memory_that_cannot_be_written_costs_neither_session_nor_receipt(scene: DeskScene, tmp_path: Path) -> None:
    """It breaks while a picture flows: the next yes still opens, the receipt is saved, and the end tells of it."""
    scene.viewing()
    known = tmp_path / "known.json"
    known.unlink()
    known.mkdir()
    scene.asks(Scope.CONTROL).says_yes(Scope.CONTROL)
    assert scene.stands(State.GRANTED)
    assert scene.core.under_control
    assert scene.view.troubles == []

    scene.core.stop("button")
    over = scene.view.over
    assert over is not None
    assert over.receipt_path is not None
    assert check(Path(over.receipt_path)) == 0
    assert sum(KnownNotWritten.words in words for _, words in over.lines) == 1


def test_a_memory_that_cannot_be_written_lets_a_session_begin(scene: DeskScene, tmp_path: Path) -> None:
    """From the first meeting on: whoever helps is proven all the same."""
    (tmp_path / "known.json").mkdir()
    scene.viewing()
    assert scene.stands(State.GRANTED)


def test_a_receipt_goes_to_a_spare_folder_when_its_own_cannot_be_written(tmp_path: Path) -> None:
    """The last window says where it lies, and that this is not the usual place."""
    scene = DeskScene(tmp_path, spare_receipts=(tmp_path / "first", tmp_path / "second"))
    scene.receipts.write_text("a file where the folder should be")
    (tmp_path / "first").write_text("another one")
    scene.viewing().core.stop("button")

    over = scene.view.over
    assert over is not None
    assert over.receipt_path is not None
    assert Path(over.receipt_path).is_relative_to(tmp_path / "second")
    assert over.note == ELSEWHERE.said()
    assert check(Path(over.receipt_path)) == 0


def test_a_receipt_that_finds_no_room_waits_until_there_is(scene: DeskScene) -> None:
    """It is kept in memory: pressing Save again, once the folder can be written, saves the same evidence."""
    scene.receipts.write_text("a file where the folder should be")
    scene.viewing().core.stop("button")
    assert scene.view.over is not None
    assert (scene.view.over.receipt_path, scene.view.over.note) == (None, UNSAVED.said())

    scene.core.pressed(SAVE_AGAIN)
    assert scene.view.over.note == UNSAVED.said()
    scene.receipts.unlink()
    scene.core.pressed(SAVE_AGAIN)
    assert scene.view.over.note == ""
    assert scene.view.over.receipt_path is not None
    assert check(Path(scene.view.over.receipt_path)) == 0
    assert not scene.core.is_connected


def test_a_log_that_shrank_at_the_very_end_is_told_and_the_receipt_saved(scene: DeskScene) -> None:
    """The relay's last word does not fit what was seen before: words, and the evidence is kept."""
    scene.viewing()
    for _ in range(9):
        scene.core.pause()
        scene.core.go_on()
    scene.log = MemoryLog()
    scene.acknowledges = False
    scene.core.stop("button")
    over = scene.view.over
    assert over is not None
    assert any(RelayLogRolledBack.words in words for _, words in over.lines)
    assert over.receipt_path is not None


def test_the_last_window_tells_every_yes_change_and_end_with_its_time(scene: DeskScene) -> None:
    """Each stands there in its order, at the minute at which it happened (acceptance 35)."""
    scene.viewing().wait(60).asks(Scope.CONTROL).says_yes(Scope.CONTROL)
    scene.wait(60)
    scene.core.pause()
    scene.wait(60)
    scene.core.go_on()
    scene.wait(60)
    scene.core.add_time()
    scene.wait(60)
    scene.core.turn_off(Scope.CONTROL)
    scene.wait(60)
    scene.asks(Scope.REPORT)
    scene.view.no()
    scene.wait(60)
    scene.core.stop("button")

    assert scene.view.over is not None
    told = [words for _, words in scene.view.over.lines]
    assert told == [
        "You let Ana Weber see your screen for 30 min",
        "You let Ana Weber use your mouse and keyboard for 29 min",
        "Paused",
        "Went on",
        "You gave 10 more minutes",
        "You turned off: Mouse, keyboard",
        "Ana Weber asked to get a health report. It was not allowed.",
        "You pressed Stop",
    ]
    times = [at for at, _ in scene.view.over.lines]
    assert times == sorted(times)
    assert len(set(times)) == len(times)
