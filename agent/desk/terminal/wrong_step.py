"""The form "Something was wrong" in a terminal: numbers, words, and `send` or nothing (experience 2.8)."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.help_lines import said_line
from agent.desk.language import mark, say
from agent.desk.terminal.numbers import numbers
from agent.desk.terminal.talk import Answer, Talk
from agent.desk.view import DeskEvents, WrongShown
from consent.afterwards import SCAM, Wrong

SEND = "send"
WRONGS = {
    Wrong.MONEY: mark("desk.wrong", "They asked about my bank or money"),
    Wrong.LOOKED: mark("desk.wrong", "They looked at things they did not need"),
    Wrong.IDENTITY: mark("desk.wrong", "They were not who they said"),
    Wrong.RUDE: mark("desk.wrong", "They were rude or in a hurry"),
    Wrong.OTHER: mark("desk.wrong", "Something else"),
}


class WrongStep:
    """Asks what was wrong, once the core shows the form."""

    def __init__(self, talk: Talk, events: DeskEvents, now: Callable[[], float]) -> None:
        """Take where to say and ask, whom to tell, and a clock in seconds."""
        self._talk = talk
        self._events = events
        self._now = now
        self._shown: WrongShown | None = None
        self._stands_since = 0.0
        self._wrong: frozenset[Wrong] = frozenset()
        self._text = ""
        self._asked: tuple[str, Answer] | None = None

    def show(self, shown: WrongShown) -> None:
        """Ask, or say that it is being sent, or why it could not be."""
        self._shown, self._stands_since, self._asked = shown, self._now(), None
        self._talk.forget()
        if shown.state == "sending":
            return
        if shown.state == "failed":
            self._talk.say(shown.why)
            self._ask_send()
            return
        self._talk.say(
            say("desk.wrong", "What was wrong?"),
            *(f"  {number}  {text.said()}" for number, text in enumerate(WRONGS.values(), start=1)),
        )
        self._ask(say("terminal", "Type the numbers that fit, or press Enter to send nothing:"), self._take_wrong)

    def close(self) -> None:
        """Ask no longer."""
        if self._shown is not None:
            self._shown = self._asked = None
            self._talk.forget()

    def ask_again(self) -> None:
        """Ask what stood here last once more: something else was said, and asked, in between."""
        if self._asked is not None:
            self._talk.ask(*self._asked)

    def _ask(self, prompt: str, answer: Answer) -> None:
        self._asked = prompt, answer
        self._talk.ask(prompt, answer)

    def _take_wrong(self, typed: str) -> None:
        shown = self._shown
        if shown is None:
            return
        chosen = numbers(typed, len(WRONGS))
        if not chosen:
            self._events.keep_complaint()
            return
        self._wrong = frozenset(list(WRONGS)[number - 1] for number in chosen)
        if self._wrong & SCAM:
            self._talk.say(
                say(
                    "desk.wrong",
                    "If you think it was a scam, call your bank now. Use the number on your card.",
                ),
                *([said_line(shown.help_line)] if shown.help_line else []),
            )
        self._ask(say("terminal", "Say it in your own words, or press Enter to leave it out:"), self._take_text)

    def _take_text(self, typed: str) -> None:
        if self._shown is None:
            return
        self._text = typed.strip()
        self._talk.say(
            say(
                "desk.wrong",
                "We lock the recording so nobody can delete it, and send this to the quality team of {organisation}.",
                organisation=self._shown.organisation,
            )
        )
        self._ask_send()

    def _ask_send(self) -> None:
        self._ask(say("terminal", "Type {send} to send it. Anything else sends nothing:", send=SEND), self._take_send)

    def _take_send(self, typed: str) -> None:
        shown = self._shown
        if shown is None:
            return
        if typed != SEND:
            self._events.keep_complaint()
        elif self._now() - self._stands_since < shown.wait:
            self._talk.say(say("terminal", "So soon nothing is sent."))
            self._ask_send()
        else:
            self._events.complain(self._wrong, self._text)
