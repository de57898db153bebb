"""The one state table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.errors import IllegalMove
from consent.law import FLOWING, LAW, QUESTION_STANDS, RESTING, TRUTH, Event, State, move

MOVES = [(state, event, to) for state, row in LAW.items() for event, to in row.items()]


def test_every_state_has_its_row_and_its_sentence() -> None:
    """No state is without a law or without words."""
    assert set(LAW) == set(State) == set(TRUTH)
    assert all(sentence.endswith(".") for sentence in TRUTH.values())


def test_every_state_and_event_is_used() -> None:
    """What the table never reaches or never hears would be dead words."""
    assert {to for _, _, to in MOVES} == set(State)
    assert {event for _, event, _ in MOVES} == set(Event)


def test_only_the_customers_yes_leads_to_waiting_for_the_record() -> None:
    """From a state in which nothing is granted, only Accepted leads towards a grant."""
    towards = {State.WAITING_FOR_RECORD, State.WAITING_FOR_RECORD_OF_MORE}
    entered = {(state, event) for state, event, to in MOVES if to in towards and state not in towards}
    assert {event for _, event in entered} == {Event.ACCEPTED}


def test_only_the_record_leads_to_granted_from_nothing() -> None:
    """Granted is reached from a state with nothing live by Recorded alone."""
    nothing_lives = set(State) - FLOWING - RESTING
    assert {(state, event) for state, event, to in MOVES if to is State.GRANTED and state in nothing_lives} == {
        (State.WAITING_FOR_RECORD, Event.RECORDED)
    }
    holding = FLOWING | RESTING
    assert {state for state, _, to in MOVES if to in holding and state not in holding} == {State.WAITING_FOR_RECORD}


def test_silence_and_every_break_are_a_no() -> None:
    """No answer, a question taken back, a lost line and a pause close a question without a yes."""
    for state in QUESTION_STANDS:
        for event in (Event.UNANSWERED, Event.CANCELLED, Event.DECLINED, Event.LINE_LOST):
            to = LAW[state][event]
            assert to not in {State.WAITING_FOR_RECORD, State.WAITING_FOR_RECORD_OF_MORE}
            assert to not in QUESTION_STANDS


def test_stop_and_leaving_end_everything_from_everywhere() -> None:
    """There is no state in which Stop does not stop."""
    for state in set(State) - {State.ENDED}:
        assert LAW[state][Event.STOPPED] is State.ENDED
        assert LAW[state][Event.LEFT] is State.ENDED


def test_what_has_ended_never_begins_again() -> None:
    """The last state has no way out."""
    assert LAW[State.ENDED] == {}


def test_one_question_stands_at_a_time() -> None:
    """While the customer reads a question, no other can be put."""
    assert not any(Event.ASKED in LAW[state] for state in QUESTION_STANDS)


@given(st.lists(st.sampled_from(Event), max_size=40))
def test_no_order_of_events_reaches_granted_without_yes_and_record(events: list[Event]) -> None:
    """Whatever happens in whatever order, what flows was accepted, then recorded, and not ended since."""
    state = State.NOT_ASKED
    accepted = recorded = False
    for event in events:
        try:
            state = move(state, event)
        except IllegalMove:
            assert event not in LAW[state]
            continue
        accepted = accepted or event is Event.ACCEPTED
        recorded = recorded or (accepted and event is Event.RECORDED)
        assert recorded or state not in FLOWING | RESTING


@pytest.mark.parametrize(("state", "event"), [(state, event) for state in State for event in Event])
def test_a_move_that_the_table_does_not_list_raises(state: State, event: Event) -> None:
    """Nothing falls through: each pair is a move or an error."""
    if event in LAW[state]:
        assert move(state, event) is LAW[state][event]
    else:
        with pytest.raises(IllegalMove):
            move(state, event)
