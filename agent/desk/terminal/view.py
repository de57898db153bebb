"""The desk in a terminal, as one view: what the core has shown, and what is typed (experience 2.10)."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.alarms import Alarms
from agent.desk.language import as_written, say
from agent.desk.live import Live
from agent.desk.ports import Clock
from agent.desk.terminal.check_step import CheckStep
from agent.desk.terminal.code_step import NEW, CodeStep
from agent.desk.terminal.end_step import EndStep
from agent.desk.terminal.live_step import HELP, MORE, OFF, STOP, LiveStep
from agent.desk.terminal.person import Terminal
from agent.desk.terminal.question_step import QuestionStep
from agent.desk.terminal.report_step import ReportStep
from agent.desk.terminal.talk import Talk
from agent.desk.terminal.time_of_day import time_of_day
from agent.desk.terminal.wrong_step import WrongStep
from agent.desk.view import (
    CheckShown,
    CodeStatus,
    DeskEvents,
    Over,
    Question,
    Rect,
    ReportShown,
    Trouble,
    WrongShown,
)
from consent.scopes import Scope

SAY, CLOSE, WRONG = "say", "close", "wrong"


class TerminalView:
    """The `DeskView` of a computer without a screen. What is typed while nothing is asked are the words of `help`."""

    def __init__(
        self,
        terminal: Terminal,
        events: DeskEvents,
        *,
        clock: Clock,
        alarms: Alarms,
        relay: str,
        drop: Callable[[], None],
        soon: Callable[[Callable[[], None]], None],
        stop: Callable[[], None],
    ) -> None:
        """
        Take the terminal, whom to tell, clocks and alarms, and the relay's name.

        `drop` throws typed-ahead input away; `soon` calls something once what runs now has ended; `stop` stops
        everything, or ends the program where nobody is connected.
        """
        self._events = events
        self._clock = clock
        self._soon = soon
        self._stop = stop
        self.talk = Talk(terminal, drop, self._command)
        self._check = CheckStep(self.talk, events, clock.boot)
        self._code = CodeStep(self.talk, events, clock, relay)
        self._question = QuestionStep(self.talk, events, clock, alarms)
        self._live = LiveStep(self.talk, clock, alarms)
        self._report = ReportStep(self.talk, events, clock.boot, lambda: terminal.size)
        self._wrong = WrongStep(self.talk, events, clock.boot)
        self._end = EndStep(self.talk, events, clock)

    def rendered(self, question: Question) -> str:
        """Give a question's text as it will stand here."""
        return self._question.render(question)

    @property
    def had_trouble(self) -> bool:
        """Say whether the last thing that was told is a trouble."""
        return self._end.had_trouble

    def heard(self, line: str) -> None:
        """Take a typed line. The word that stops does so whatever is asked."""
        if line.strip() == STOP:
            self._stop()
        else:
            self.talk.heard(line)

    # What the core has shown

    def show_check(self, shown: CheckShown) -> None:
        """Ask a question of the check, or warn."""
        self._check.show(shown)

    def show_connecting(self, _relay: str) -> None:
        """Say that a code is being fetched."""
        self._end.forget()
        self._code.connecting()

    def show_code(self, code: str, ends_in: float) -> None:
        """Say a code."""
        self._end.forget()
        self._code.show(code, ends_in)

    def code_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Say how things stand."""
        self._code.status(status, seconds)

    def code_note(self, text: str) -> None:
        """Say a remark."""
        self._code.note(text)

    def show_question(self, question: Question) -> None:
        """Ask a question."""
        self._question.show(question)

    def question_time(self, seconds: float, more_times: int) -> None:
        """Say until when an answer counts now."""
        self._question.time(seconds, more_times)

    def close_question(self, why: str) -> None:
        """Take the question away."""
        self._question.close(why)

    def show_live(self, live: Live) -> None:
        """Say what is on. That line is the sign of it here: it stands when it is written."""
        self._live.show(live)
        if live.is_on:
            self._soon(lambda: self._events.indicator_shown(0))

    def hide_live(self) -> None:
        """Say that nothing is on any more."""
        self._live.hide()

    def chat_said(self, who: str, text: str) -> None:
        """Say a line of the chat. It stands in the terminal, so it counts as read."""
        at = as_written(time_of_day(self._clock))
        self.talk.say(say("terminal", "Chat {time} {who}: {text}", time=at, who=who, text=text))
        self._soon(self._events.chat_read)

    def report_progress(self, looking: str, number: int, of: int) -> None:
        """Say which section of the health report is looked at."""
        self._report.progress(looking, number, of)

    def show_report(self, shown: ReportShown) -> None:
        """Have the report read."""
        self._report.show(shown)

    def report_failed(self, words: str) -> None:
        """Say that there is no report."""
        self._report.failed(words)

    def close_report(self) -> None:
        """Take the report away."""
        self._report.close()

    def show_over(self, over: Over) -> None:
        """Say that it is over."""
        self._soon(lambda: self._end.over(over))

    def show_wrong(self, shown: WrongShown) -> None:
        """Ask what was wrong."""
        self._soon(lambda: self._wrong.show(shown))

    def close_wrong(self) -> None:
        """Ask no longer what was wrong."""
        self._wrong.close()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what went wrong."""
        self._soon(lambda: self._trouble(trouble))

    def _trouble(self, trouble: Trouble) -> None:
        self._end.trouble(trouble)
        self._wrong.ask_again()  # what the customer writes comes first: the core takes no other word meanwhile

    def desk_windows(self) -> list[Rect]:
        """Give none: there is no window."""
        return []

    def close_all(self) -> None:
        """Ask nothing any more."""
        self.talk.forget()

    # What is typed while nothing is asked

    def _command(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        match word:
            case "":
                return
            case "say" if rest.strip():
                self._events.say(rest.strip())
            case "off":
                self._events.turn_off(Scope.REPORT)
            case "more":
                self._events.add_time()
            case "new":
                self._events.new_code()
            case "wrong":
                self._events.something_was_wrong()
            case "close":
                self._events.closed("code")
            case _:
                self._help()

    def _help(self) -> None:
        self.talk.say(
            say("terminal", "{stop}: stops everything at once; so do Ctrl+C, Ctrl+D and Esc three times", stop=STOP),
            say("terminal", "{say} WORDS: says something to your helper", say=SAY),
            say("terminal", "{off}: ends the health report alone", off=OFF),
            say("terminal", "{more}: gives ten more minutes", more=MORE),
            say("terminal", "{new}: throws the code away and gets another", new=NEW),
            say("terminal", "{wrong}: stops, and tells the quality team what was wrong", wrong=WRONG),
            say("terminal", "{close}: ends the program", close=CLOSE),
            say("terminal", "{help}: says all this", help=HELP),
        )
