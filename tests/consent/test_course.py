"""Law and ledger in step: no order of events yields a living permit without the customer's yes and its record."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from consent import limits
from consent.course import Course
from consent.errors import AttendedError, GrantExpired, IllegalMove, NotAYes, QuestionStands
from consent.grant import ConsentGrant
from consent.law import FLOWING, LAW, QUESTION_STANDS, RESTING, Event, State
from consent.permits import Permit
from consent.scopes import LOOKING, Scope
from tests.support.consent_scene import Scene, an_id

SCENE = Scene()
MINUTES = 15
LOOK = SCENE.a_grant(Scope.VIEW, Scope.REPORT)
MORE = SCENE.a_grant(Scope.VIEW, Scope.CONTROL, jti=an_id(201))


class Hand:
    """A clock that goes when it is moved."""

    at = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.at


def granted() -> tuple[Course, Hand]:
    """Ask, accept, record."""
    hand = Hand()
    course = Course(hand)
    course.asked()
    course.accepted(LOOK)
    course.recorded(1, LOOK.seconds)
    return course, hand


def test_nothing_is_allowed_before_the_record() -> None:
    """Asked and accepted make no permit; the record does."""
    course = Course(Hand())
    course.asked()
    course.accepted(LOOK)
    assert (course.state, course.waiting, course.ledger.living()) == (State.WAITING_FOR_RECORD, LOOK, set())
    permits = course.recorded(1, LOOK.seconds)
    assert {permit.scope for permit in permits} == LOOKING
    assert course.state is State.GRANTED
    assert all(permit.lives for permit in permits)


def test_a_record_without_a_yes_opens_nothing() -> None:
    """A relay that acknowledges what nobody accepted is not believed."""
    course = Course(Hand())
    with pytest.raises(IllegalMove):
        course.recorded(1, 900)
    course.asked()
    with pytest.raises(IllegalMove):
        course.recorded(1, 900)
    assert course.ledger.living() == set()


def test_a_record_that_comes_twice_opens_nothing_twice() -> None:
    """A second acknowledgement finds no yes that waits."""
    course, _ = granted()
    with pytest.raises(IllegalMove):
        course.recorded(2, 900)


def test_a_yes_without_a_question_is_none() -> None:
    """Before anything was asked there is nothing to accept."""
    with pytest.raises(IllegalMove):
        Course(Hand()).accepted(LOOK)


def test_one_question_at_a_time() -> None:
    """A second one is refused with its own words."""
    course = Course(Hand())
    course.asked()
    with pytest.raises(QuestionStands):
        course.asked()


@pytest.mark.parametrize("event", [Event.DECLINED, Event.UNANSWERED, Event.CANCELLED])
def test_a_no_leaves_everything_as_it_was_but_control(event: Event) -> None:
    """After a widening question that was refused, view lives on; control had ended with the question."""
    course, _ = granted()
    course.asked()
    course.accepted(MORE)
    course.recorded(2, MORE.seconds)
    course.asked()
    assert course.ledger.living() == {Scope.VIEW}
    course.answered_no(event)
    assert (course.state, course.ledger.living()) == (State.GRANTED, {Scope.VIEW})


def test_only_a_no_is_a_no() -> None:
    """A question cannot be closed by an event that is no answer."""
    course, _ = granted()
    course.asked()
    for event in (Event.RECORDED, Event.PAUSED, Event.WITHDRAWN):
        with pytest.raises(IllegalMove):
            course.answered_no(event)


def test_what_was_turned_off_while_it_waited_stays_off() -> None:
    """A withdrawal acts at once, also on a yes that is still on its way to the record."""
    course = Course(Hand())
    course.asked()
    course.accepted(LOOK)
    course.withdrawn({Scope.REPORT})
    assert [permit.scope for permit in course.recorded(1, LOOK.seconds)] == [Scope.VIEW]


def test_turning_off_all_of_a_waiting_yes_takes_it_back() -> None:
    """An acknowledgement that comes later makes no permit."""
    course = Course(Hand())
    course.asked()
    course.accepted(LOOK)
    course.withdrawn(Scope)
    assert (course.state, course.waiting) == (State.ONLY_CHAT, None)
    with pytest.raises(IllegalMove):
        course.recorded(1, LOOK.seconds)


def test_turning_off_the_last_thing_leaves_only_chat() -> None:
    """Off acts at once; on again only by a new question."""
    course, _ = granted()
    assert course.withdrawn({Scope.VIEW}) == {Scope.VIEW}
    states = [course.state]
    course.withdrawn({Scope.REPORT})
    states.append(course.state)
    course.asked()
    assert [*states, course.state] == [State.GRANTED, State.ONLY_CHAT, State.ASKED_AGAIN]


def test_time_takes_everything_away_and_then_chat() -> None:
    """When the grant ran out only chat is left, and five minutes later nothing."""
    course, hand = granted()
    hand.at += MINUTES * 60
    assert course.tick()
    assert course.state is State.ONLY_CHAT
    assert not course.tick()
    hand.at += limits.CHAT_SECONDS
    assert course.tick()
    assert (course.state, course.ledger.ended) == (State.ENDED, True)


def test_a_question_outlives_the_grant_under_which_it_was_put() -> None:
    """The customer may answer it, but nothing lives meanwhile."""
    course, hand = granted()
    course.asked()
    hand.at += MINUTES * 60
    assert course.tick()
    assert course.state is State.ASKED_AGAIN


def test_a_grant_that_waited_too_long_opens_nothing() -> None:
    """Its time runs while it waits for the record."""
    course = Course(Hand())
    course.asked()
    course.accepted(LOOK)
    with pytest.raises(GrantExpired):
        course.recorded(1, 0)
    assert course.state is State.WAITING_FOR_RECORD
    course.waited_too_long()
    assert (course.state, course.waiting) == (State.ONLY_CHAT, None)


def test_a_yes_taken_back_before_its_record_leaves_chat() -> None:
    """It opens nothing, the two can say goodbye under its keys, and another question may follow."""
    hand = Hand()
    course = Course(hand)
    course.asked()
    course.accepted(LOOK)
    course.withdrawn(LOOK.allows)
    assert (course.state, course.tick()) == (State.ONLY_CHAT, False)
    course.chat_goes_on(LOOK, 1)
    assert (course.ledger.living(), course.ledger.chat_left() > 0) == (set(), True)
    course.asked()
    course.accepted(MORE)
    with pytest.raises(IllegalMove):
        course.chat_goes_on(LOOK, 2)
    course.recorded(2, 60)
    assert course.state is State.GRANTED


def test_more_that_waited_too_long_leaves_the_former_grant_alone() -> None:
    """Giving up a second yes ends nothing that the first one allowed."""
    course, _ = granted()
    course.asked()
    course.accepted(MORE)
    course.waited_too_long()
    assert (course.state, course.waiting, course.ledger.living()) == (State.GRANTED, None, set(LOOKING))
    with pytest.raises(IllegalMove):
        course.waited_too_long()


def test_a_pause_and_a_lost_line_rest_what_is_seen() -> None:
    """After the line is back, fresh keys and going on are needed before anything is seen."""
    course, _ = granted()
    course.paused()
    assert (course.state, course.ledger.paused) == (State.PAUSED, True)
    course.resumed()
    course.line_lost()
    with pytest.raises(IllegalMove):
        course.new_epoch(2, 60)
    course.line_back()
    course.new_epoch(2, 60)
    assert course.ledger.paused
    course.resumed()
    assert course.ledger.permit(Scope.VIEW).lives


def test_a_line_lost_before_the_record_does_not_leave_a_session_resting() -> None:
    """A yes that was recorded once the line was back shows the screen at once."""
    course = Course(Hand())
    course.asked()
    course.accepted(LOOK)
    course.line_lost()
    course.line_back()
    course.recorded(1, LOOK.seconds)
    assert course.ledger.permit(Scope.VIEW).lives


def test_more_that_waited_through_a_pause_is_not_lost() -> None:
    """A pause between yes and record delays what was allowed, and no question is put meanwhile."""
    course, _ = granted()
    course.asked()
    course.accepted(MORE)
    course.paused()
    course.resumed()
    with pytest.raises(QuestionStands):
        course.asked()
    course.recorded(2, MORE.seconds)
    assert (course.state, course.ledger.living()) == (State.GRANTED, {Scope.VIEW, Scope.CONTROL})


def test_fresh_keys_need_a_grant() -> None:
    """No epoch opens where nothing is granted."""
    with pytest.raises(IllegalMove):
        Course(Hand()).new_epoch(1, 900)


def test_a_grant_is_accepted_once() -> None:
    """The same signed yes cannot be used again in the session."""
    course, _ = granted()
    course.asked()
    with pytest.raises(NotAYes):
        course.accepted(LOOK)


@pytest.mark.parametrize("event", [Event.STOPPED, Event.LEFT])
def test_the_end_is_the_end_and_stopping_twice_is_stopping(event: Event) -> None:
    """From anywhere, once or twice; and nothing else ends a session."""
    course, _ = granted()
    permit = course.ledger.permit(Scope.VIEW)
    course.ended(event)
    course.ended(Event.STOPPED)
    assert (course.state, permit.lives) == (State.ENDED, False)
    with pytest.raises(IllegalMove):
        course.ended(Event.RECORDED)


class AnyOrder(RuleBasedStateMachine):
    """Everything that can happen to a session, in any order, beside our own account of what the customer allowed."""

    signed = Bundle("signed")

    def __init__(self) -> None:
        super().__init__()
        self.hand = Hand()
        self.course = Course(self.hand)
        self.held: list[Permit] = []
        self.number = 1000
        self.epoch = 0
        # Our own account: what the customer allowed and did not take back, and whether it was on record.
        self.allowed: set[Scope] = set()
        self.on_record: set[Scope] = set()
        self.ends = 0.0
        self.question = False

    def attempt(self, call: object, *arguments: object) -> bool:
        """Do it; tell whether it could be done."""
        before = self.course.state
        try:
            call(*arguments)  # type: ignore[operator]  # a method of the course
        except AttendedError:
            assert self.course.state is before, "a refused move changed the state"
            return False
        return True

    @initialize(target=signed)
    def an_old_grant(self) -> ConsentGrant:
        """Somebody may try a grant nobody accepted."""
        return LOOK

    @rule()
    def ask(self) -> None:
        """A question is put."""
        if self.attempt(self.course.asked):
            self.on_record.discard(Scope.CONTROL)
            self.question = True

    @rule(target=signed, scopes=st.sets(st.sampled_from(Scope), min_size=1), minutes=st.integers(1, 30))
    def sign(self, scopes: set[Scope], minutes: int) -> ConsentGrant:
        """The desk writes a grant."""
        self.number += 1
        within = scopes if scopes <= LOOKING else scopes | {Scope.VIEW}
        return SCENE.a_grant(*sorted(within), minutes=minutes, jti=an_id(self.number))

    @rule(grant=consumes(signed))
    def accept(self, grant: ConsentGrant) -> None:
        """The customer's yes."""
        if self.attempt(self.course.accepted, grant):
            self.allowed = set(grant.allows)
            self.question = False

    @rule(event=st.sampled_from([Event.DECLINED, Event.UNANSWERED, Event.CANCELLED]))
    def refuse(self, event: Event) -> None:
        """The customer's no, or silence."""
        if self.attempt(self.course.answered_no, event):
            self.question = False

    @rule(share=st.floats(0, 1.5))
    def record(self, share: float) -> None:
        """An acknowledgement comes, honest or not."""
        waiting = self.course.waiting
        remaining = share * (waiting.seconds if waiting else 900)
        self.epoch += 1
        if self.attempt(self.course.recorded, self.epoch, remaining):
            assert waiting is not None, "a permit without a yes"
            self.on_record = self.allowed & waiting.allows
            self.ends = self.hand.at + min(remaining, waiting.seconds)
            self.hold()

    @rule()
    def fresh_keys(self) -> None:
        """A new epoch under the same grant."""
        self.epoch += 1
        if self.attempt(self.course.new_epoch, self.epoch, 1e6):
            self.hold()

    @rule(scopes=st.sets(st.sampled_from(Scope), min_size=1))
    def turn_off(self, scopes: set[Scope]) -> None:
        """The customer turns things off."""
        if self.attempt(self.course.withdrawn, scopes):
            gone = scopes | ({Scope.CONTROL, Scope.FILES, Scope.CLIPBOARD} if Scope.VIEW in scopes else set())
            self.allowed -= gone
            self.on_record -= gone

    @rule(name=st.sampled_from(["paused", "resumed", "line_lost", "line_back", "waited_too_long", "tick"]))
    def happen(self, name: str) -> None:
        """Something happens."""
        self.attempt(getattr(self.course, name))

    @rule(seconds=st.floats(0.1, 1200))
    def wait(self, seconds: float) -> None:
        """Time goes by."""
        self.hand.at += seconds

    @precondition(lambda self: self.epoch > 6)
    @rule(event=st.sampled_from([Event.STOPPED, Event.LEFT]))
    def end(self, event: Event) -> None:
        """Somebody ends it."""
        self.attempt(self.course.ended, event)

    def hold(self) -> None:
        """Keep every permit that can be had, for good."""
        for scope in self.course.ledger.living():
            try:
                self.held.append(self.course.ledger.permit(scope))
            except AttendedError as resting:
                assert resting.code == "C-211"  # noqa: PT017 - a pause is the only reason

    @invariant()
    def what_lives_was_allowed_recorded_and_has_time(self) -> None:
        """No permit lives, and nothing counts as living, beyond the customer's recorded yes."""
        living = self.course.ledger.living() | {permit.scope for permit in self.held if permit.lives}
        assert living <= self.on_record
        assert not living or self.hand.at < self.ends
        assert not living or self.course.state in FLOWING | RESTING

    @invariant()
    def nothing_acts_while_it_must_not(self) -> None:
        """Nothing is seen in a pause or without a line; nobody controls while a question stands."""
        acting = {permit.scope for permit in self.held if permit.lives}
        if self.course.state in RESTING:
            assert not acting & {Scope.VIEW, Scope.CONTROL}
        if self.course.state in QUESTION_STANDS:
            assert Scope.CONTROL not in acting
        if self.course.state is State.ENDED:
            assert not acting

    @invariant()
    def law_and_ledger_say_the_same(self) -> None:
        """The ledger rests exactly when the law says so, and a yes waits only where it can still be recorded."""
        assert self.course.ledger.paused == (self.course.state in RESTING)
        assert self.course.ledger.ended == (self.course.state is State.ENDED)
        if self.course.waiting is not None:
            assert Event.RECORDED in LAW[self.course.state] or self.course.state is State.LINE_LOST
        else:
            assert self.course.state not in {State.WAITING_FOR_RECORD, State.WAITING_FOR_RECORD_OF_MORE}


TestAnyOrder = pytest.mark.timeout(900)(AnyOrder.TestCase)
