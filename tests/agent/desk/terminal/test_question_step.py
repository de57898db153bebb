"""The question in a terminal: what is a whole yes, and that everything else is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.desk.terminal.question_step import QuestionStep
from agent.desk.view import Decision, Question
from consent.scopes import Scope
from tests.support.terminal_scene import TerminalScene, a_question


class Asked(TerminalScene):
    """A question, shown; the core takes it away once it is answered."""

    def __init__(self, question: Question | None = None) -> None:
        super().__init__()
        self.step = QuestionStep(self.talk, self.core, self.clock, self.alarms)
        self.core.on["answered"] = lambda _id, decision: self.step.close("yes" if decision.allowed else "no")
        self.question = question or a_question()
        self.step.render(self.question)
        self.step.show(self.question)

    def answer(self, *lines: str) -> Decision | None:
        """Type answers, one after the other; give what the core was told."""
        for line in lines:
            self.types(line)
        told = [values[1] for name, values in self.told if name == "answered"]
        assert len(told) <= 1
        return told[0] if told else None  # type: ignore[return-value]  # the second value is the decision


def test_the_words_in_their_order_are_a_yes() -> None:
    """Expected, what, how long, and the one word (acceptance 12, 38)."""
    scene = Asked()
    assert scene.answer("yes", "1", "15") is None
    scene.wait(2.0)
    assert scene.answer("allow") == Decision(frozenset({Scope.REPORT}), minutes=15, expected="yes")


@pytest.mark.parametrize(
    "typed",
    [
        "yes",
        "Allow",
        "Allow ",
        " allow",
        "allow ",
        "ALLOW",
        "",
        " ",
        "y",
        "ok",
        "1",
        "allow 1",
        "al\x1blow",
        "allow\x1b",
    ],
)
def test_nothing_but_the_word_allows(typed: str) -> None:
    """At the last prompt everything else is a no (acceptance 38)."""
    scene = Asked()
    scene.answer("yes", "1", "15")
    scene.wait(10)
    decision = scene.answer(typed)
    assert decision is not None
    assert decision.allowed == frozenset()
    assert not scene.step.stands


@pytest.mark.parametrize("wait", [2.0, 5.0])
def test_the_word_too_early_is_a_no(wait: float) -> None:
    """Two seconds, five at a first meeting: nobody has read it before (acceptance 7)."""
    early, late = (Asked(replace(a_question(), wait_before_allow=wait)) for _ in range(2))
    for scene, waited in ((early, wait - 0.1), (late, wait)):
        scene.answer("yes", "1", "15")
        scene.wait(waited)
        scene.types("allow")
    told = [dict(scene.told)["answered"][1] for scene in (early, late)]
    assert [decision.allowed for decision in told] == [frozenset(), frozenset({Scope.REPORT})]  # type: ignore[attr-defined]


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_not_the_expected_person_never_leads_to_a_yes(answer: str) -> None:
    """Only going back to "yes" does (acceptance 19)."""
    scene = Asked()
    scene.wait(10)
    scene.said()
    assert "Then it is best to stop." in scene.types(answer)
    decision = scene.answer("allow")
    assert decision == Decision(frozenset(), expected="no" if answer == "no" else "not sure", how="stop")
    again = Asked()
    again.wait(10)
    decision = again.answer(answer, "back", "yes", "1", "15", "allow")
    assert decision is not None
    assert decision.allowed == {Scope.REPORT}


@pytest.mark.parametrize(
    "lines",
    [("",), ("allow",), ("Yes",), ("yes", "2"), ("yes", "allow"), ("yes", "yes"), ("yes", "1", ""), ("yes", "1", "20"),
     ("yes", "1", "allow")],
)  # fmt: skip
def test_what_fits_no_prompt_is_asked_again(lines: tuple[str, ...]) -> None:
    """Nothing is chosen beforehand, and an empty line chooses nothing (acceptance 11)."""
    scene = Asked()
    scene.wait(10)
    assert scene.answer(*lines) is None
    assert scene.talk.asks


def test_enter_for_none_and_the_word_no_are_a_no() -> None:
    """At the numbers and at the time."""
    for lines in (("yes", ""), ("yes", "no"), ("yes", "1", "no")):
        scene = Asked()
        scene.wait(10)
        decision = scene.answer(*lines)
        assert decision is not None
        assert not decision.allowed


def test_a_changed_question_clears_everything() -> None:
    """It says so, and begins at its first prompt (acceptance 8, 22)."""
    scene = Asked()
    scene.wait(10)
    scene.answer("yes", "1", "15")
    changed = replace(a_question(), id="q2", changed_line="Ana Weber changed the question. Please read it again.")
    scene.step.render(changed)
    scene.step.show(changed)
    said = scene.said()
    assert "changed the question" in said
    assert "Is this who you expected?" in said
    assert scene.answer("allow") is None


def test_more_gives_time_and_says_until_when() -> None:
    """At any prompt; the core says how long there is now (acceptance 21)."""
    scene = Asked()
    scene.core.on["more_time"] = lambda _id: scene.step.time(600.0, 9)
    said = scene.types("more")
    assert ("more_time", ("q1",)) in scene.told
    assert "No answer by" in said
    assert said.endswith("Type yes, no or unsure:")
    scene.core.on["more_time"] = lambda _id: scene.step.time(600.0, 0)
    assert "Type more" not in scene.types("more")


def test_the_time_left_is_told_three_times_and_no_more() -> None:
    """At two minutes, one, and half of one; what was typed by then is dropped and asked for again (acceptance 21)."""
    scene = Asked()
    scene.types("yes")
    scene.said()
    told = []
    for _ in range(30):
        scene.wait(10)
        told.append(scene.said())
    assert [" minute" in said or " second" in said for said in told].count(True) == 3
    assert "2 minutes left." in told[17]
    assert "1 minute left." in told[23]
    assert "30 seconds left." in told[26]
    assert told[26].endswith("Type the numbers you allow, or press Enter for none:")
    assert scene.answer("1", "15", "allow") is not None


def test_a_question_that_went_away_is_said_to_be_gone() -> None:
    """It was taken back, or out of time; what is typed then answers nothing (acceptance 10)."""
    scene = Asked()
    scene.wait(10)
    scene.answer("yes", "1", "15")
    scene.said()
    scene.step.close("no answer")
    assert "The question is gone. Nothing was allowed." in scene.said()
    assert scene.answer("allow") is None


def test_more_time_for_what_lives_is_allowed_as_a_whole() -> None:
    """There is nothing to tick; the word is the same."""
    longer = replace(
        a_question(), kind="more time", items=(), scopes=(Scope.REPORT,), ask_expected=False, minutes_offered=(10,)
    )
    scene = Asked(longer)
    scene.wait(10)
    assert scene.answer("10", "allow") == Decision(frozenset({Scope.REPORT}), minutes=10)


def test_an_answer_that_the_core_does_not_take_leaves_nothing_standing() -> None:
    """Where it still stands after the word, it is refused."""
    scene = Asked()
    scene.core.on["answered"] = lambda _id, decision: None
    scene.answer("yes", "1", "15")
    scene.wait(10)
    scene.types("allow")
    assert [bool(values[1].allowed) for name, values in scene.told if name == "answered"] == [True, False]  # type: ignore[attr-defined]
    assert not scene.step.stands
