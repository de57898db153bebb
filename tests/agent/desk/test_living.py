from agent.pipe.messages import Close, GoOn, Pause
from consent.law import State
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import GrantEnded, LookAway, SessionPaused, SessionResumed
from protocol.messages.relay import RecordingState
from tests.support.desk_scene import DeskScene


def test_turning_off_acts_first_and_is_written_second(scene: DeskScene) -> None:
    """The engine closes the scope before the withdrawal is signed; what needs it ends with it."""
    scene.controlling()
    scene.core.turn_off(Scope.VIEW)
    assert set(scene.sent(Close)[-1].scopes) == {Scope.VIEW, Scope.CONTROL}
    assert set(scene.written(ConsentWithdrawal)[-1].scopes) == {Scope.VIEW, Scope.CONTROL}
    assert scene.stands(State.ONLY_CHAT)
    assert scene.view.live is None


def test_time_that_is_up_is_written_down(scene: DeskScene) -> None:
    """At the granted second the scope ends, and the technician hears why."""
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
    """The banner changes by itself when little time is left."""
    scene.viewing()
    scene.wait(30 * 60 - 119)
    assert scene.view.live is not None
    assert scene.view.live.last_two_minutes
