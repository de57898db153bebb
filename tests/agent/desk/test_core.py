from pathlib import Path

from agent.desk.view import CodeStatus, Decision, Rect
from agent.pipe.messages import Broken, Focus, Goodbye, LineIs, Mask, Permit
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.scopes import Scope
from protocol.errors import RelayFull, RelayUnreachable
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.control import GrantLive, LeaveSession, RequestRefused
from protocol.messages.relay import Closed
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


def test_a_failed_indicator_ends_the_session_before_anything_is_seen(scene: DeskScene) -> None:
    """Where no frame can stand, no permit is given."""
    scene.view.has_indicator = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.core.indicator_failed("no window manager")
    assert not scene.sent(Permit)
    assert scene.stands(State.ENDED)


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
    scene.core.banners_at([Rect(0, 0, 400, 48)])
    mask = scene.sent(Mask)[-1]
    assert (mask.areas, [area.h for area in mask.reach]) == ([], [48])


def test_the_keyboards_focus_is_told(scene: DeskScene) -> None:
    """The engine hears when a window of ours has the keyboard."""
    scene.viewing()
    scene.core.focused(has=True)
    assert scene.sent(Focus)[-1].has


def test_chat_is_shown_and_its_delivery_told(scene: DeskScene) -> None:
    """What the technician says is shown, and the technician hears that it was."""
    scene.viewing()
    scene.technician_says(ChatSaid(id="AAAAAAAAAAAAAAAAAAAAAA", text="Hello"))
    assert scene.view.chat[-1] == ("Ana Weber", "Hello")
    assert scene.told(ChatDelivered)


def test_what_breaks_a_rule_ends_the_session_and_not_the_program(scene: DeskScene) -> None:
    """A broken seal ends the session with words."""
    scene.viewing()
    scene.engine.tell(Broken(code="P-141", words="A message was changed.", remedy="Connect again."))
    assert scene.stands(State.ENDED)
    assert scene.written(SessionEnd)[0].reason is EndReason.FAILED


def test_the_technician_may_leave(scene: DeskScene) -> None:
    """Leaving ends everything, and says so in the documents."""
    scene.viewing()
    scene.technician_says(LeaveSession())
    assert scene.written(SessionEnd)[0].reason is EndReason.LEFT


def test_why_there_is_no_code_is_told_once(scene: DeskScene) -> None:
    """While the line is tried again and again, what the relay itself said last stays, until there is a code."""
    full, gone = RelayFull(), RelayUnreachable()
    refusal = Closed(code=full.code, words=full.words, remedy=full.remedy)
    trying = LineIs(state="trying", wait=400, code=gone.code, words=gone.words, remedy=gone.remedy)
    scene.core.begin()
    for _ in range(3):
        scene.relay_says(refusal)
        scene.engine.tell(trying)
    assert [told.code for told in scene.view.troubles] == [full.code]
    assert scene.view.status is CodeStatus.NO_LINE

    scene.waiting()
    scene.engine.tell(trying)
    scene.relay_says(refusal)
    assert [told.code for told in scene.view.troubles] == [full.code, gone.code, full.code]


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


def test_a_log_that_shrank_since_the_last_session_ends_this_one(tmp_path: Path) -> None:
    """What the desk remembers of a log, the log must still hold."""
    first = DeskScene(tmp_path).viewing()
    first.core.stop("button")
    second = DeskScene(tmp_path).paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    assert not second.sent(Permit)
    assert second.view.troubles[0].code == "A-118"
    assert second.stands(State.ENDED)
