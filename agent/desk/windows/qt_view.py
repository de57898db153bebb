"""The desk's windows as one view: what the core has shown, and what the windows tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from agent.desk.check import Page
from agent.desk.language import language, open_language, use
from agent.desk.troubles import CLOSE
from agent.desk.view import CodeStatus
from agent.desk.windows.calm import Covers
from agent.desk.windows.chat_window import ChatWindow
from agent.desk.windows.check_windows import CheckWindow, WarningWindow
from agent.desk.windows.code_window import CodeWindow
from agent.desk.windows.end_windows import OverWindow
from agent.desk.windows.indicator import Indicator, OnTop
from agent.desk.windows.pictures import Mark, mark
from agent.desk.windows.places import Places
from agent.desk.windows.question_window import QuestionWindow
from agent.desk.windows.report_window import ReportWindow
from agent.desk.windows.roles import tell_roles
from agent.desk.windows.sounds import PlaySound, Sound, silence
from agent.desk.windows.trouble_window import TroubleWindow
from agent.desk.windows.window import DeskWindow
from agent.desk.windows.wrong_window import WrongWindow
from consent.scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.desk.live import Live
    from agent.desk.view import (
        CheckShown,
        DeskEvents,
        Over,
        Question,
        Rect,
        ReportShown,
        Trouble,
        WrongShown,
    )
    from agent.desk.windows.banner import Banner
    from agent.desk.windows.lists import Keyboard


AnyWindow = TypeVar("AnyWindow", bound=DeskWindow)
Last = OverWindow | TroubleWindow | WarningWindow
"""One of the windows that stand alone, one at a time: an end, a trouble, a warning of the check."""


class QtView:
    """
    The `DeskView` of a computer with a screen. It needs a running QApplication.

    `on_top` says whether windows are covered; without it frame and banner are raised again and again.
    `sound` plays one of the desk's three sounds; without it all is silent.
    `covered` says whether anything but windows of ours lies above a part of one; a question's Allow waits then.
    """

    def __init__(
        self,
        events: DeskEvents,
        on_top: OnTop = lambda _windows: False,
        keyboard: Keyboard | None = None,
        covered: Covers = lambda _window, _ours: False,
        sound: PlaySound = silence,
    ) -> None:
        tell_roles()
        self._events = events
        self._places = Places(events)
        self._covered = covered
        self._sound = sound
        self._is_live = False
        QGuiApplication.setWindowIcon(mark(Mark.IDLE))
        self._make()
        self._indicator = Indicator(self._places, events.banners_at, on_top, keyboard)
        self._indicator.shown.connect(events.indicator_shown)
        self._indicator.failed.connect(events.indicator_failed)
        self._indicator.banner_made.connect(self._wire_banner)
        self._indicator.lists.off_pressed.connect(lambda scope: events.turn_off(Scope(scope)))
        self._indicator.lists.add_pressed.connect(events.add_time)
        self._indicator.lists.wrong_pressed.connect(events.something_was_wrong)
        self._indicator.gone.connect(self._banner_gone)
        self._over: Over | None = None
        self._last: Last | None = None
        self._make_last: Callable[[], Last] | None = None
        self._wrong: WrongWindow | None = None
        self._make_wrong: Callable[[], WrongWindow] | None = None

    def show_check(self, shown: CheckShown) -> None:
        """Show a page of the check: a question, or a warning in its place."""
        if self._last is not None:
            self._last.leave()
            self._last = None
        if shown.page in {Page.BEGAN, Page.SIGNS}:
            self._check.show_page(shown)
            return
        self._check.leave()

        def made() -> WarningWindow:
            window = WarningWindow(self._places, shown)
            window.pressed.connect(self._events.check_back if shown.page is Page.STOP else self._events.check_goes_on)
            window.closed_by_customer.connect(self._events.closed)
            return window

        self._stand_last(made)

    def show_connecting(self, relay: str) -> None:
        """Show the code window, saying that a code is being fetched."""
        self._leave_check()
        self._code.connecting(relay)
        if not self._code.isVisible():
            self._code.appear()

    def show_code(self, code: str, ends_in: float) -> None:
        """Show a code that ends in so many seconds."""
        self._leave_check()
        self._code.show_code(code, ends_in)
        if not self._code.isVisible():
            self._code.appear()

    def code_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """Set the code window's status line."""
        self._code.show_status(status, seconds)
        if status is CodeStatus.CONNECTED and not self._code.isVisible():
            self._code.appear()

    def code_note(self, text: str) -> None:
        """Show a remark below the code's status."""
        self._code.show_note(text)

    def show_question(self, question: Question) -> None:
        """Show a question; the code has done its work."""
        self._code.leave()
        self._question.ask(question)

    def question_time(self, seconds: float, more_times: int) -> None:
        """Set what is left to answer the question that stands."""
        self._question.stretch(seconds, more_times)

    def close_question(self, _why: str) -> None:
        """Take the question away."""
        self._question.withdraw()

    def show_live(self, live: Live) -> None:
        """Show border and banner on every monitor."""
        self._code.leave()
        self._indicator.show_live(live)
        self._tell_live(live.is_on, Mark.PAUSED if live.pause is not None else Mark.LIVE if live.is_on else Mark.IDLE)

    def hide_live(self) -> None:
        """Take the border away; the banner says for a moment that it is over."""
        self._indicator.hide()
        self._tell_live(False, Mark.OVER)

    def each_second(self, call: Callable[[], None]) -> None:
        """Have something done as the banner counts a second: the desk then wakes once for both."""
        self._indicator.counted.connect(call)

    def visit_banner(self) -> None:
        """Give the banner the keyboard, or give it back."""
        self._indicator.visit()

    def chat_said(self, who: str, text: str) -> None:
        """Add one line to the chat; it never takes focus."""
        self._chat.add(who, text)
        if self._chat.isVisible():
            self._events.chat_read()

    def report_progress(self, looking: str, number: int, of: int) -> None:
        """Show which section of the health report is looked at."""
        self._report.progress(looking, number, of)

    def show_report(self, shown: ReportShown) -> None:
        """Show the health report before it leaves."""
        self._report.show_report(shown)

    def report_failed(self, words: str) -> None:
        """Say in the chat's window, which stays, that there is no report."""
        self._chat.add("Attended", words)
        self._chat.appear()

    def close_report(self) -> None:
        """Take the health report away."""
        self._report.withdraw()

    def show_over(self, over: Over) -> None:
        """Say that it is over, once the banner has said so for its moment, and what went wrong has been read."""
        if self._indicator.lingers or self._reads_trouble():
            self._over = over
        else:
            self._stand_over(over)

    def _banner_gone(self) -> None:
        if not self._reads_trouble():
            self._stand_waiting()

    def _reads_trouble(self) -> bool:
        return isinstance(self._last, TroubleWindow) and self._last.isVisible()

    def _stand_waiting(self) -> bool:
        """Show the last window if it waits; say whether it did."""
        over, self._over = self._over, None
        if over is not None:
            self._stand_over(over)
        return over is not None

    def _trouble_pressed(self, button: str) -> None:
        if button == CLOSE and self._last is not None:
            self._last.leave()  # where the end is still being written down, the last window follows
        if button != CLOSE or not self._stand_waiting():
            self._events.pressed(button)

    def _trouble_closed(self, window: str) -> None:
        if not self._stand_waiting():
            self._events.closed(window)

    def _stand_over(self, over: Over) -> None:
        self._leave_all()

        def made() -> OverWindow:
            window = OverWindow(self._places, over)
            window.pressed.connect(self._events.pressed)
            window.rated.connect(self._events.rated)
            window.was_wrong.connect(self._events.something_was_wrong)
            # The receipt is a page for any browser; this program shows none itself (experience 2.1).
            window.shows_receipt.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
            window.closed_by_customer.connect(self._events.closed)
            return window

        self._stand_last(made)

    def show_wrong(self, shown: WrongShown) -> None:
        """Show the form "Something was wrong" in place of the last window, or bring it up to date."""
        self._over = None
        if isinstance(self._last, OverWindow):
            self._last.leave()
            self._last = None

        def made() -> WrongWindow:
            window = WrongWindow(self._places, shown)
            window.sends.connect(self._events.complain)
            window.keeps.connect(self._events.keep_complaint)
            window.closed_by_customer.connect(self._events.closed)
            return window

        self._make_wrong = made
        if self._wrong is not None and self._wrong.isVisible():
            self._wrong.show_wrong(shown)
            return
        self._wrong = self._known(made())
        self._wrong.appear()

    def close_wrong(self) -> None:
        """Take that form away."""
        if self._wrong is not None:
            self._wrong.leave()
            self._wrong = None

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what went wrong; what stands there already is brought up to date, and takes no focus again."""
        if isinstance(self._last, TroubleWindow) and self._last.isVisible() and self._last.trouble.code == trouble.code:
            self._last.again(trouble)
            return
        self._over = None
        self._leave_all()

        def made() -> TroubleWindow:
            window = TroubleWindow(self._places, trouble)
            window.pressed.connect(self._trouble_pressed)
            window.closed_by_customer.connect(self._trouble_closed)
            return window

        self._stand_last(made)

    def desk_windows(self) -> list[Rect]:
        """Say where our windows are; border and banner are not among them."""
        return self._places.rects()

    def close_all(self) -> None:
        """Close every window."""
        self._over = None
        self.close_wrong()
        self._indicator.clear()
        self._leave_all()

    def _leave_check(self) -> None:
        self._check.leave()
        if isinstance(self._last, WarningWindow | TroubleWindow):
            self._last.leave()
            self._last = None

    def _stand_last(self, make: Callable[[], Last]) -> None:
        self._make_last = make
        self._last = self._known(make())
        self._last.appear()

    def _leave_all(self) -> None:
        self._question.withdraw()
        self._report.withdraw()
        for window in (self._check, self._code, self._chat, self._last):
            if window is not None:
                window.leave()
        self._last = None

    def _make(self) -> None:
        """Make the windows that stay, whether they stand or not, in the language of now."""
        events = self._events
        QGuiApplication.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if language().right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self._check = self._known(CheckWindow(self._places))
        self._check.began.connect(events.check_began)
        self._check.signs.connect(events.check_signs)
        self._check.went_back.connect(events.check_back)
        self._check.closed_by_customer.connect(events.closed)
        self._code = self._known(CodeWindow(self._places))
        self._code.new_code_pressed.connect(events.new_code)
        self._code.expects.connect(events.expected)
        self._code.closed_by_customer.connect(events.closed)
        self._question = self._known(QuestionWindow(self._places, lambda window: self._covered(window, _ours())))
        self._question.answered.connect(events.answered)
        self._question.wants_time.connect(events.more_time)
        self._chat = self._known(ChatWindow(self._places))
        self._chat.said.connect(events.say)
        self._chat.placed.connect(events.chat_read)
        self._report = self._known(ReportWindow(self._places))
        self._report.crossed_out.connect(events.cross_out)
        self._report.reveals.connect(events.reveal)
        self._report.sends.connect(events.send_report)
        self._report.keeps.connect(events.keep_report)
        self._report.wants_time.connect(events.more_report_time)
        self._report.saves.connect(events.save_report)
        self._report.closed_by_customer.connect(events.closed)

    def _known(self, window: AnyWindow) -> AnyWindow:
        """Take a window that was made among those whose language can be changed from any of them."""
        window.language_chosen.connect(self._speak)
        if window.comes_unasked:
            window.arrived.connect(lambda: self._sound(Sound.KNOCK))
        return window

    def _tell_live(self, is_live: bool, shown: Mark) -> None:  # noqa: FBT001 - live, yes or no
        """Let it be heard when something begins to be live, and ends; the program's mark shows it as well."""
        QGuiApplication.setWindowIcon(mark(shown))
        if is_live != self._is_live:
            self._is_live = is_live
            self._sound(Sound.RISE if is_live else Sound.FALL)

    def _speak(self, code: str) -> None:
        """Speak another language: every window is made anew, shows what it showed, and stands where it stood."""
        use(open_language(code))
        check, code_window, chat = self._check, self._code, self._chat
        former = (check, code_window, self._question, chat, self._report)
        self._make()
        for new, old in zip((self._check, self._code, self._question, self._chat, self._report), former, strict=True):
            _replace(new, old)
        self._check.take_over(check)
        self._code.take_over(code_window)
        self._chat.take_over(chat)
        self._code.appear_again()
        self._chat.appear_again()
        if self._last is not None and self._make_last is not None:
            old_last, self._last = self._last, self._known(self._make_last())
            _replace(self._last, old_last)
            self._last.appear_again()
        if self._wrong is not None and self._make_wrong is not None:
            old_wrong, self._wrong = self._wrong, self._known(self._make_wrong())
            _replace(self._wrong, old_wrong)
            self._wrong.appear_again()
        self._indicator.make_anew()
        # What asks is put into words by the core; it and the report are shown by it once more.
        self._events.spoken_anew()

    def _open_chat(self) -> None:
        self._chat.appear()

    def _wire_banner(self, banner: Banner) -> None:
        banner.stop_pressed.connect(self._events.stop)
        banner.pause_pressed.connect(self._events.pause)
        banner.go_on_pressed.connect(self._events.go_on)
        banner.add_pressed.connect(self._events.add_time)
        banner.let_end_pressed.connect(self._events.let_it_end)
        banner.chat_pressed.connect(self._open_chat)


def _replace(new: DeskWindow, former: DeskWindow) -> None:
    """Have a window stand for a former one, which leaves when it stands there, or at once if it is not shown."""
    seen = former.hand_over()
    if seen is not None:
        new.stand_for(seen)
    if seen is not former:
        former.give_way()


def _ours() -> list[int]:
    """Name the windows of this program that stand, by the display's numbers."""
    return [int(window.winId()) for window in QGuiApplication.topLevelWindows() if window.isVisible()]
