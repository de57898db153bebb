from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.desk.check import Began
from agent.desk.language import speaking
from agent.desk.view import CodeStatus, Decision
from agent.pipe.messages import Close, Drained, QuestionStands
from consent.ending import EndReason, SessionEnd
from consent.fields import DocumentId
from consent.grant import ConsentGrant
from consent.jws import SigningKey, sign
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import CancelRequest, ConsentAnswer, GrantEnded, QuestionShown, RequestRefused
from tests.support.consent_scene import DAY, DIRECTORY_KEY, NOW, ORGANISATION_KEY, an_entry
from tests.support.desk_scene import DeskScene
from tests.support.pseudo import accented


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
    assert scene.view.shown[-2:] == ["no question: cancelled", "status connected"]
    assert scene.stands(State.NOT_ASKED)


def test_a_new_code_ends_nothing_that_is_allowed(scene: DeskScene) -> None:
    """Its button is not there then; in the terminal the word may be typed by mistake."""
    scene.viewing()
    scene.core.new_code()
    assert scene.stands(State.GRANTED)
    assert not scene.written(SessionEnd)


@pytest.mark.parametrize("how", ["no", "closed", "silence"])
def test_after_a_no_to_the_first_question_the_desk_says_how_things_stand(scene: DeskScene, how: str) -> None:
    """No window would stand else, with somebody there who may ask again; its New code ends that in order."""
    scene.paired().asks(Scope.VIEW)
    if how == "no":
        assert scene.view.question is not None
        scene.core.answered(scene.view.question.id, Decision(frozenset()))
    elif how == "closed":
        scene.core.closed("question")
    else:
        scene.wait(301)
    assert scene.view.shown[-1] == "status connected"
    scene.core.new_code()
    scene.wait(0)
    assert scene.written(SessionEnd)
    assert scene.shows(CodeStatus.GETTING)


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


def test_more_time_adds_five_minutes_ten_times(scene: DeskScene) -> None:
    """The window's clock and the technician's follow at once, and the eleventh press adds nothing (acceptance 21)."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    for press in range(1, 12):
        scene.core.more_time(scene.view.question.id)
        pressed = min(press, 10)
        assert scene.told(QuestionShown)[-1].seconds == 300 + 300 * pressed
        assert scene.view.question_times[-1] == (300 + 300 * pressed, 10 - pressed)
    assert len(scene.view.question_times) == 10
    scene.wait(3299)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    scene.wait(2)
    assert scene.stands(State.NOT_ASKED)


@pytest.mark.parametrize("scopes", [(Scope.VIEW, Scope.CONTROL), (Scope.CONTROL,)])
def test_control_is_never_in_the_first_question(scene: DeskScene, scopes: tuple[Scope, ...]) -> None:
    """It is asked for alone, while view is live; no window opens before (acceptance 15)."""
    scene.paired().asks(*scopes)
    assert scene.view.questions == []
    assert scene.told(RequestRefused)
    scene.asks(Scope.VIEW).says_yes(Scope.VIEW).asks(Scope.CONTROL)
    assert [item.scope for item in scene.view.questions[-1].items] == [Scope.CONTROL]


def test_control_is_not_asked_for_while_view_rests(scene: DeskScene) -> None:
    """Nobody allows a hand on a screen that is not shown (acceptance 15)."""
    scene.viewing().core.pause()
    scene.asks(Scope.CONTROL)
    assert len(scene.view.questions) == 1
    assert scene.told(RequestRefused)


OTHER = SigningKey.from_seed(bytes(range(32)))


@pytest.mark.parametrize(
    ("claims", "signer"),
    [
        ({"exp": NOW - 900}, DIRECTORY_KEY),
        ({"iat": NOW - 3 * DAY, "exp": NOW - 2 * DAY}, DIRECTORY_KEY),
        ({"trained_until": "2020-01-01"}, DIRECTORY_KEY),
        ({}, OTHER),
        ({"iss": OTHER.verify_key.thumbprint}, OTHER),
        ({}, ORGANISATION_KEY),
        ({"domain": "elsewhere.example"}, DIRECTORY_KEY),
    ],
    ids=[
        "outdated",
        "withdrawn, so not renewed",
        "training over",
        "badly signed",
        "withdrawn key",
        "wrong key",
        "else",
    ],
)
def test_a_technician_who_cannot_be_believed_asks_nothing(
    scene: DeskScene, claims: dict[str, Any], signer: SigningKey
) -> None:
    """An outdated, withdrawn or badly signed entry opens no question, whatever is sent (acceptance 20)."""
    scene.entry = sign(an_entry(**claims), signer)
    scene.paired()
    scene.asks(Scope.VIEW)
    assert scene.view.questions == []
    assert scene.view.troubles


@pytest.mark.parametrize(
    ("how", "because", "story"),
    [
        ("click", "customer", "It was not allowed."),
        ("esc", "closed", "You pressed Esc, so it was a no."),
        ("closed", "closed", "You closed the question, so it was a no."),
    ],
)
def test_each_no_is_recorded_as_it_came_about(scene: DeskScene, how: Any, because: str, story: str) -> None:  # noqa: ANN401 - a literal of the port
    """Esc, closing and a plain no are told apart to the technician and in the story (acceptance 10)."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    scene.core.answered(scene.view.question.id, Decision(frozenset(), how=how))
    assert scene.told(ConsentAnswer)[-1].because == because
    assert stories(scene)[-1] == f"Ana Weber asked to see your screen. {story}"
    assert scene.stands(State.NOT_ASKED)


def test_time_out_and_log_out_are_recorded_as_such(scene: DeskScene) -> None:
    """Silence is a no by silence; a desk whose display went away says that it failed (acceptance 10)."""
    scene.paired().asks(Scope.VIEW).wait(301)
    assert scene.told(ConsentAnswer)[-1].because == "no-answer"
    assert stories(scene)[-1].endswith("Nobody answered, so it was a no.")
    scene.asks(Scope.VIEW)
    scene.core.windows_gone(scene.view, "The windows went away")
    assert scene.written(SessionEnd)[-1].reason is EndReason.FAILED
    assert any(told.endswith("It ended before an answer, so it was a no.") for told in stories(scene))
    assert scene.written(ConsentGrant) == []


def test_stop_here_is_a_no_and_ends_the_session(scene: DeskScene) -> None:
    """Whoever did not expect this person is rid of them with one press (acceptance 19)."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    scene.core.answered(scene.view.question.id, Decision(frozenset(), expected="no", how="stop"))
    assert scene.told(ConsentAnswer)[-1].allowed == ()
    assert scene.written(SessionEnd)[-1].reason is EndReason.STOPPED
    assert "You did not expect this person, so you stopped." in stories(scene)


def test_what_was_taken_back_was_asked_all_the_same(scene: DeskScene) -> None:
    """Nobody is nagged by a question that comes and goes (acceptance 16)."""
    scene.paired()
    for _ in range(3):
        scene.asks(Scope.VIEW)
        if scene.view.question is not None:
            scene.technician_says(CancelRequest(request=DocumentId(scene.view.question.id)))
    assert len(scene.view.questions) == 2
    assert scene.told(RequestRefused)


def test_a_changed_question_says_that_it_changed(scene: DeskScene) -> None:
    """In its own words, which the notice covers; one that replaces none does not (acceptance 22)."""
    scene.paired().asks(Scope.VIEW).asks(Scope.VIEW, Scope.REPORT)
    first, second = scene.view.questions
    assert first.changed_line == ""
    assert second.changed_line == "Ana Weber changed the question. Please read it again."
    assert second.changed_line in second.text()


def test_what_the_customer_typed_never_leaves(scene: DeskScene) -> None:
    """Neither to the engine, nor to the technician, the relay or the receipt, in any message (acceptance 18)."""
    scene.waiting().core.expected("Zaphod of the bank")
    scene.arrives().proven().asks(Scope.VIEW)
    assert scene.view.question is not None
    assert "Zaphod of the bank" in scene.view.question.who_lines[3]
    scene.says_yes(Scope.VIEW)
    assert scene.stands(State.GRANTED)
    scene.core.stop("button")
    everything = [*scene.engine.heard, *scene.to_technician, *scene.to_relay, *scene.documents]
    said = "\n".join(message.model_dump_json() for message in everything)
    assert '"none"' in said or '\\"none\\"' in said
    kept = [path.read_bytes() for path in scene.receipts.rglob("*") if path.is_file()]
    assert kept
    assert "Zaphod" not in said
    assert not any(b"Zaphod" in held for held in kept)


def test_more_time_is_for_the_same_screens(tmp_path: Path) -> None:
    """Nothing else changes: not the screens, and no longer than was chosen (experience 2.6)."""
    scene = DeskScene(tmp_path, monitors=2).paired().asks(Scope.VIEW).says_yes(Scope.VIEW, monitors=(2,), minutes=15)
    scene.wait(300).asks(Scope.VIEW, minutes=40)
    question = scene.view.question
    assert question is not None
    assert (question.kind, question.minutes_offered) == ("more time", (10, 30))
    assert question.items == ()
    scene.wait(100).says_yes(Scope.VIEW, minutes=10)
    grant = scene.written(ConsentGrant)[-1]
    view = grant.granted(Scope.VIEW)
    assert view is not None
    assert view.monitors == (2,)
    left = view.until - grant.iat
    assert 15 * 60 + 10 * 60 - 402 <= left <= 15 * 60 + 10 * 60 - 402 + 60


def test_a_later_yes_ends_with_the_rest_however_long_was_asked(scene: DeskScene) -> None:
    """Such a question names no time, so it gives none of its own."""
    scene.viewing().wait(600).asks(Scope.REPORT, minutes=60).says_yes(Scope.REPORT)
    grant = scene.written(ConsentGrant)[-1]
    report, view = grant.granted(Scope.REPORT), grant.granted(Scope.VIEW)
    assert report is not None
    assert view is not None
    assert report.until <= view.until + 60


def test_a_yes_to_what_was_to_end_with_the_rest_comes_too_late(scene: DeskScene) -> None:
    """When the rest has ended while it was read, it is a no, and breaks nothing."""
    scene.paired().asks(Scope.VIEW, minutes=10).says_yes(Scope.VIEW)
    scene.wait(400).asks(Scope.CONTROL)
    scene.wait(250).view.yes(Scope.CONTROL)
    assert scene.view.question is None
    assert scene.view.troubles == []
    assert scene.told(ConsentAnswer)[-1].because == "failed"
    assert len(scene.written(ConsentGrant)) == 1


def test_another_language_turns_no_later_question_into_a_first_one(scene: DeskScene) -> None:
    """View first: when the rest has ended, mouse and keyboard are not offered together with seeing the screen."""
    scene.paired().asks(Scope.VIEW, minutes=10).says_yes(Scope.VIEW)
    scene.wait(400).asks(Scope.VIEW, Scope.CONTROL).wait(250)
    assert scene.stands(State.ASKED_AGAIN)
    with speaking(accented()):
        scene.core.spoken_anew()
    assert scene.view.question is None
    assert scene.told(ConsentAnswer)[-1].because == "failed"
    assert scene.stands(State.ONLY_CHAT)


def test_a_later_question_is_not_shown_when_the_rest_ended_while_input_drained(scene: DeskScene) -> None:
    """It could only be shown as a first one, which it was not."""
    scene.paired().asks(Scope.VIEW, minutes=10).says_yes(Scope.VIEW)
    scene.wait(599)
    scene.engine.hangs = True
    scene.asks(Scope.CONTROL).wait(1.5)
    scene.engine.hangs = False
    shown = len(scene.view.questions)
    scene.engine.tell(Drained())
    assert len(scene.view.questions) == shown
    assert scene.view.troubles == []
    assert scene.stands(State.ONLY_CHAT)


def test_a_standing_question_follows_the_language(scene: DeskScene) -> None:
    """It is put anew, to be read anew: the notice is what stood there at last, and its language is told."""
    scene.paired().asks(Scope.VIEW).wait(10)
    with speaking(accented()):
        scene.core.spoken_anew()
    question = scene.view.question
    assert question is not None
    assert question.id == scene.view.questions[0].id
    assert question.language == "en-XA"
    assert scene.view.question_times == [(290.0, 10)]
    scene.view.yes(Scope.VIEW)
    assert scene.stands(State.WAITING_FOR_CUSTOMER)
    scene.says_yes(Scope.VIEW)
    assert scene.stands(State.GRANTED)


def stories(scene: DeskScene) -> list[str]:
    """Give what the last window would tell."""
    session = scene.core._desk.session
    return [told for _, told in session.story] if session is not None else []


def test_where_looking_is_all_no_more_of_it_is_asked_for(scene: DeskScene) -> None:
    """A quarter of an hour in all: it is what the question offers, and neither more time nor another comes after it."""
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.check_began(Began.CALLED)
    scene.core.check_signs(frozenset())
    scene.core.check_goes_on()
    scene.paired().asks(Scope.VIEW, minutes=60)
    assert scene.view.question is not None
    assert scene.view.question.minutes_offered == (15,)
    scene.says_yes(Scope.VIEW).wait(300)
    scene.asks(Scope.VIEW, minutes=30)
    scene.core.turn_off(Scope.VIEW)
    scene.asks(Scope.VIEW, minutes=30)
    assert [question.minutes_offered for question in scene.view.questions] == [(15,), (10,)]
    scene.says_yes(Scope.VIEW).core.turn_off(Scope.VIEW)
    scene.wait(601).asks(Scope.VIEW)
    assert len(scene.view.questions) == 2
    assert scene.view.troubles == []
