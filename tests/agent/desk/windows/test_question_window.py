from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QPushButton, QRadioButton

from agent.desk.language import Language, open_language, speaking
from agent.desk.question_sentences import WHY_WAIT
from agent.desk.view import Asker, Decision, Match, Rect
from agent.desk.windows.window import DeskWindow
from consent.scopes import Scope
from tests.support.pseudo import accented, mirrored
from tests.support.question_scene import ANA, HELP, MET, SCREENS, QuestionScene, a_whole_question, asked
from tests.support.windows_scene import Heard, Spoken

YES = Decision(frozenset({Scope.VIEW}), (1,), 15, "yes")
WAYS: dict[str, Callable[[QuestionScene], object]] = {
    "mouse": lambda scene: scene.presses("Allow"),
    "space": lambda scene: scene.comes_to("Allow").keys(Qt.Key.Key_Space),
    "enter": lambda scene: scene.comes_to("Allow").keys(Qt.Key.Key_Return),
}


@pytest.fixture
def scene(heard: Heard) -> QuestionScene:
    return QuestionScene(heard)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("asker", "seconds"), [(ANA, 2.0), (MET, 2.0), (HELP, 5.0)])
def test_allow_does_nothing_before_the_wait_is_over(
    scene: QuestionScene, asker: Asker, seconds: float, way: str
) -> None:
    """For two seconds, and five at a first meeting, by mouse, Space and Enter (acceptance 7)."""
    scene.asks(a_whole_question(asker=asker)).fills().waits(seconds - 0.01)
    WAYS[way](scene)
    assert scene.answers == []
    scene.fills().waits(0.02)
    WAYS[way](scene)
    assert scene.answers == [YES]


def covered(scene: QuestionScene) -> None:
    scene.is_covered = True
    scene.waits(0.1)
    scene.is_covered = False
    scene.waits(0)


AGAIN: dict[str, Callable[[QuestionScene], object]] = {
    "moved": lambda scene: scene.window.move(scene.window.pos() + QPoint(3, 0)),
    "changed in size": lambda scene: scene.window.resize(scene.window.width(), scene.window.height() - 9),
    "got the focus back": lambda scene: QApplication.sendEvent(scene.window, QEvent(QEvent.Type.ActivationChange)),
    "covered": covered,
    "numbers shown": lambda scene: scene.presses("Show numbers"),
    "another window of ours": lambda scene: scene.places.take("chat", Rect(0, 0, 9, 9), lambda: None),
    "names folded out": lambda scene: scene.presses("Their names"),
    "in another language": lambda scene: scene.asks(a_whole_question(monitors=SCREENS)).fills(),
    "changed": lambda scene: scene.asks(a_whole_question(asked(named="id2"), monitors=SCREENS)).fills(),
}


@pytest.mark.parametrize("way", AGAIN)
def test_the_wait_begins_anew(scene: QuestionScene, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """When the window changed, was moved or covered, or got the focus back (acceptance 8)."""
    scene.asks(a_whole_question(monitors=SCREENS)).fills().waits(60)
    monkeypatch.setattr(scene.window, "isActiveWindow", lambda: True)
    AGAIN[way](scene)
    scene.waits(1.9).presses("Allow")
    assert scene.answers == []
    scene.waits(0.2).presses("Allow")
    assert scene.answers == [YES]


def test_nothing_is_allowed_as_long_as_something_lies_above(scene: QuestionScene) -> None:
    """What is drawn over a question could change what it says; it is told what to do."""
    scene.asks().fills().waits(60)
    scene.is_covered = True
    scene.presses("Allow").waits(60).presses("Allow")
    assert scene.answers == []
    assert scene.missing == "To allow: move away what covers this window."
    QTest.keyClick(scene.box(), Qt.Key.Key_Space)
    assert not scene.box().isChecked()  # keys work, such as those of a keyboard on the screen
    scene.presses("Don")
    assert scene.answers == [Decision(frozenset(), expected="yes")]


KEYS = [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Y]


@pytest.mark.parametrize("key", KEYS)
def test_early_keys_answer_nothing(scene: QuestionScene, key: Qt.Key) -> None:
    """Typed on from what one was doing: no control hears them, not even by Alt and a letter (acceptance 9)."""
    scene.asks()
    for part in (scene.window, scene.button("Allow"), scene.button("Don"), scene.radio("Yes"), scene.box()):
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
            QTest.keyClick(part, key, modifier)
    assert scene.answers == []
    assert not scene.radio("Yes").isChecked()
    assert not scene.box().isChecked()


def test_esc_is_a_no_at_any_time(scene: QuestionScene) -> None:
    """In the first moment and later, and told as such (acceptance 9, 10)."""
    scene.asks().keys(Qt.Key.Key_Escape)
    scene.waits(60).keys(Qt.Key.Key_Escape)
    assert scene.answers == [Decision(frozenset(), how="esc")] * 2


def test_closing_is_a_no(scene: QuestionScene) -> None:
    """Closing the window by any means says no (acceptance 10)."""
    scene.asks().window.close()
    assert scene.answers == [Decision(frozenset(), how="closed")]


@pytest.mark.parametrize("kind", ["first", "later", "more time"])
def test_nothing_is_chosen_and_the_shorter_time_is_set(scene: QuestionScene, kind: str) -> None:
    """No tick, screen or expected answer stands chosen; only the shortest time is (acceptance 11)."""
    scene.asks(a_whole_question(asked(kind, Scope.VIEW, Scope.REPORT, minutes=42), monitors=SCREENS))  # type: ignore[arg-type]
    assert not any(box.isChecked() for box in scene.parts(QCheckBox))
    chosen = [radio.text() for radio in scene.parts(QRadioButton) if radio.isChecked()]
    assert chosen == {"first": ["30 minutes"], "later": [], "more time": ["10 more minutes"]}[kind]


LACKS = [
    ("the wait", "To allow: read this first. It takes a moment.", "Ana Weber asks to see your screen"),
    ("all", "To allow: say if you expected this person, and tick one thing.", "Yes"),
    ("expected", "To allow: say if you expected this person.", "Yes"),
    ("tick", "To allow: tick one thing.", "See my screen"),
    ("screen", "To allow: choose which screen they may see.", "Screen 1"),
]


@pytest.mark.parametrize(("lacking", "line", "where"), LACKS)
def test_an_inert_allow_leads_to_what_is_missing(
    scene: QuestionScene, spoken: Spoken, lacking: str, line: str, where: str
) -> None:
    """The keyboard goes there, and it is said aloud; the line above says it as well (acceptance 12)."""
    scene.asks(a_whole_question(monitors=SCREENS)).waits(1 if lacking == "the wait" else 60)
    if lacking not in {"expected", "all"}:
        scene.radio("Yes").setChecked(True)
    if lacking not in {"tick", "all"}:
        scene.box().setChecked(True)
    if lacking != "screen":
        scene.radio("Screen 1").setChecked(True)
    before = scene.button("Allow").geometry()
    scene.presses("Allow")
    assert scene.answers == []
    assert scene.missing == line
    focused = scene.window.focusWidget()
    assert isinstance(focused, QLabel | QAbstractButton)
    assert focused.text() == where
    assert spoken.said[-1] == line
    allow = scene.button("Allow")
    assert (allow.isEnabled(), allow.geometry()) == (True, before)
    assert allow.accessibleDescription() == line
    assert allow.accessibleName() == f"{allow.text()}. Not ready."


def test_a_whole_yes_is_told_with_all_its_limits(scene: QuestionScene) -> None:
    """Expected, ticked, screen chosen, time chosen: Allow tells exactly that."""
    scene.asks(a_whole_question(monitors=SCREENS)).fills().waits(60)
    scene.radio("Screen 2").setChecked(True)
    scene.radio("30 minutes, as asked").setChecked(True)
    assert scene.missing == "You can allow now."
    assert scene.button("Allow").accessibleName() == "Allow 1 thing for 30 minutes"
    scene.presses("Allow 1 thing for 30 minutes")
    assert scene.answers == [Decision(frozenset({Scope.VIEW}), (2,), 30, "yes")]


def test_more_time_is_allowed_without_a_tick(scene: QuestionScene) -> None:
    """There is nothing to tick: the same things go on for as long as is chosen."""
    scene.asks(a_whole_question(asked("more time", Scope.VIEW, Scope.CONTROL, minutes=42))).waits(60)
    scene.presses("Allow 10 more minutes")
    assert scene.answers == [Decision(frozenset({Scope.VIEW, Scope.CONTROL}), (), 10, None)]


def test_both_answers_look_alike_and_neither_is_a_default(scene: QuestionScene) -> None:
    """One size, font, border and contrast; the no first; no letter and no default for Allow (acceptance 13)."""
    scene.asks().fills().waits(60)
    no, yes = scene.button("Don"), scene.button("Allow")
    assert no.size() == yes.size()
    assert (no.objectName(), no.font(), no.palette(), no.isEnabled()) == (
        yes.objectName(), yes.font(), yes.palette(), yes.isEnabled(),
    )  # fmt: skip
    assert border(no) == border(yes)
    assert not any((no.isDefault(), yes.isDefault(), no.autoDefault(), yes.autoDefault()))
    assert yes.shortcut().isEmpty()
    assert "&" not in yes.text()
    assert (no.y(), no.x()) < (yes.y(), yes.x())


def border(button: QPushButton) -> list[int]:
    """Give the colours from a button's left edge inwards, where no letter stands."""
    seen = button.grab().toImage()
    return [seen.pixel(x, 8) for x in range(12)]


def test_every_other_button_has_a_letter_of_its_own(scene: QuestionScene) -> None:
    """All but Allow can be pressed by Alt and a letter."""
    scene.asks(a_whole_question(monitors=SCREENS)).waits(60)
    letters = {
        part.text(): part.shortcut().toString() for part in scene.parts(QPushButton) if part.objectName() != "plain"
    }
    assert letters.pop("Allow nothing yet") == ""
    assert len(set(letters.values())) == len(letters) == 4
    assert all(letter.startswith("Alt+") for letter in letters.values())


def test_the_keyboard_goes_in_reading_order(scene: QuestionScene) -> None:
    """Heading, who, expected?, why, ticks, screens, how long, kept, names, More time, and the no before the yes."""
    scene.asks(a_whole_question(asked("first", Scope.VIEW, Scope.REPORT), monitors=SCREENS)).waits(60)
    page = scene.window._page
    assert page is not None
    stops, part = [], page.heading
    for _ in range(60):
        if part.isVisibleTo(scene.window) and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(part)
        part = part.nextInFocusChain()  # type: ignore[assignment]  # any widget
        if part is page.heading:
            break
    names = [part.text() if hasattr(part, "text") else part.accessibleName().partition(",")[0] for part in stops]
    assert names[:19] == [
        "Ana Weber asks to see your screen and get a health report", "Ana Weber", "Yes", "No", "Not sure",
        "Why they ask: to fix a fault. “The printer does not print.” (ticket 4711)",
        "See my screen", "Screen 1", "Screen 2", "All", "Show numbers", "Get a health report", "15 minutes",
        "30 minutes, as asked",
        "What is kept: a recording of what you allow, and the chat. It is locked.", "Their names", "More time",
        "Don’t allow", "Allow nothing yet",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["No", "Not sure"])
def test_not_expected_offers_to_stop_and_nothing_else(scene: QuestionScene, spoken: Spoken, answer: str) -> None:
    """In place: stop, the default, or go back; Allow is gone, and comes back only with a "Yes" (acceptance 19)."""
    scene.asks().fills().waits(60)
    scene.radio(answer).setChecked(True)
    scene.waits(60)
    assert [part.text() for part in scene.parts(QPushButton) if part.objectName() != "plain"] == [
        "More time", "Stop here", "Go back",
    ]  # fmt: skip
    assert "Then it is best to stop.\nHang up, and call the firm on a number you find yourself." in scene.text()
    stop = scene.button("Stop here")
    assert (stop.isDefault(), stop.objectName()) == (True, "filled")
    assert spoken.said[-1].startswith("Then it is best to stop.")
    scene.window._press_allow()
    assert scene.answers == []

    scene.presses("Go back").waits(60)
    assert not any(scene.radio(each).isChecked() for each in ("Yes", "No", "Not sure"))
    scene.presses("Allow")
    assert scene.answers == []
    scene.radio("Yes").setChecked(True)
    scene.presses("Allow")
    assert scene.answers == [YES]


def test_stop_here_is_a_no_that_ends_the_session(scene: QuestionScene) -> None:
    """By the mouse, and by Enter, for it is the default (acceptance 19)."""
    scene.asks()
    scene.radio("Not sure").setChecked(True)
    scene.presses("Stop here")
    scene.waits(60).keys(Qt.Key.Key_Return)
    assert scene.answers == [Decision(frozenset(), expected="not sure", how="stop")] * 2


def test_more_time_shows_at_once_and_ends(scene: QuestionScene, heard: Heard, spoken: Spoken) -> None:
    """The press is told; the clock follows what the core says; the eleventh press only says so (acceptance 21)."""
    scene.asks().waits(12)
    assert scene.window._time.text() == "Answer within 4:48. No answer means no."
    scene.presses("More time")
    assert heard.of("more_time") == [("id",)]
    scene.window.stretch(588, 9)
    assert scene.window._time.text() == "Answer within 9:48. No answer means no."
    scene.window.stretch(588, 0)
    scene.presses("More time")
    assert len(heard.of("more_time")) == 1
    assert scene.window._time.text().endswith("You cannot add more time.")
    assert spoken.said[-1] == "You cannot add more time."


def test_time_is_spoken_seldom(scene: QuestionScene, spoken: Spoken) -> None:
    """At five, two and one minute and thirty seconds, once each, however often it is looked at (experience 2.1)."""
    scene.asks()
    scene.window.stretch(400, 9)
    for _ in range(400):
        scene.waits(1)
    assert [said for said in spoken.said if "left to answer" in said] == [
        "5 minutes left to answer.",
        "2 minutes left to answer.",
        "1 minute left to answer.",
        "30 seconds left to answer.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        asked("first", Scope.VIEW, Scope.REPORT, changed=True, named="id2"),
        asked(minutes=60, changed=True, named="id2"),
        asked(changed=True, named="id2", ticket=""),
    ],
    ids=["things", "time", "words"],
)
def test_a_changed_question_clears_every_tick(scene: QuestionScene, spoken: Spoken, change: object) -> None:
    """It stands in the same window, says that it changed, and what was chosen is chosen no more (acceptance 22)."""
    scene.asks().fills().waits(60)
    scene.asks(a_whole_question(change))  # type: ignore[arg-type]  # one of the above
    assert not any(box.isChecked() for box in scene.parts(QCheckBox))
    assert not any(scene.radio(each).isChecked() for each in ("Yes", "No", "Not sure"))
    assert "Ana Weber changed the question. Please read it again." in scene.text()
    assert "Ana Weber changed the question. Please read it again." in spoken.said
    scene.waits(60).presses("Allow")
    assert scene.answers == []


def test_another_person_clears_every_tick(scene: QuestionScene) -> None:
    """Whoever asks now is somebody else (acceptance 22)."""
    scene.asks().fills().waits(60)
    scene.asks(a_whole_question(asked(changed=True, named="id2"), asker=MET)).waits(60).presses("Allow")
    assert scene.answers == []
    assert scene.window.windowTitle() == "Question from Ana, Help Ltd"


TYPED = "Zaphod"
QUESTIONS = {
    "first": asked("first", Scope.VIEW, Scope.REPORT, match=Match.CLOSE, expected=TYPED),
    "first, no match": asked("first", Scope.VIEW, match=Match.NONE, expected=TYPED, ticket=""),
    "changed": asked("first", Scope.REPORT, changed=True, match=Match.MATCH, expected=TYPED),
    "control": asked("later", Scope.CONTROL),
    "control, one minute": asked("later", Scope.CONTROL, minutes_left=1),
    "report": asked("later", Scope.REPORT),
    "files and clipboard": asked("later", Scope.FILES, Scope.CLIPBOARD),
    "more time": asked("more time", Scope.VIEW, Scope.CONTROL, minutes=42),
}


@cache
def spoken_in(code: str) -> Language:
    """Give a language; to make one up takes a second."""
    return {"en-XA": accented, "ar-XB": mirrored}.get(code, lambda: open_language(code))()


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("code", ["en", "de", "es", "en-XA", "ar-XB"])
def test_the_window_says_what_the_notice_says(heard: Heard, code: str, question: str) -> None:
    """Word for word, for each kind of question, in each language (acceptance 23)."""
    with speaking(spoken_in(code)):
        for asker, monitors in ((ANA, SCREENS[:1]), (MET, SCREENS), (HELP, SCREENS)):
            scene = QuestionScene(heard)
            made = a_whole_question(QUESTIONS[question], asker, monitors)
            scene.asks(made)
            assert scene.window._page is not None
            scene.window._page._names.click()
            scene.waits(60).window.stretch(300, 10)
            assert scene.text().replace(TYPED, "…") == made.text()
            scene.window.withdraw()


def test_what_was_put_in_english_stays_english(scene: QuestionScene) -> None:
    """Where a language lacks a sentence the whole window says it in English, whatever is spoken elsewhere."""
    made = a_whole_question()
    with speaking(spoken_in("en-XA")):
        scene.asks(made).fills().waits(60)
        assert scene.missing == "You can allow now."
        assert scene.button("Allow").text() == "Allow 1 thing for 15 minutes"
        scene.radio("No").setChecked(True)
        assert "Then it is best to stop." in scene.text()


def test_help_says_why_it_waits(scene: QuestionScene) -> None:
    """The question mark has the reason (experience 2.1)."""
    assert scene.asks().window.help_lines()[0] == WHY_WAIT.said()
    assert WHY_WAIT.said() == "So that a stray click or key cannot say yes for you."


def test_an_answer_that_the_core_does_not_take_can_be_given_again(scene: QuestionScene) -> None:
    """The window stands until the core takes it away: it never stands there dead."""
    scene.asks().fills().waits(60).presses("Allow").presses("Allow").presses("Don")
    assert scene.answers == [YES, YES, Decision(frozenset(), expected="yes")]
    scene.window.withdraw()
    assert not scene.window.isVisible()
    assert len(scene.answers) == 3


def test_hammering_allows_nothing(scene: QuestionScene) -> None:
    """Mouse, Space and Enter from before the window stands, every 20 ms, while it is moved about: never a yes."""
    for _ in range(40):
        for way in WAYS.values():
            scene.asks() if not scene.window.isVisible() else None
            scene.fills()
            way(scene)
        scene.waits(0.02)
        scene.window.move(scene.window.pos() + QPoint(1, 0))
    for _ in range(99):
        scene.waits(0.019)
        for way in WAYS.values():
            way(scene)
        scene.waits(0.001)
    assert scene.answers == []


def test_a_press_in_the_moment_of_a_change_allows_nothing(scene: QuestionScene) -> None:
    """The press that was meant for the former question comes to the changed one, which waits."""
    scene.asks().fills().waits(60)
    scene.asks(a_whole_question(asked("first", Scope.VIEW, Scope.REPORT, changed=True, named="id2")))
    for way in WAYS.values():
        way(scene)
    assert scene.answers == []


def test_it_is_a_desk_window(scene: QuestionScene) -> None:
    """Its place is masked before it stands there."""
    assert isinstance(scene.asks().window, DeskWindow)
    assert scene.heard.of("windows_moved")


@pytest.mark.parametrize("high", [600, 720, 1080])
def test_a_later_question_begins_below_the_banner(
    scene: QuestionScene, monkeypatch: pytest.MonkeyPatch, high: int
) -> None:
    """Nothing of it lies under what says that something is live; the first one has the whole monitor."""
    room = QRect(0, 0, 1024, high)
    monkeypatch.setattr("agent.desk.windows.window.room_at", lambda _point: room)
    scene.asks(a_whole_question(asked("later", Scope.CONTROL)))
    assert scene.window.geometry().top() >= 60
    assert room.contains(scene.window.geometry())
    scene.window.withdraw()
    scene.asks(a_whole_question(asked("first", Scope.VIEW, Scope.REPORT), monitors=SCREENS))
    assert room.contains(scene.window.geometry())


def test_giving_way_to_another_language_is_no_answer(scene: QuestionScene) -> None:
    """The window that leaves says nothing, and its clock stands still."""
    scene.asks().waits(60)
    scene.window.give_way()
    assert not scene.window.isVisible()
    assert not scene.window._clock.isActive()
    assert scene.answers == []
