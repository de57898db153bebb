"""What the windows tell, for as long as there is no core to tell it to."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.check import Began, Sign
from agent.desk.core import DeskCore
from agent.desk.draft import Key
from agent.desk.view import Decision, Rect
from consent.afterwards import Wrong
from consent.scopes import Scope
from protocol.report.pseudonyms import Pseudonym


class LateEvents:
    """What the windows tell, handed on to a core that is made after them."""

    core: DeskCore

    def check_began(self, began: Began) -> None:
        """Hand on."""
        self.core.check_began(began)

    def check_signs(self, signs: frozenset[Sign]) -> None:
        """Hand on."""
        self.core.check_signs(signs)

    def check_back(self) -> None:
        """Hand on."""
        self.core.check_back()

    def check_goes_on(self) -> None:
        """Hand on."""
        self.core.check_goes_on()

    def answered(self, question_id: str, decision: Decision) -> None:
        """Hand on."""
        self.core.answered(question_id, decision)

    def more_time(self, question_id: str) -> None:
        """Hand on."""
        self.core.more_time(question_id)

    def spoken_anew(self) -> None:
        """Hand on."""
        self.core.spoken_anew()

    def new_code(self) -> None:
        """Hand on."""
        self.core.new_code()

    def expected(self, text: str) -> None:
        """Hand on."""
        self.core.expected(text)

    def stop(self, how: str) -> None:
        """Hand on."""
        self.core.stop(how)

    def pause(self) -> None:
        """Hand on."""
        self.core.pause()

    def go_on(self) -> None:
        """Hand on."""
        self.core.go_on()

    def turn_off(self, scope: Scope) -> None:
        """Hand on."""
        self.core.turn_off(scope)

    def say(self, text: str) -> None:
        """Hand on."""
        self.core.say(text)

    def chat_read(self) -> None:
        """Hand on."""
        self.core.chat_read()

    def cross_out(self, keys: list[Key], struck: bool) -> None:  # noqa: FBT001 - crossed out, yes or no
        """Hand on."""
        self.core.cross_out(keys, struck)

    def reveal(self, pseudonym: Pseudonym, revealed: bool) -> None:  # noqa: FBT001 - shown, yes or no
        """Hand on."""
        self.core.reveal(pseudonym, revealed)

    def send_report(self, sha256: str) -> None:
        """Hand on."""
        self.core.send_report(sha256)

    def keep_report(self) -> None:
        """Hand on."""
        self.core.keep_report()

    def more_report_time(self) -> None:
        """Hand on."""
        self.core.more_report_time()

    def save_report(self) -> None:
        """Hand on."""
        self.core.save_report()

    def something_was_wrong(self) -> None:
        """Hand on."""
        self.core.something_was_wrong()

    def complain(self, wrong: frozenset[Wrong], text: str) -> None:
        """Hand on."""
        self.core.complain(wrong, text)

    def keep_complaint(self) -> None:
        """Hand on."""
        self.core.keep_complaint()

    def rated(self, points: int, word: str) -> None:
        """Hand on."""
        self.core.rated(points, word)

    def closed(self, window: str) -> None:
        """Hand on."""
        self.core.closed(window)

    def pressed(self, button: str) -> None:
        """Hand on."""
        self.core.pressed(button)

    def windows_moved(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Hand on."""
        self.core.windows_moved(rects, done)

    def add_time(self) -> None:
        """Hand on."""
        self.core.add_time()

    def let_it_end(self) -> None:
        """Hand on."""
        self.core.let_it_end()

    def banners_at(self, rects: list[Rect], done: Callable[[], None], clocks: list[Rect]) -> None:
        """Hand on."""
        self.core.banners_at(rects, done, clocks)

    def focused(self, has: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Hand on."""
        self.core.focused(has)

    def indicator_shown(self, monitors: int) -> None:
        """Hand on."""
        self.core.indicator_shown(monitors)

    def indicator_failed(self, why: str) -> None:
        """Hand on."""
        self.core.indicator_failed(why)
