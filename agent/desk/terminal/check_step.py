"""The check at the start, in a terminal (experience 2.3): both questions, the warning, the full stop."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk import check_sentences as sentences
from agent.desk.check import Page
from agent.desk.help_lines import said_line
from agent.desk.language import say
from agent.desk.terminal.numbers import numbers
from agent.desk.terminal.talk import Talk
from agent.desk.view import CheckShown, DeskEvents

CLOSE, BACK, NONE, LOOK, WRONG = "close", "back", "none", "look", "wrong"


class CheckStep:
    """Shows the page that the core names, and tells it what is typed."""

    def __init__(self, talk: Talk, events: DeskEvents, now: Callable[[], float]) -> None:
        """Take where to say and ask, whom to tell, and a clock in seconds."""
        self._talk = talk
        self._events = events
        self._now = now
        self._stands_since = 0.0

    def show(self, shown: CheckShown) -> None:
        """Show a page."""
        self._stands_since = self._now()
        match shown.page:
            case Page.BEGAN:
                self._show_began()
            case Page.SIGNS:
                self._show_signs()
            case Page.UNSURE:
                self._show_unsure()
            case Page.STOP:
                self._show_stop(said_line(shown.help_line))
            case Page.PASSED:
                return

    def _show_began(self) -> None:
        self._talk.say(
            say("terminal", "Before we start, question {n} of {of}", n=1, of=2),
            say("desk.check", "Nobody can see your screen yet. Two short questions keep you safe."),
            say("desk.check", "How did this start?"),
            *(f"  {number}  {text.said()}" for number, text in enumerate(sentences.BEGAN.values(), start=1)),
            say(
                "desk.check",
                "Choose for yourself. If someone tells you which answer to pick, that is a sign of a scam.",
            ),
        )
        self._ask_began()

    def _ask_began(self) -> None:
        prompt = say("terminal", "Type the number that fits, or {close}:", close=CLOSE)
        self._talk.ask(prompt, self._began)

    def _began(self, typed: str) -> None:
        chosen = numbers(typed, len(sentences.BEGAN))
        if typed == CLOSE:
            self._events.closed("check")
        elif len(chosen) == 1:
            self._events.check_began(list(sentences.BEGAN)[chosen[0] - 1])
        else:
            self._ask_began()

    def _show_signs(self) -> None:
        self._talk.say(
            say("terminal", "Before we start, question {n} of {of}", n=2, of=2),
            say("desk.check", "Has anyone asked you to do any of these today?"),
            *(f"  {number}  {text.said()}" for number, text in enumerate(sentences.SIGNS.values(), start=1)),
        )
        self._ask_signs()

    def _ask_signs(self) -> None:
        prompt = say(
            "terminal", "Type the numbers that fit, {none} for none of these, or {back}:", none=NONE, back=BACK
        )
        self._talk.ask(prompt, self._signs)

    def _signs(self, typed: str) -> None:
        chosen = numbers(typed, len(sentences.SIGNS))
        if typed == BACK:
            self._events.check_back()
        elif typed == NONE or chosen:
            self._events.check_signs(frozenset(list(sentences.SIGNS)[number - 1] for number in chosen))
        else:
            self._ask_signs()

    def _show_unsure(self) -> None:
        self._talk.say(*sentences.unsure())
        self._ask_unsure()

    def _ask_unsure(self) -> None:
        prompt = say(
            "terminal",
            "Type {close} to end here and call back, or {look} to go on, looking only:",
            close=CLOSE,
            look=LOOK,
        )
        self._talk.ask(prompt, self._unsure)

    def _unsure(self, typed: str) -> None:
        if typed == CLOSE:
            self._events.closed("check")
        elif typed == LOOK:
            self._events.check_goes_on()
        else:
            self._ask_unsure()

    def _show_stop(self, help_line: str) -> None:
        self._talk.say(*sentences.stop(help_line))
        self._ask_stop()

    def _ask_stop(self) -> None:
        prompt = say(
            "terminal", "Type {close} to end here, or {wrong} if you picked the wrong answer:", close=CLOSE, wrong=WRONG
        )
        self._talk.ask(prompt, self._stop)

    def _stop(self, typed: str) -> None:
        if typed == CLOSE:
            self._events.closed("check")
            return
        if typed == WRONG:
            if self._now() - self._stands_since >= sentences.WRONG_ANSWER_SECONDS:
                self._events.check_back()
                return
            self._talk.say(say("terminal", "Read this first. You can go back in some seconds."))
        self._ask_stop()
