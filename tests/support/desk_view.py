"""A desk without windows, for tests of its core: keeps what would be shown, and answers as a test says."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.check import Began, Page
from agent.desk.core import DeskCore
from agent.desk.live import Live
from agent.desk.view import (
    CheckShown,
    CodeStatus,
    Decision,
    Over,
    Question,
    Rect,
    ReportShown,
    Trouble,
    WrongShown,
)
from consent.scopes import Scope


class FakeView:
    """Shows nothing; `shown` names every call in order. Border and banner "stand" at once unless told otherwise."""

    def __init__(self) -> None:
        self.core: DeskCore | None = None
        self.shown: list[str] = []
        self.check: CheckShown | None = None
        self.asked_for_help = True
        """Whether the check is answered so that there is a code; else a test answers it."""
        self.code = ""
        self.code_ends_in = self.status_seconds = 0.0
        self.status: CodeStatus | None = None
        self.question: Question | None = None
        self.questions: list[Question] = []
        self.question_times: list[tuple[float, int]] = []
        self.live: Live | None = None
        self.over: Over | None = None
        self.wrong: WrongShown | None = None
        self.troubles: list[Trouble] = []
        self.notes: list[str] = []
        self.report: ReportShown | None = None
        self.progress: list[tuple[str, int, int]] = []
        self.failures: list[str] = []
        self.chat: list[tuple[str, str]] = []
        self.has_indicator = True
        self.later: Callable[[Callable[[], None]], None] = lambda call: call()
        """How the indicator calls back: at once, or by a loop of the test's."""

    def show_check(self, shown: CheckShown) -> None:
        """Answer as somebody who asked for help, unless the test answers itself."""
        self.shown.append(f"check: {shown.page}")
        self.check = shown
        if self.asked_for_help and self.core is not None:
            if shown.page is Page.BEGAN:
                self.core.check_began(Began.ASKED)
            else:
                self.core.check_signs(frozenset())

    def show_connecting(self, relay: str) -> None:
        """Note it."""
        self.shown.append(f"connecting {relay}")

    def show_code(self, code: str, ends_in: float) -> None:
        """Keep the code."""
        self.shown.append("code")
        self.code, self.code_ends_in = code, ends_in

    def code_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Keep the status."""
        self.shown.append(f"status {status}")
        self.status, self.status_seconds = status, seconds

    def code_note(self, text: str) -> None:
        """Keep the remark."""
        self.notes.append(text)

    def show_question(self, question: Question) -> None:
        """Keep the question."""
        self.shown.append("question")
        self.question = question
        self.questions.append(question)

    def question_time(self, seconds: float, more_times: int) -> None:
        """Keep it."""
        self.question_times.append((seconds, more_times))

    def close_question(self, why: str) -> None:
        """Forget the question."""
        self.shown.append(f"no question: {why}")
        self.question = None

    def show_live(self, live: Live) -> None:
        """Keep what is live, and let the indicator stand; where nothing is on there is none to stand."""
        self.shown.append("live")
        self.live = live
        core = self.core
        if self.has_indicator and core is not None and live.is_on:
            self.later(lambda: core.indicator_shown(len(live.monitors)))

    def hide_live(self) -> None:
        """Forget what is live."""
        self.shown.append("not live")
        self.live = None

    def chat_said(self, who: str, text: str) -> None:
        """Keep the line."""
        self.chat.append((who, text))

    def report_progress(self, looking: str, number: int, of: int) -> None:
        """Keep it."""
        self.progress.append((looking, number, of))

    def show_report(self, shown: ReportShown) -> None:
        """Keep it."""
        self.shown.append("report")
        self.report = shown

    def report_failed(self, words: str) -> None:
        """Keep it."""
        self.failures.append(words)

    def close_report(self) -> None:
        """Forget it."""
        self.shown.append("no report")
        self.report = None

    def show_over(self, over: Over) -> None:
        """Keep it."""
        self.shown.append("over")
        self.over = over

    def show_wrong(self, shown: WrongShown) -> None:
        """Keep the form."""
        self.shown.append(f"wrong: {shown.state}")
        self.wrong = shown

    def close_wrong(self) -> None:
        """Forget the form."""
        self.shown.append("no wrong")
        self.wrong = None

    def show_trouble(self, trouble: Trouble) -> None:
        """Keep it."""
        self.shown.append(f"trouble {trouble.code}")
        self.troubles.append(trouble)

    def desk_windows(self) -> list[Rect]:
        """Give none."""
        return []

    def close_all(self) -> None:
        """Note it."""
        self.shown.append("closed")

    def yes(self, *scopes: Scope, monitors: tuple[int, ...] = (), minutes: int | None = None) -> None:
        """Allow these things as a customer does, for the asked time."""
        assert self.core is not None
        assert self.question is not None
        chosen = Decision(
            frozenset(scopes),
            monitors,
            minutes or max(self.question.minutes_offered, default=0),
            "yes" if self.question.ask_expected else None,
        )
        self.core.answered(self.question.id, chosen)

    def no(self) -> None:
        """Refuse."""
        assert self.core is not None
        assert self.question is not None
        self.core.answered(self.question.id, Decision(frozenset()))
