from pathlib import Path

import pytest

from agent.desk.view import Decision
from agent.pipe.messages import Close, QuestionStands
from consent.fields import DocumentId
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import CancelRequest, ConsentAnswer, GrantEnded, QuestionShown, RequestRefused
from tests.support.desk_scene import DeskScene


def test_a_question_says_who_why_and_how_long(scene: DeskScene) -> None:
    """All that was asked stands in it, and nothing else."""
    scene.paired().asks(Scope.VIEW, Scope.REPORT)
    question = scene.view.question
    assert question is not None
    assert question.heading == "Ana Weber asks to see your screen and get a health report"
    assert [item.scope for item in question.items] == [Scope.VIEW, Scope.REPORT]
    assert question.minutes_offered == (15, 30)
    assert scene.told(QuestionShown)[0].seconds == 300


def test_a_yes_within_the_wait_is_inert(scene: DeskScene) -> None:
    """A stray click or key right after the window appeared allows nothing; the same press later does."""
    scene.paired().asks(Scope.VIEW)
    scene.clock.now += 4.9
    scene.view.yes(Scope.VIEW)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    scene.clock.now += 0.2
    scene.view.yes(Scope.VIEW)
    assert scene.stands(State.GRANTED)


def test_a_moved_window_begins_the_wait_anew(scene: DeskScene) -> None:
    """What was read may have changed places: the time counts from the move."""
    scene.paired().asks(Scope.VIEW)
    scene.clock.now += 10
    scene.core.windows_moved([], lambda: None)
    scene.view.yes(Scope.VIEW)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)


@pytest.mark.parametrize(
    "half",
    [
        Decision(frozenset({Scope.VIEW}), (), 15, "no"),
        Decision(frozenset({Scope.VIEW}), (), 15, "not sure"),
        Decision(frozenset({Scope.VIEW}), (), 15, None),
        Decision(frozenset({Scope.VIEW, Scope.CONTROL}), (), 15, "yes"),
        Decision(frozenset({Scope.VIEW}), (), 60, "yes"),
        Decision(frozenset({Scope.VIEW}), (9,), 15, "yes"),
    ],
)
def test_half_a_yes_is_none(scene: DeskScene, half: Decision) -> None:
    """Without "yes, expected", wider, longer or on other screens than offered, nothing is allowed."""
    scene.paired().asks(Scope.VIEW)
    scene.clock.now += 10
    assert scene.view.question is not None
    scene.core.answered(scene.view.question.id, half)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)


def test_screens_must_be_chosen_where_there_are_two(tmp_path: Path) -> None:
    """With two monitors and none chosen there is no yes; with one chosen the grant names it alone."""
    scene = DeskScene(tmp_path, monitors=2).paired().asks(Scope.VIEW)
    scene.clock.now += 10
    scene.view.yes(Scope.VIEW)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    scene.view.yes(Scope.VIEW, monitors=(2,))
    assert scene.stands(State.GRANTED)


def test_silence_is_a_no_and_more_time_is_time(scene: DeskScene) -> None:
    """After five minutes it is a no; one press adds five more."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    scene.core.more_time(scene.view.question.id)
    scene.wait(599)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    scene.wait(2)
    assert scene.stands(State.NOT_ASKED)
    assert scene.told(ConsentAnswer)[-1].because == "no-answer"


def test_a_changed_question_replaces_the_one_that_stands(scene: DeskScene) -> None:
    """A yes to the former one counts for nothing."""
    scene.paired().asks(Scope.VIEW)
    former = scene.view.question
    scene.asks(Scope.VIEW, Scope.REPORT)
    assert scene.view.question is not former
    assert former is not None
    scene.clock.now += 10
    scene.core.answered(former.id, Decision(frozenset({Scope.VIEW}), (), 15, "yes"))
    assert scene.stands(State.WAITING_FOR_CUSTOMER)


def test_the_technician_takes_a_question_back(scene: DeskScene) -> None:
    """The window goes, and nothing was allowed."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    scene.technician_says(CancelRequest(request=DocumentId(scene.view.question.id)))
    assert scene.view.shown[-1] == "no question: cancelled"
    assert scene.stands(State.NOT_ASKED)


def test_a_question_ends_control_first_and_waits_until_input_has_drained(scene: DeskScene) -> None:
    """Control is closed and written down before the window appears, and not shown before the engine drained."""
    scene.controlling()
    scene.engine.hangs = True
    scene.asks(Scope.FILES)
    assert scene.sent(QuestionStands)[-1].stands
    assert scene.sent(Close)[-1].scopes == [Scope.CONTROL]
    assert scene.view.question is None
    assert not scene.core.under_control


def test_the_end_of_control_is_written_down(scene: DeskScene) -> None:
    """A withdrawal names control, and the technician hears why."""
    scene.controlling().asks(Scope.FILES)
    assert scene.written(ConsentWithdrawal)[-1].scopes == (Scope.CONTROL,)
    assert scene.told(GrantEnded)[-1].because == "question"


def test_an_engine_that_cannot_drain_is_ended(scene: DeskScene) -> None:
    """A question is never shown while injected input may be on its way."""
    scene.controlling()
    scene.engine.hangs = True
    scene.asks(Scope.FILES).wait(3)
    assert scene.engine.kills == 1
    assert len(scene.view.questions) == 2


def test_words_that_were_not_signed_are_refused(scene: DeskScene) -> None:
    """The plain words must be those the signed request commits to."""
    scene.paired()
    message = scene.question(Scope.VIEW).model_copy(update={"reason": "Something else entirely."})
    scene.technician_says(message)
    assert scene.told(RequestRefused)[0].code == "A-120"
    assert scene.view.questions == []


def test_the_same_thing_is_not_asked_a_third_time(scene: DeskScene) -> None:
    """Nagging is no way to a yes."""
    scene.paired()
    for _ in range(2):
        scene.asks(Scope.VIEW)
        scene.view.no()
    scene.asks(Scope.VIEW)
    assert len(scene.view.questions) == 2
    assert scene.told(RequestRefused)


def test_a_later_question_offers_no_time_of_its_own(scene: DeskScene) -> None:
    """Control ends with the rest."""
    scene.viewing().asks(Scope.CONTROL)
    question = scene.view.question
    assert question is not None
    assert (question.kind, question.minutes_offered, question.ask_expected) == ("later", (), False)


def test_nobody_is_asked_for_what_this_program_does_not_do(tmp_path: Path) -> None:
    """Where the report cannot be made, no window offers it, and the technician hears why."""
    scene = DeskScene(tmp_path, can_do=frozenset({Scope.VIEW, Scope.CONTROL}))
    scene.paired().asks(Scope.VIEW, Scope.REPORT)
    assert scene.view.question is None
    assert scene.told(RequestRefused)[0].code == "C-112"
