"""The code in a terminal: one line to read aloud, who is expected, and how things stand (experience 2.4, 2.10)."""

from __future__ import annotations

from agent.desk.language import as_written, count, mark, say
from agent.desk.ports import Clock
from agent.desk.terminal.talk import Talk
from agent.desk.terminal.time_of_day import time_of_day
from agent.desk.view import CodeStatus, DeskEvents

NEW = "new"
_STATUS = {
    CodeStatus.WAITING: mark("desk.code", "Waiting for your helper."),
    CodeStatus.CHECKING: mark("desk.code", "Someone is using your code. Checking who it is…"),
    CodeStatus.CONNECTED: mark("desk.code", "Nothing is seen. Your helper has to ask you first."),
    CodeStatus.WRONG: mark(
        "terminal",
        "Someone typed a wrong code, so we threw it away. Was it a slip? Type {new} and read the new code.",
    ),
    CodeStatus.RAN_OUT: mark("terminal", "This code ran out. Type {new} for another."),
}


class CodeStep:
    """Shows codes, one after another."""

    def __init__(self, talk: Talk, events: DeskEvents, clock: Clock, relay: str) -> None:
        """Take where to say and ask, whom to tell, the clocks, and the relay's name."""
        self._talk = talk
        self._events = events
        self._clock = clock
        self._relay = relay
        self._has_asked = False
        self._said: CodeStatus | None = None
        self._noted = ""

    def connecting(self) -> None:
        """Say that a code is being fetched."""
        self._talk.forget()
        self._said = CodeStatus.GETTING
        self._talk.say(say("desk.code", "Getting a code from {relay}…", relay=as_written(self._relay)))

    def show(self, code: str, ends_in: float) -> None:
        """Show a code, what it is for, and ask once who is expected."""
        self._talk.forget()
        ends = time_of_day(self._clock, ends_in)
        self._talk.say(
            say("terminal", "Code: {code} (ends {time})", code=as_written(code), time=as_written(ends)),
            say("desk.code", "Read it out one group at a time. Give it only to someone you chose to talk to."),
            say("desk.code", "The code does not let anyone in. It only lets them ask. You decide next."),
        )
        self._said = CodeStatus.WAITING
        if self._has_asked:
            self._talk.say(_STATUS[CodeStatus.WAITING].said())
            return
        self._has_asked = True
        self._talk.say(
            say("desk.code", "While you wait: who do you expect?"), say("desk.code", "We compare it with who turns up.")
        )
        self._talk.ask(say("terminal", "Type a firm or a name, or press Enter to leave it empty:"), self._expected)

    def status(self, status: CodeStatus, seconds: float) -> None:
        """Say how things stand, once for each state."""
        if status is self._said:
            return
        self._said = status
        if status is CodeStatus.NO_LINE:
            self._talk.say(
                count(
                    "desk.code",
                    "No line to {relay}. Trying again in {n} second.",
                    "No line to {relay}. Trying again in {n} seconds.",
                    max(1, round(seconds)),
                    relay=as_written(self._relay),
                )
            )
        elif status in _STATUS:
            self._talk.say(_STATUS[status].said(new=NEW))

    def note(self, text: str) -> None:
        """Say something that ends nothing, once."""
        if text and text != self._noted:
            self._talk.say(text)
        self._noted = text

    def _expected(self, typed: str) -> None:
        self._events.expected(typed.strip())
        self._talk.say(_STATUS[CodeStatus.WAITING].said())
