"""
The question in a terminal: who asks, what, how long, and the one word that allows (experience 2.10).

Words decide, never an empty line. Whatever is not a whole yes in the right order is a no.
"""

from __future__ import annotations

from typing import Literal

from agent.desk import live_words
from agent.desk import question_sentences as sentences
from agent.desk.alarms import Alarms
from agent.desk.language import open_language, say, speaking
from agent.desk.ports import Clock
from agent.desk.terminal.numbers import numbers
from agent.desk.terminal.question_words import (
    ALLOW,
    BACK,
    MORE,
    NO,
    UNSURE,
    YES,
    QuestionWords,
    no_answer_words,
    question_words,
)
from agent.desk.terminal.talk import Answer, Talk
from agent.desk.terminal.time_of_day import time_of_day
from agent.desk.view import Decision, DeskEvents, Question
from consent.scopes import Scope

Expected = Literal["yes", "no", "not sure"]
_EXPECTED: dict[str, Expected] = {YES: "yes", NO: "no", UNSURE: "not sure"}


SPOKEN_SECONDS = (120, 60, 30)
"""What is left to answer when it is told, and only then (experience 2.1); the five minutes stand at the top."""
_ALARM = "terminal question"


class QuestionStep:
    """Asks one question at a time."""

    def __init__(self, talk: Talk, events: DeskEvents, clock: Clock, alarms: Alarms) -> None:
        """Take where to say and ask, whom to tell, the clocks, and the alarms by which the time left is told."""
        self._talk = talk
        self._events = events
        self._clock = clock
        self._alarms = alarms
        self._words: dict[str, QuestionWords] = {}
        self._question: Question | None = None
        self._stands_since = 0.0
        self._expected: Expected | None = None
        self._allowed: frozenset[Scope] = frozenset()
        self._minutes = 0

    def render(self, question: Question) -> str:
        """Give the text that will stand in the terminal: what the notice covers."""
        with speaking(open_language(question.language)):
            words = question_words(question, time_of_day(self._clock, question.answer_within))
        self._words = {question.id: words}
        return words.text()

    @property
    def stands(self) -> bool:
        """Say whether a question waits for its answer."""
        return self._question is not None

    def show(self, question: Question) -> None:
        """Ask it, or ask the changed one in its place: nothing of what was typed before holds."""
        self._talk.forget()
        if self._question is not None:
            self._talk.say(*([question.changed_line] if question.changed_line else []))
        if question.id not in self._words:
            self.render(question)
        self._question = question
        self._remind_in(question.answer_within)
        self._stands_since = self._clock.boot()
        self._expected, self._allowed, self._minutes = None, frozenset(), 0
        words = self._words[question.id]
        self._talk.say(*words.opening)
        if question.ask_expected:
            self._ask(words.expected, self._take_expected)
        else:
            self._ask_things()

    def close(self, why: str) -> None:
        """Take it away; "yes" and "no" were answered here, and the customer knows."""
        if self._question is None:
            return
        self._question = None
        self._talk.forget()
        if why not in {"yes", "no"}:
            self._talk.say(say("terminal", "The question is gone. Nothing was allowed."))

    def time(self, seconds: float, more_times: int) -> None:
        """Say until when an answer counts now, and whether there is more time to be had."""
        if self._question is not None:
            self._remind_in(seconds)
            self._talk.say(no_answer_words(time_of_day(self._clock, seconds), can_extend=more_times > 0))

    def refuse(self, how: Literal["click", "stop"] = "click") -> None:
        """Say no; with "stop" the session ends as well: this is not who was expected."""
        question, self._question = self._question, None
        if question is None:
            return
        self._talk.say(say("terminal", "That is a no. Nothing was allowed."))
        self._events.answered(question.id, Decision(frozenset(), expected=self._expected, how=how))

    def _remind_in(self, left: float) -> None:
        due = next((seconds for seconds in SPOKEN_SECONDS if left > seconds), None)
        if due is None:
            self._alarms.cancel(_ALARM)
        else:
            self._alarms.set(_ALARM, self._clock.boot() + left - due, lambda: self._remind(due))

    def _remind(self, left: int) -> None:
        if self._question is not None:
            self._talk.say(
                say("terminal", "No answer by {time} means no.", time=time_of_day(self._clock, left)),
                live_words.running_out(float(left)),
            )
            self._remind_in(float(left))

    def _ask(self, prompt: str, answer: Answer) -> None:
        def heard(typed: str) -> None:
            question = self._question
            if typed == MORE and question is not None:
                self._events.more_time(question.id)  # and the view is told how long there is now
                self._ask(prompt, answer)
            else:
                answer(typed)

        self._talk.ask(prompt, heard)

    def _take_expected(self, typed: str) -> None:
        question = self._question
        if question is None:
            return
        if typed not in _EXPECTED:
            self._ask(self._words[question.id].expected, self._take_expected)
            return
        self._expected = _EXPECTED[typed]
        if typed == YES:
            self._ask_things()
            return
        self._talk.say(
            sentences.BEST_TO_STOP.said(),
            sentences.HANG_UP.said(),
        )
        self._ask(
            say("terminal", "Press Enter to stop here, or type {back} to go back:", back=BACK), self._best_to_stop
        )

    def _best_to_stop(self, typed: str) -> None:
        question = self._question
        if question is not None and typed == BACK:
            self._ask(self._words[question.id].expected, self._take_expected)
        else:
            self.refuse("stop")

    def _ask_things(self) -> None:
        if self._question is None:
            return
        words = self._words[self._question.id]
        if words.things:
            self._talk.say(*words.things)
            self._ask(words.which, self._take_things)
        else:
            self._allowed = frozenset(self._question.scopes)
            self._ask_minutes()

    def _take_things(self, typed: str) -> None:
        question = self._question
        if question is None:
            return
        chosen = numbers(typed, len(question.items))
        if chosen:
            self._allowed = frozenset(question.items[number - 1].scope for number in chosen)
            self._ask_minutes()
        elif not typed.strip() or typed == NO:
            self.refuse()
        else:
            self._ask(self._words[question.id].which, self._take_things)

    def _ask_minutes(self) -> None:
        if self._question is None:
            return
        words = self._words[self._question.id]
        if words.how_long:
            self._ask(words.how_long, self._take_minutes)
        else:
            self._ask(words.allow, self._take_allow)

    def _take_minutes(self, typed: str) -> None:
        question = self._question
        if question is None:
            return
        offered = {str(minutes): minutes for minutes in question.minutes_offered}
        if typed in offered:
            self._minutes = offered[typed]
            self._ask(self._words[question.id].allow, self._take_allow)
        elif typed == NO:
            self.refuse()
        else:
            self._ask(self._words[question.id].how_long, self._take_minutes)

    def _take_allow(self, typed: str) -> None:
        question = self._question
        if question is None:
            return
        if self._clock.boot() - self._stands_since < question.wait_before_allow:
            # Experience 2.1: nobody has read it yet. What answers so fast is no person.
            self._talk.say(say("terminal", "That came too soon to be read."))
            self.refuse()
            return
        if typed != ALLOW:
            self.refuse()
            return
        self._events.answered(
            question.id,
            Decision(
                allowed=self._allowed, minutes=self._minutes, expected=self._expected if question.ask_expected else None
            ),
        )
        if self._question is question:
            self.refuse()  # it was no whole yes, and nothing stands that could become one
