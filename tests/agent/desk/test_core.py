from pathlib import Path

from agent.desk.view import Decision, Rect
from agent.pipe.messages import Focus, Goodbye, Mask, Permit
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.scopes import Scope
from protocol.messages.control import GrantLive, RequestRefused
from tests.support.desk_scene import DeskScene


def test_a_whole_session_ends_with_a_receipt(scene: DeskScene) -> None:
    """Code, pairing, yes and stop lead to the last window with a receipt's path."""
    scene.viewing()
    assert scene.stands(State.GRANTED)
    scene.core.stop("button")
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None
    assert Path(scene.view.over.receipt_path).is_file()
    assert scene.sent(Goodbye)


def test_nothing_is_permitted_before_a_yes(scene: DeskScene) -> None:
    """Pairing and asking alone give the engine no permit and the technician no key."""
    scene.paired().asks(Scope.VIEW).wait(60)
    assert not scene.sent(Permit)
    assert not scene.told(GrantLive)


def test_closing_the_question_is_a_no(scene: DeskScene) -> None:
    """A window that is closed answers no."""
    scene.paired().asks(Scope.VIEW)
    scene.core.closed("question")
    assert scene.view.question is None
    assert scene.stands(State.NOT_ASKED)


def test_closing_the_banner_is_a_stop(scene: DeskScene) -> None:
    """Nothing lives without its banner."""
    scene.viewing()
    scene.core.closed("banner")
    assert scene.stands(State.ENDED)
    assert scene.written(SessionEnd)[0].reason is EndReason.STOPPED


def test_an_indicator_on_too_few_monitors_is_none(tmp_path: Path) -> None:
    """Frame and banner stand on every monitor, or the session ends."""
    scene = DeskScene(tmp_path, monitors=2)
    scene.view.has_indicator = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW, monitors=(1,))
    scene.core.indicator_shown(1)
    assert not scene.sent(Permit)
    assert scene.stands(State.ENDED)


def test_a_window_appears_only_when_the_mask_is_in_force(scene: DeskScene) -> None:
    """While something is live, a window waits for the engine's acknowledgement."""
    scene.viewing()
    shown: list[str] = []
    scene.engine.hangs = True
    scene.core.windows_moved([Rect(1, 2, 3, 4)], lambda: shown.append("window"))
    assert shown == []
    assert scene.sent(Mask)[-1].areas[0].w == 3
    scene.wait(3)
    assert scene.engine.kills == 1


def test_before_anything_is_live_a_window_appears_at_once(scene: DeskScene) -> None:
    """An engine that still starts keeps nobody from seeing the code."""
    scene.waiting()
    shown: list[str] = []
    scene.engine.hangs = True
    scene.core.windows_moved([Rect(1, 2, 3, 4)], lambda: shown.append("window"))
    assert shown == ["window"]


def test_banners_are_out_of_reach_and_in_the_picture(scene: DeskScene) -> None:
    """A banner is not painted over, and remote input never presses its Stop."""
    scene.viewing()
    stood: list[str] = []
    scene.core.banners_at([Rect(0, 0, 400, 48)], lambda: stood.append("banner"), [])
    assert stood == ["banner"]
    mask = scene.sent(Mask)[-1]
    assert (mask.areas, [area.h for area in mask.reach]) == ([], [48])


def test_the_keyboards_focus_is_told(scene: DeskScene) -> None:
    """The engine hears when a window of ours has the keyboard."""
    scene.viewing()
    scene.core.focused(has=True)
    assert scene.sent(Focus)[-1].has


def test_an_answer_to_another_question_is_none(scene: DeskScene) -> None:
    """A decision with a foreign question's id changes nothing."""
    scene.paired().asks(Scope.VIEW).wait(10)
    scene.core.answered("another", Decision(frozenset({Scope.VIEW}), (), 15, "yes"))
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    assert not scene.told(RequestRefused)


def test_the_last_closed_window_ends_the_program(scene: DeskScene) -> None:
    """When the customer has read that it is over, the program goes."""
    scene.viewing()
    scene.core.stop("button")
    scene.core.closed("over")
    assert scene.quits == 1
