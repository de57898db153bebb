"""Something was wrong, and how it was: what is told, when, and what becomes of it."""

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.desk.afterwards import GIVE_UP_SECONDS, HELD, SEND_SECONDS, UNREACHED
from agent.desk.view import Complaint, WrongShown
from consent.afterwards import SessionComplaint, SessionRating, Wrong, verify_afterword
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.scopes import Scope
from protocol import limits, note
from protocol.afterwards import ComplaintWords, RatingWords, Words, open_words
from protocol.errors import AcknowledgementForged, NoHybridWrap, RelayUnreachable
from tests.support.consent_scene import ORIGIN, SESSION
from tests.support.desk_scene import READERS, DeskScene
from tests.support.memory_relay import MemoryLog

MONEY = frozenset({Wrong.MONEY})
OTHER_LOG = note.SigningKey("elsewhere/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.fixture
def over(scene: DeskScene) -> DeskScene:
    """Give a desk whose session is over."""
    scene.viewing().core.stop("button")
    assert scene.view.over is not None
    return scene


def form(scene: DeskScene) -> WrongShown | None:
    """Give the form as it stands; None where there is none."""
    return scene.view.wrong


def read_by(scene: DeskScene, reader: int = 0) -> list[Words]:
    """Read what was handed in as a reader does."""
    seed = hashlib.sha256(READERS[reader].name.encode()).digest()
    return [
        open_words(said.words, SESSION, seed, READERS[reader].reader)
        for _, said in scene.handed_in
        if said.words is not None
    ]


def test_something_was_wrong_holds_the_recording(over: DeskScene) -> None:
    """It goes to the session's own relay, signed with its key, and the last window says what became of it (36)."""
    over.core.something_was_wrong()
    shown = form(over)
    assert shown is not None
    assert (shown.state, shown.wait) == ("open", SEND_SECONDS)
    over.complains(MONEY, "They asked for my card.")

    ((path, said),) = over.handed_in
    assert path == f"/api/complaints/{SESSION}"
    assert over.paired_with is not None
    verify_afterword(said.token, SessionComplaint, over.paired_with.agent_key, session=SESSION, origin=ORIGIN)
    assert (
        read_by(over, 0) == read_by(over, 1) == [ComplaintWords(wrong=(Wrong.MONEY,), text="They asked for my card.")]
    )
    assert form(over) is None
    assert over.view.over is not None
    assert over.view.over.said == HELD.said(organisation="Nordlicht IT")
    assert over.view.over.lines[-1][1] == "You said that something was wrong"


@pytest.mark.parametrize("moved", [False, True])
def test_straight_after_the_form_was_shown_nothing_is_sent(over: DeskScene, moved: bool) -> None:  # noqa: FBT001 - a table
    """The core itself waits, whatever window or terminal told it so soon, and says why (acceptance 7, 8)."""
    over.core.something_was_wrong()
    if moved:
        over.clock.now += 60.0
        over.core.windows_moved([], lambda: None)
    over.core.complain(MONEY, "Card!")
    shown = form(over)
    assert shown is not None
    assert (shown.state, shown.why) == ("failed", "So soon nothing is sent. Read it first, then send it.")
    assert shown.complaint == Complaint(set(MONEY), "Card!")
    over.clock.now += SEND_SECONDS - 0.01
    over.core.complain(MONEY, "Card!")
    assert over.handed_in == []
    over.clock.now += 0.02
    over.core.complain(MONEY, "Card!")
    assert len(over.handed_in) == 1


def test_from_the_banner_it_stops_the_session_first(scene: DeskScene) -> None:
    """Nothing lives any more when the form stands there, whoever forgot to stop it; the last window comes after it."""
    scene.viewing().core.something_was_wrong()
    assert scene.stands(State.ENDED)
    assert [end.reason for end in scene.written(SessionEnd)] == [EndReason.STOPPED]
    assert scene.view.shown[-1] == "wrong: open"
    scene.core.keep_complaint()
    assert scene.view.shown[-2:] == ["no wrong", "over"]
    assert scene.handed_in == []


def test_the_form_is_there_before_the_relay_has_closed_the_recording(scene: DeskScene) -> None:
    """A relay that takes its time, or is gone, keeps nobody from saying it."""
    scene.closes = False
    scene.viewing().core.something_was_wrong()
    scene.complains(frozenset({Wrong.RUDE}), "")
    assert len(scene.handed_in) == 1
    assert "over" not in scene.view.shown
    scene.wait(20)
    assert scene.view.over is not None
    assert scene.view.over.said


@pytest.mark.parametrize("how", ["button", "closed"])
def test_nothing_is_sent_without_send(over: DeskScene, how: str) -> None:
    """Don't send and closing the form send nothing, and what was ticked is kept for another look."""
    over.core.something_was_wrong()
    shown = form(over)
    assert shown is not None
    shown.complaint.wrong.add(Wrong.LOOKED)
    if how == "button":
        over.core.keep_complaint()
    else:
        over.core.closed("wrong")
    assert over.handed_in == []
    assert form(over) is None
    over.core.something_was_wrong()
    again = form(over)
    assert again is not None
    assert again.complaint.wrong == {Wrong.LOOKED}


def test_a_complaint_of_nothing_is_none(over: DeskScene) -> None:
    """With nothing ticked and nothing written there is nothing to send."""
    over.core.something_was_wrong()
    over.complains(frozenset(), "  \n ")
    assert over.handed_in == []


def test_what_cannot_be_sent_says_so_and_is_sent_again_as_it_was(over: DeskScene) -> None:
    """The line is gone: the form stays with its words and says what to do; the same document goes a second time."""
    over.refusal = RelayUnreachable()
    over.core.something_was_wrong()
    over.complains(MONEY, "Card!")
    shown = form(over)
    assert shown is not None
    assert (shown.state, shown.complaint.text) == ("failed", "Card!")
    assert shown.why == UNREACHED.said()
    assert over.view.over is not None
    assert over.view.over.said == ""

    over.refusal = None
    over.complains(MONEY, "Card!")
    first, second = over.handed_in
    assert first == second
    assert form(over) is None
    over.core.something_was_wrong()
    over.complains(MONEY, "Card! And my PIN!")
    assert over.handed_in[2] != second


def test_a_hold_without_a_proof_is_not_believed(over: DeskScene) -> None:
    """A relay that only says so, under another log's key, has locked nothing."""
    over.log = MemoryLog(OTHER_LOG)
    over.core.something_was_wrong()
    over.complains(MONEY, "")
    shown = form(over)
    assert shown is not None
    assert shown.state == "failed"
    assert AcknowledgementForged.words in shown.why


def test_while_it_is_sent_nothing_else_is(over: DeskScene) -> None:
    """A second press sends nothing, and the form stays until there is an answer."""
    over.answers = []
    over.core.something_was_wrong()
    over.complains(MONEY, "")
    over.complains(MONEY, "")
    over.core.keep_complaint()
    shown = form(over)
    assert shown is not None
    assert shown.state == "sending"
    assert len(over.handed_in) == 1
    over.answers.pop()()
    assert form(over) is None


def test_what_was_typed_is_never_too_long_and_never_unwritable(over: DeskScene) -> None:
    """Half a letter from a clipboard, and more than a complaint holds, are cut: no press of Send fails for it."""
    over.core.something_was_wrong()
    over.complains(frozenset(), "\ud83d" + "x" * 5000)
    (words,) = read_by(over)
    assert words.text == "x" * limits.COMPLAINT_TEXT


def test_how_it_was_goes_only_when_close_is_pressed(over: DeskScene) -> None:
    """The word travels sealed beside the points, and the program ends once the relay has it."""
    over.answers = []
    over.core.rated(4, "Kind and quick")
    over.core.closed("over")
    ((path, said),) = over.handed_in
    assert path == f"/api/ratings/{SESSION}"
    assert over.paired_with is not None
    rating = verify_afterword(said.token, SessionRating, over.paired_with.agent_key, session=SESSION, origin=ORIGIN)
    assert rating.points == 4
    assert read_by(over) == [RatingWords(text="Kind and quick")]
    assert over.quits == 0
    over.answers.pop()()
    assert over.quits == 1


def test_points_alone_are_enough(over: DeskScene) -> None:
    """Nobody has to write a word."""
    over.core.rated(1, " ")
    assert over.handed_in[0][1].words is None


def test_a_computer_that_cannot_seal_says_so_or_tells_the_points(
    over: DeskScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old crypto library: a complaint fails in words, a rating goes without its word, and nothing breaks."""

    def cannot(*_: object) -> None:
        raise NoHybridWrap

    monkeypatch.setattr("agent.desk.afterwards.seal_words", cannot)
    over.core.something_was_wrong()
    over.complains(MONEY, "x")
    shown = form(over)
    assert shown is not None
    assert (shown.state, over.handed_in) == ("failed", [])
    over.core.keep_complaint()
    over.core.rated(3, "A word")
    assert [said.words for _, said in over.handed_in] == [None]


def test_closing_without_a_choice_tells_nothing(over: DeskScene) -> None:
    """The program just ends."""
    over.core.closed("over")
    assert (over.handed_in, over.quits) == ([], 1)


def test_a_relay_that_does_not_answer_keeps_no_program_alive(over: DeskScene) -> None:
    """Its windows are closed already; a few seconds later it is gone (acceptance 35)."""
    over.answers = []
    over.core.rated(5, "")
    over.core.closed("over")
    over.wait(GIVE_UP_SECONDS - 0.1)
    assert over.quits == 0
    over.wait(0.2)
    assert over.quits == 1
    over.answers.pop()()
    assert over.quits == 1


@pytest.mark.parametrize("points", [0, 6, -1])
def test_other_points_are_none(over: DeskScene, points: int) -> None:
    """There are one to five."""
    over.core.rated(points, "x")
    assert over.handed_in == []


def test_where_nobody_was_proven_there_is_nobody_to_complain_of(tmp_path: Path) -> None:
    """Before a technician is known no form opens, and nothing is rated."""
    scene = DeskScene(tmp_path).waiting()
    scene.core.something_was_wrong()
    scene.core.rated(5, "")
    assert form(scene) is None
    assert scene.handed_in == []


def test_a_session_in_which_nothing_was_allowed_can_be_complained_of(scene: DeskScene) -> None:
    """They asked about the bank before any yes: no key of a recording is needed to say so."""
    scene.paired().asks(Scope.VIEW)
    scene.core.stop("button")
    scene.core.something_was_wrong()
    scene.complains(MONEY, "Before anything")
    assert [words.text for words in read_by(scene)] == ["Before anything"]


@pytest.mark.parametrize("how", ["Close", "Start again", "closed"])
def test_trouble_that_comes_meanwhile_takes_no_words_away(scene: DeskScene, how: str) -> None:
    """The engine dies while the customer writes: its window closes, the form stays, and the last window follows it."""
    scene.closes = False
    scene.viewing().core.something_was_wrong()
    scene.core.engine_ended(1)
    assert scene.view.shown[-1].startswith("trouble")
    if how == "closed":
        scene.core.closed("trouble")
    else:
        scene.core.pressed(how)
    assert (scene.quits, form(scene) is not None) == (0, True)
    scene.complains(MONEY, "Still here")
    assert [words.text for words in read_by(scene)] == ["Still here"]
    scene.wait(20)
    assert scene.view.over is not None
    scene.core.closed("over")
    assert scene.quits == 1


def test_a_new_code_takes_the_form_away(scene: DeskScene) -> None:
    """Nothing of one session is said of the next."""
    scene.viewing().core.something_was_wrong()
    assert form(scene) is not None
    scene.waiting()
    assert form(scene) is None
