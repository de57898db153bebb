"""Permits: proof in memory that the customer allows something now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import limits
from consent.errors import (
    EpochOver,
    GrantExpired,
    GrantMissing,
    GrantOutOfChain,
    OnlyLooking,
    Paused,
    PermitForged,
    SessionOver,
)
from consent.grant import ConsentGrant, GrantedScope
from consent.permits import InputPermit, Ledger, Permit, ScreenPermit
from consent.scopes import MEANING, PAUSED_CHANNELS, REQUIRES, Channel, Scope
from tests.support.consent_scene import NOW, Scene, an_id

SCENE = Scene()
MINUTES = 15
EVERYTHING = SCENE.a_grant(*Scope)
LOOKING = SCENE.a_grant(Scope.VIEW, Scope.REPORT, jti=an_id(200))


class Hand:
    """A clock that goes when it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.at


def opened(grant: ConsentGrant = EVERYTHING, remaining: float = MINUTES * 60.0) -> tuple[Ledger, Hand]:
    """Open a grant in its first epoch."""
    hand = Hand()
    ledger = Ledger(hand)
    ledger.open(grant, 1, remaining)
    return ledger, hand


def test_before_a_grant_nothing_is_allowed_but_control_messages() -> None:
    """Not even chat or the aside open before the first yes."""
    ledger = Ledger(Hand())
    ledger.allows(0, 0, Channel.CONTROL)
    for channel in set(Channel) - {Channel.CONTROL}:
        with pytest.raises(GrantMissing):
            ledger.allows(0, 0, channel)
    for scope in Scope:
        with pytest.raises(GrantMissing):
            ledger.permit(scope)
    assert (ledger.living(), ledger.grant, ledger.epoch, ledger.chat_left()) == (set(), None, None, 0.0)


def test_a_permit_is_made_by_the_ledger_alone() -> None:
    """Code that makes its own permit is stopped."""
    with pytest.raises(PermitForged):
        ScreenPermit(object(), Ledger(Hand()), an_id(1), (0,), 1e9)
    with pytest.raises(PermitForged):
        Permit(None, Ledger(Hand()), an_id(1), (0,), 1e9)


def test_each_scope_has_its_own_kind_of_permit() -> None:
    """What takes a screen permit cannot be given one for files."""
    ledger, _ = opened()
    kinds = {scope: type(ledger.permit(scope)) for scope in Scope}
    assert len(set(kinds.values())) == len(Scope)
    assert (kinds[Scope.VIEW], kinds[Scope.CONTROL]) == (ScreenPermit, InputPermit)
    assert ledger.permit(Scope.CONTROL).monitors == ledger.permit(Scope.VIEW).monitors == (0,)


def test_a_permit_ends_by_itself_at_its_deadline() -> None:
    """No timer has to fire: at the very second, the permit is dead."""
    ledger, hand = opened()
    permit = ledger.permit(Scope.VIEW)
    lived = []
    for moment in (MINUTES * 60 - 0.001, 0.001):
        hand.at += moment
        lived.append(permit.lives)
    assert lived == [True, False]
    with pytest.raises(GrantExpired):
        ledger.permit(Scope.VIEW)
    assert ledger.grant is None


def test_scopes_end_each_in_its_own_time() -> None:
    """A scope that was allowed for less ends earlier, counted from the same moment."""
    scopes = (
        GrantedScope(scope=Scope.VIEW, monitors=(0,), until=NOW + 900),
        GrantedScope(scope=Scope.CONTROL, monitors=(), until=NOW + 300),
    )
    ledger, hand = opened(SCENE.a_grant(Scope.VIEW, scopes=scopes, jti=an_id(5)), remaining=890)
    assert (ledger.left(Scope.VIEW), ledger.left(Scope.CONTROL)) == (890, 290)
    hand.at += 290
    assert ledger.living() == {Scope.VIEW}


def test_a_grant_cannot_be_stretched() -> None:
    """More seconds than the grant holds, or a later epoch of the same grant, never lengthen it."""
    ledger, hand = opened(remaining=1e9)
    assert ledger.left(Scope.VIEW) == MINUTES * 60
    hand.at += 600
    ledger.open(EVERYTHING, 2, MINUTES * 60.0)
    assert ledger.left(Scope.VIEW) == 300


def test_a_new_grant_ends_every_permit_of_the_former() -> None:
    """Also for what both allow: who holds an old permit must ask for the new one."""
    ledger, _ = opened()
    former = [ledger.permit(scope) for scope in Scope]
    ledger.open(LOOKING, 2, 60)
    assert not any(permit.lives for permit in former)
    assert ledger.living() == {Scope.VIEW, Scope.REPORT}


def test_a_former_grant_opens_nothing_again() -> None:
    """A grant that was superseded is played again in vain."""
    ledger, _ = opened()
    ledger.open(LOOKING, 2, 60)
    assert ledger.knows(EVERYTHING)
    with pytest.raises(GrantOutOfChain):
        ledger.open(EVERYTHING, 3, 60)
    assert ledger.living() == {Scope.VIEW, Scope.REPORT}


def test_fresh_keys_never_bring_back_what_was_withdrawn() -> None:
    """A new epoch under the same grant opens what still lives, and a grant that is over opens nothing."""
    ledger, _ = opened()
    ledger.withdraw({Scope.CONTROL})
    ledger.open(EVERYTHING, 2, 60)
    assert Scope.CONTROL not in ledger.living()
    ledger.withdraw({Scope.VIEW, Scope.REPORT})
    with pytest.raises(GrantExpired):
        ledger.open(EVERYTHING, 3, 60)


def test_epochs_only_rise() -> None:
    """An epoch that was used, or one before it, is not opened again."""
    ledger, _ = opened()
    for epoch in (1, 0):
        with pytest.raises(EpochOver):
            ledger.open(LOOKING, epoch, 60)


def test_a_session_for_looking_makes_no_permit_for_more() -> None:
    """Even a grant that said otherwise opens nothing."""
    with pytest.raises(OnlyLooking):
        opened(EVERYTHING.model_copy(update={"look_only": True}))


def test_control_is_not_opened_without_view() -> None:
    """Even a grant that said otherwise opens nothing."""
    alone = (GrantedScope(scope=Scope.CONTROL, monitors=(), until=NOW + 900),)
    with pytest.raises(GrantMissing):
        opened(SCENE.a_grant(Scope.VIEW, scopes=alone, jti=an_id(6)))


def test_what_acts_on_a_screen_ends_with_view() -> None:
    """Turning view off ends control, files and clipboard in the same moment; the report stays."""
    ledger, _ = opened()
    held = {scope: ledger.permit(scope) for scope in Scope}
    assert ledger.withdraw({Scope.VIEW}) == set(REQUIRES) | {Scope.VIEW}
    assert {scope for scope, permit in held.items() if permit.lives} == {Scope.REPORT}
    assert ledger.closed_channels() == {
        channel for scope in set(Scope) - {Scope.REPORT} for channel in MEANING[scope].channels
    }


def test_control_ends_when_a_question_opens() -> None:
    """Nobody works the mouse while the customer reads."""
    ledger, _ = opened()
    permit = ledger.permit(Scope.CONTROL)
    ledger.question_opens()
    assert not permit.lives
    assert ledger.permit(Scope.VIEW).lives


def test_a_pause_rests_what_is_seen_and_moved_and_time_goes_on() -> None:
    """Screen, pointer and keys rest and come back; files and report do not rest; the end comes nonetheless."""
    ledger, hand = opened()
    held = {scope: ledger.permit(scope) for scope in Scope}
    ledger.pause()
    assert ledger.paused
    assert {scope for scope, permit in held.items() if permit.lives} == {Scope.REPORT, Scope.FILES, Scope.CLIPBOARD}
    for channel in PAUSED_CHANNELS:
        with pytest.raises(Paused):
            ledger.allows(1, 0, channel)
    assert ledger.living() == set(Scope)
    ledger.resume()
    assert all(permit.lives for permit in held.values())
    ledger.pause()
    hand.at += MINUTES * 60
    ledger.resume()
    assert not any(permit.lives for permit in held.values())


def test_messages_go_by_epoch_and_scope() -> None:
    """Only the present epoch, only channels whose scope lives, the aside only from the agent."""
    ledger, _ = opened(LOOKING)
    ledger.allows(1, 0, Channel.SCREEN)
    ledger.allows(1, 1, Channel.CHAT)
    ledger.allows(1, 0, Channel.ASIDE)
    for epoch, direction, channel, error in [
        (0, 0, Channel.SCREEN, EpochOver),
        (2, 0, Channel.SCREEN, EpochOver),
        (1, 1, Channel.POINTER, GrantMissing),
        (1, 1, Channel.ASIDE, GrantMissing),
        (1, 0, 9, GrantMissing),
        (1, 0, -1, GrantMissing),
    ]:
        with pytest.raises(error):
            ledger.allows(epoch, direction, channel)


def test_chat_ends_five_minutes_after_the_last_thing() -> None:
    """As long as anything lives, and five minutes more, whether it ran out or was turned off."""
    ledger, hand = opened()
    assert ledger.chat_left() == MINUTES * 60 + limits.CHAT_SECONDS
    hand.at += 60
    ledger.withdraw(Scope)
    assert ledger.chat_left() == limits.CHAT_SECONDS
    hand.at += limits.CHAT_SECONDS - 1
    ledger.allows(1, 1, Channel.CHAT)
    hand.at += 1
    with pytest.raises(GrantExpired):
        ledger.allows(1, 1, Channel.CHAT)
    ledger.allows(1, 0, Channel.ASIDE)


def test_chat_runs_on_from_where_the_last_grant_ran_out() -> None:
    """Turning off what has run out already does not begin the five minutes again."""
    ledger, hand = opened()
    hand.at += MINUTES * 60 + 200
    ledger.withdraw(Scope)
    assert ledger.chat_left() == limits.CHAT_SECONDS - 200


def test_fresh_keys_for_chat_alone_open_nothing_else() -> None:
    """A new epoch after the last thing ended carries chat to its old end; every permit there was is over."""
    ledger, hand = opened()
    permit = ledger.permit(Scope.VIEW)
    ledger.withdraw(Scope)
    hand.at += 100
    ledger.open_chat(EVERYTHING, 2)
    assert (permit.lives, ledger.living(), ledger.epoch) == (False, set(), 2)
    assert ledger.chat_left() == limits.CHAT_SECONDS - 100
    ledger.allows(2, 1, Channel.CHAT)
    with pytest.raises(EpochOver):
        ledger.open_chat(EVERYTHING, 2)
    ledger.open(LOOKING, 3, 60)
    with pytest.raises(GrantOutOfChain):
        ledger.open_chat(EVERYTHING, 4)


def test_a_yes_that_never_opened_anything_is_over_and_leaves_time_for_goodbye() -> None:
    """Its grant cannot be opened later, and chat lasts five minutes from when it was taken back."""
    hand = Hand()
    ledger = Ledger(hand)
    ledger.taken_back()
    assert (ledger.chat_left(), ledger.goodbye_left()) == (0.0, limits.CHAT_SECONDS)
    ledger.open_chat(EVERYTHING, 1)
    hand.at += limits.CHAT_SECONDS - 1
    assert ledger.chat_left() == 1
    ledger.open(LOOKING, 2, 60)
    with pytest.raises(GrantOutOfChain):
        ledger.open(EVERYTHING, 3, 60)


def test_the_end_ends_all_of_it() -> None:
    """After the end not even a control message, chat or a new grant passes."""
    ledger, _ = opened()
    permit = ledger.permit(Scope.VIEW)
    ledger.withdraw({Scope.REPORT})
    ledger.end()
    assert ledger.ended
    assert not permit.lives
    assert (ledger.living(), ledger.left(Scope.VIEW), ledger.chat_left()) == (set(), 0.0, 0.0)
    for channel in Channel:
        with pytest.raises(SessionOver):
            ledger.allows(1, 0, channel)
    with pytest.raises(SessionOver):
        ledger.permit(Scope.VIEW)
    with pytest.raises(SessionOver):
        ledger.open(LOOKING, 2, 60)


@given(remaining=st.floats(0.1, 2000), moved=st.floats(0, 3000), off=st.sets(st.sampled_from(Scope)))
def test_permits_channels_and_the_living_always_agree(remaining: float, moved: float, off: set[Scope]) -> None:
    """A scope lives exactly when its permit does and its channels are open."""
    ledger, hand = opened(remaining=remaining)
    held = {scope: ledger.permit(scope) for scope in Scope}
    ledger.withdraw(off)
    hand.at += moved
    for scope, permit in held.items():
        assert permit.lives == (scope in ledger.living()) == (ledger.left(scope) > 0)
        for channel in MEANING[scope].channels:
            assert permit.lives == (channel not in ledger.closed_channels())
            if permit.lives:
                ledger.allows(1, 0, channel)
            else:
                with pytest.raises((GrantMissing, GrantExpired)):
                    ledger.allows(1, 0, channel)
