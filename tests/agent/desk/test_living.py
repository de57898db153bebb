import pytest

from agent.desk.live import Live
from agent.pipe.messages import Close, Closed, GoOn, Pause, Permit
from consent.grant import ConsentGrant
from consent.law import State
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import GrantEnded, LookAway, SessionPaused, SessionResumed
from protocol.messages.relay import RecordingState
from tests.support.desk_scene import DeskScene


def shown(scene: DeskScene) -> Live:
    """Give what frame and banner show."""
    assert scene.view.live is not None
    return scene.view.live


def test_turning_off_acts_first_and_is_written_second(scene: DeskScene) -> None:
    """The engine closes the scope before the withdrawal is signed; what needs it ends with it."""
    scene.controlling()
    scene.core.turn_off(Scope.VIEW)
    assert set(scene.sent(Close)[-1].scopes) == {Scope.VIEW, Scope.CONTROL}
    assert set(scene.written(ConsentWithdrawal)[-1].scopes) == {Scope.VIEW, Scope.CONTROL}
    assert scene.stands(State.ONLY_CHAT)
    assert scene.view.live is not None
    assert not scene.view.live.is_on


def test_each_thing_is_turned_off_alone_and_the_others_go_on(scene: DeskScene) -> None:
    """Turning control off leaves the view; only a new question brings it back (acceptance 31)."""
    scene.controlling()
    scene.core.turn_off(Scope.CONTROL)
    assert scene.sent(Close)[-1].scopes == [Scope.CONTROL]
    assert scene.view.live is not None
    assert [item.scope for item in scene.view.live.items] == [Scope.VIEW]
    assert scene.stands(State.GRANTED)
    scene.core.add_time()
    assert [item.scope for item in scene.view.live.items] == [Scope.VIEW]


def test_when_nothing_is_on_the_banner_says_what_is_left(scene: DeskScene) -> None:
    """The banner stays for Stop and the chat, without a frame, and counts the five minutes (experience 2.7)."""
    scene.viewing()
    scene.core.turn_off(Scope.VIEW)
    scene.wait(10)
    scene.core.escape_pressed(2)
    scene.wait(2.5)
    assert scene.view.live is not None
    assert scene.view.live.headline == "Nothing is on. Ana Weber can only chat. Ends in 4:48."
    scene.core.stop("button")
    assert "not live" in scene.view.shown
    assert scene.stands(State.ENDED)


def test_a_new_yes_brings_the_frame_back(scene: DeskScene) -> None:
    """While it is on its way a chat line does not take the frame away that is about to stand."""
    scene.viewing()
    scene.core.turn_off(Scope.VIEW)
    scene.asks(Scope.REPORT)
    scene.view.has_indicator = False
    scene.says_yes(Scope.REPORT)
    assert scene.view.live is not None
    assert scene.view.live.is_on
    scene.core.escape_pressed(2)
    assert scene.view.live.is_on
    assert len(scene.sent(Permit)) == 1
    scene.core.indicator_shown(1)
    assert len(scene.sent(Permit)) == 2


def test_time_that_is_up_is_written_down(scene: DeskScene) -> None:
    """At the granted second the scope ends though nothing is pressed, and the technician hears why (acceptance 33)."""
    scene.viewing()
    scene.wait(30 * 60 - 6)
    assert scene.stands(State.GRANTED)
    scene.wait(6)
    assert scene.told(GrantEnded)[-1].because == "expired"
    assert scene.stands(State.ONLY_CHAT)
    scene.wait(5 * 60 + 1)
    assert scene.stands(State.ENDED)


def test_setting_the_clock_back_gives_no_more_time(scene: DeskScene) -> None:
    """Deadlines count on the boot-time clock."""
    scene.viewing()
    scene.clock.wall = lambda: 0.0  # type: ignore[method-assign]
    scene.wait(30 * 60)
    assert scene.stands(State.ONLY_CHAT)


def test_a_pause_holds_until_every_reason_is_gone(scene: DeskScene) -> None:
    """The customer's going on does not end a pause that the recording needs."""
    scene.viewing()
    scene.core.pause()
    assert scene.written(ConsentPause)[0].because is PauseBecause.CUSTOMER
    assert scene.told(SessionPaused)
    assert scene.view.live is not None
    assert scene.view.live.headline == "Paused. Nothing is seen."
    scene.relay_says(RecordingState(state="paused", words="The disk is full."))
    scene.core.go_on()
    assert scene.view.live.headline.startswith("The recording stopped")
    assert not scene.sent(GoOn)
    scene.relay_says(RecordingState(state="running", words="It runs again."))
    assert scene.written(ConsentResume)
    assert scene.sent(GoOn)
    assert scene.told(SessionResumed)
    assert scene.stands(State.GRANTED)


def test_going_on_waits_for_the_record(scene: DeskScene) -> None:
    """Nothing is seen again before the relay has the resume on record."""
    scene.viewing()
    scene.core.pause()
    scene.acknowledges = False
    scene.core.go_on()
    assert not scene.sent(GoOn)
    assert scene.stands(State.PAUSED)


def test_the_technician_looks_away(scene: DeskScene) -> None:
    """A pause for a password; only the customer ends it."""
    scene.viewing()
    scene.technician_says(LookAway())
    assert scene.sent(Pause)
    assert scene.view.live is not None
    assert "password" in (scene.view.live.paused or "")


def test_the_banner_says_what_is_live(scene: DeskScene) -> None:
    """Who, where from, what, which screen."""
    scene.controlling()
    assert scene.view.live is not None
    assert scene.view.live.headline == "Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1, uses your mouse"
    assert {item.scope for item in scene.view.live.items} == {Scope.VIEW, Scope.CONTROL}


def test_the_last_two_minutes_are_shown(scene: DeskScene) -> None:
    """A choice is offered by itself, at two minutes and at thirty seconds (acceptance 33)."""
    scene.viewing()
    assert scene.view.live is not None
    left = scene.view.live.left
    assert not scene.view.live.runs_out(left - 121)
    assert [scene.view.live.headline_after(left - seconds) for seconds in (120, 30)] == [
        "2 minutes left.",
        "30 seconds left.",
    ]


def test_the_time_may_run_out_without_another_word(scene: DeskScene) -> None:
    """Who lets it end is not asked again; more time makes it a new end, of which it was not said."""
    scene.paired().asks(Scope.VIEW, minutes=15).says_yes(Scope.VIEW, minutes=15)
    scene.wait(15 * 60 - 100)
    scene.core.let_it_end()
    assert shown(scene).let_end
    assert shown(scene).headline.startswith("Live, recorded")
    scene.core.add_time()
    assert not shown(scene).let_end
    assert shown(scene).left > 600


def test_no_more_time_is_offered_than_the_rules_give(scene: DeskScene) -> None:
    """A press that would add nothing is not offered; one that was offered adds ten minutes, by a grant of its own."""
    scene.paired().asks(Scope.VIEW, minutes=30).says_yes(Scope.VIEW)
    assert scene.view.live is not None
    while scene.view.live.can_extend:
        left = scene.view.live.left
        scene.core.add_time()
        assert scene.view.live.left > left
    left = scene.view.live.left
    scene.core.add_time()
    assert scene.view.live.left == left


def test_what_needs_the_end_is_woken_by_it(scene: DeskScene) -> None:
    """What runs out first has an alarm at its very second: nobody has to look for it."""
    scene.viewing()
    due = scene.core._outside.alarms.at("time")
    assert due is not None
    assert abs(due - scene.clock.now - 30 * 60) < 10


@pytest.mark.parametrize("before", [False, True], ids=["while something is on", "while the yes is on its way"])
def test_a_locked_computer_shows_nothing(scene: DeskScene, before: bool) -> None:  # noqa: FBT001 - by parameter
    """Lock, system question and sleep pause by themselves, and going on follows by itself (acceptance 32)."""
    scene.paired().asks(Scope.VIEW)
    if before:
        scene.core.system_asks(True)
    scene.says_yes(Scope.VIEW)
    if not before:
        scene.core.system_asks(True)
    assert scene.sent(Pause)
    assert scene.written(ConsentPause)[0].because is PauseBecause.SYSTEM
    assert scene.view.live is not None
    assert scene.view.live.headline == "Your computer asks you something. Only you can answer. Nothing is seen."
    scene.core.system_asks(False)
    assert scene.stands(State.GRANTED)
    assert scene.view.live.paused is None


def test_what_the_customer_paused_no_unlocking_resumes(scene: DeskScene) -> None:
    """Only the customer ends their own pause, and they end the computer's as well (acceptance 32)."""
    scene.viewing()
    scene.core.pause()
    scene.core.system_asks(True)
    scene.core.system_asks(False)
    assert scene.stands(State.PAUSED)
    scene.core.system_asks(True)
    scene.core.go_on()
    assert scene.stands(State.GRANTED)


def test_a_new_yes_after_a_pause_that_all_ended_in_waits_for_going_on(scene: DeskScene) -> None:
    """Nobody took the pause back, so desk, engine and recording still rest, and one press goes on in all three."""
    scene.viewing()
    scene.core.pause()
    scene.core.turn_off(Scope.VIEW)
    scene.asks(Scope.VIEW).says_yes(Scope.VIEW)
    assert scene.sent(Permit)[-1].paused
    assert scene.stands(State.PAUSED)
    assert shown(scene).paused is not None
    scene.core.go_on()
    assert scene.stands(State.GRANTED)
    assert len(scene.written(ConsentResume)) == len(scene.sent(GoOn)) == 1


def test_a_pause_while_more_waits_for_the_record_names_the_newest_yes(scene: DeskScene) -> None:
    """The relay may have it on record already, and takes no word about the one that it superseded."""
    scene.viewing().asks(Scope.CONTROL)
    scene.acknowledges = False
    scene.says_yes(Scope.CONTROL)
    newest = scene.written(ConsentGrant)[-1].jti
    scene.core.pause()
    assert scene.written(ConsentPause)[-1].grant == newest
    scene.core.turn_off(Scope.CONTROL)
    assert (scene.written(ConsentWithdrawal)[-1].grant, scene.written(ConsentWithdrawal)[-1].scopes) == (
        newest,
        (Scope.CONTROL,),
    )
    assert not scene.told(GrantEnded)  # control never began


def test_a_pause_that_is_over_before_the_engine_has_answered_is_not_written(scene: DeskScene) -> None:
    """Else it would come onto the record after its own end, and nothing were ever seen again."""
    scene.viewing()
    scene.engine.hangs = True
    scene.core.system_asks(asks=True)
    scene.engine.hangs = False
    scene.core.system_asks(asks=False)
    scene.engine.tell(Closed(serial=scene.sent(Pause)[-1].serial, positions=[]))
    assert not scene.written(ConsentPause)
    assert scene.stands(State.GRANTED)
