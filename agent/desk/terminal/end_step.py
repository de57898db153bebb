"""The last words in a terminal: it is over, and where the receipt is; or what went wrong, and what can be done."""

from __future__ import annotations

from agent.desk.language import as_written, mark, say
from agent.desk.ports import Clock
from agent.desk.terminal.numbers import numbers
from agent.desk.terminal.talk import Talk
from agent.desk.terminal.time_of_day import time_of_day
from agent.desk.troubles import CLOSE, NEW_CODE, REPORT_ONLY, START_AGAIN, START_OVER, TRY_AGAIN, TRY_NOW, said_of
from agent.desk.version import own_version
from agent.desk.view import SAVE_AGAIN, DeskEvents, Over, Trouble

_WORDS = {
    CLOSE: ("close", mark("terminal", "close: ends the program")),
    NEW_CODE: ("new", mark("terminal", "new: gets a new code")),
    TRY_NOW: ("now", mark("terminal", "now: tries at once")),
    TRY_AGAIN: ("again", mark("terminal", "again: tries again with a new code")),
    START_AGAIN: ("again", mark("terminal", "again: starts again with a new code")),
    START_OVER: ("over", mark("terminal", "over: starts over, after a minute")),
    REPORT_ONLY: ("report", mark("terminal", "report: goes on with the health report only")),
    SAVE_AGAIN: ("save", mark("terminal", "save: tries to save the receipt again")),
}
RATINGS = 5


class EndStep:
    """Says the end. What is typed then is told to the core, or ends the program."""

    def __init__(self, talk: Talk, events: DeskEvents, clock: Clock) -> None:
        """Take where to say and ask, whom to tell, and the clocks."""
        self._talk = talk
        self._events = events
        self._clock = clock
        self._trouble: Trouble | None = None
        self._inert_until = 0.0

    @property
    def had_trouble(self) -> bool:
        """Say whether the last thing that was told is a trouble."""
        return self._trouble is not None

    def over(self, over: Over) -> None:
        """Say that it is over; an unsaved receipt is not thrown away by one line."""
        self._talk.forget()
        self._talk.say(
            say("desk.over", "It is over"),
            *(f"  {as_written(time)}  {line}" for time, line in over.lines),
            *([over.note] if over.note else []),
            *([over.said] if over.said else []),
            say("desk.over", "Nothing of Attended is left running."),
        )
        if over.receipt_path:  # in one piece, however long: it is copied from here
            self._talk.say_lines([say("terminal", "Your receipt: {path}", path=as_written(over.receipt_path))])
        if over.note and over.receipt_path is None:
            self._choose((SAVE_AGAIN, CLOSE))
        elif over.organisation:
            self._ask_rating()
        else:
            self._leave("over")

    def trouble(self, trouble: Trouble) -> None:
        """Say what went wrong, and what can be typed; of one that stands already, what is new of it."""
        before, self._trouble = self._trouble, trouble
        self._inert_until = self._clock.boot() + trouble.inert
        title, text = said_of(trouble)
        if before is not None and before.code == trouble.code and self._talk.asks:
            self._talk.say(text)
            return
        self._talk.forget()
        self._talk.say(
            title,
            *([text] if text else []),
            say(
                "desk.trouble",
                "Code {code}, {time}, version {version}",
                code=as_written(trouble.code),
                time=as_written(time_of_day(self._clock)),
                version=as_written(own_version()),
            ),
        )
        if trouble.buttons == (CLOSE,):
            self._leave("trouble")
        else:
            self._choose(trouble.buttons)

    def forget(self) -> None:
        """Take note that something else goes on."""
        self._trouble = None

    def _choose(self, buttons: tuple[str, ...]) -> None:
        self._talk.say(*(f"  {_WORDS[button][1].said()}" for button in buttons))

        def typed(line: str) -> None:
            pressed = next((button for button in buttons if _WORDS[button][0] == line), None)
            if pressed is not None and (pressed == CLOSE or self._clock.boot() >= self._inert_until):
                self._press(pressed)
                return
            if pressed is not None:
                self._talk.say(say("terminal", "Not yet. Please wait a minute."))
            self._talk.ask(prompt, typed)

        prompt = say("terminal", "Type one of these words:")
        self._talk.ask(prompt, typed)

    def _press(self, button: str) -> None:
        if button == CLOSE:
            self._leave("trouble" if self.had_trouble else "over")
        else:
            self._trouble = None
            self._events.pressed(button)

    def _leave(self, window: str) -> None:
        self._events.closed(window)

    def _ask_rating(self) -> None:
        prompt = say("terminal", "How was it? Type 1 (bad) to 5 (very good), or press Enter to end:")
        self._talk.ask(prompt, self._rated)

    def _rated(self, typed: str) -> None:
        chosen = numbers(typed, RATINGS)
        if typed.strip() and len(chosen) != 1:
            self._ask_rating()
            return
        if chosen:
            self._events.rated(chosen[0], "")
        self._leave("over")
