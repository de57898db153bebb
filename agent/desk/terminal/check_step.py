"""The check at the start, in a terminal (experience 2.3): both questions, the warning, the full stop."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.check import Began, Page, Sign
from agent.desk.help_lines import said_line
from agent.desk.language import mark, say
from agent.desk.terminal.numbers import numbers
from agent.desk.terminal.talk import Talk
from agent.desk.view import CheckShown, DeskEvents

WRONG_ANSWER_SECONDS = 10.0
CLOSE, BACK, NONE, LOOK, WRONG = "close", "back", "none", "look", "wrong"

BEGAN = {
    Began.ASKED: mark(
        "desk.check", "I asked for help. I called or wrote to them first. (They may have called me back.)"
    ),
    Began.CALLED: mark("desk.check", "They called me or wrote to me."),
    Began.MESSAGE: mark("desk.check", "A message on my screen gave me a number."),
    Began.UNSURE: mark("desk.check", "I am not sure."),
}
SIGNS = {
    Sign.BANK: mark("desk.check", "Log in to your bank, or move money"),
    Sign.CARDS: mark("desk.check", "Buy gift cards or online coins"),
    Sign.SECRECY: mark("desk.check", "Keep this call a secret"),
    Sign.COACHED: mark("desk.check", "Ignore a warning, or pick a certain answer here"),
    Sign.ANOTHER: mark("desk.check", "Add another remote help program"),
}


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
            *(f"  {number}  {text.said()}" for number, text in enumerate(BEGAN.values(), start=1)),
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
        chosen = numbers(typed, len(BEGAN))
        if typed == CLOSE:
            self._events.closed("check")
        elif len(chosen) == 1:
            self._events.check_began(list(BEGAN)[chosen[0] - 1])
        else:
            self._ask_began()

    def _show_signs(self) -> None:
        self._talk.say(
            say("terminal", "Before we start, question {n} of {of}", n=2, of=2),
            say("desk.check", "Has anyone asked you to do any of these today?"),
            *(f"  {number}  {text.said()}" for number, text in enumerate(SIGNS.values(), start=1)),
        )
        self._ask_signs()

    def _ask_signs(self) -> None:
        prompt = say(
            "terminal", "Type the numbers that fit, {none} for none of these, or {back}:", none=NONE, back=BACK
        )
        self._talk.ask(prompt, self._signs)

    def _signs(self, typed: str) -> None:
        chosen = numbers(typed, len(SIGNS))
        if typed == BACK:
            self._events.check_back()
        elif typed == NONE or chosen:
            self._events.check_signs(frozenset(list(SIGNS)[number - 1] for number in chosen))
        else:
            self._ask_signs()

    def _show_unsure(self) -> None:
        self._talk.say(
            say("desk.check", "Are you sure who this is?"),
            say(
                "desk.check",
                "Anyone can say they work for a firm you know. The number on your phone can be fake.",
            ),
            say(
                "desk.check",
                "The safe way: hang up and wait a minute. Then call the firm on a number you find yourself.",
            ),
            say(
                "desk.check",
                "If you go on, they can look at your screen and read a health report. They cannot use your mouse, "
                "your files or what you copy.",
            ),
        )
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
        self._talk.say(
            say("desk.check", "Stop here. This looks like a scam."),
            say("desk.check", "Real helpers do not work like this. Thieves do."),
            say("desk.check", "1  Hang up now. You do not have to say why."),
            say("desk.check", "2  Do not open your bank. Do not type a password."),
            say(
                "desk.check",
                "3  Did you pay, or tell them a password? Call your bank now. Use the number on your card.",
            ),
            say("desk.check", "4  Still need help? Call a number you know, such as one on a bill."),
            *([help_line] if help_line else []),
        )
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
            if self._now() - self._stands_since >= WRONG_ANSWER_SECONDS:
                self._events.check_back()
                return
            self._talk.say(say("terminal", "Read this first. You can go back in some seconds."))
        self._ask_stop()
