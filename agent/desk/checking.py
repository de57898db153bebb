"""The check's part of the core: shows its pages, takes its answers, and lets a code be asked for or not."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.check import Began, Check, Page, Sign
from agent.desk.desk import Desk
from agent.desk.help_lines import help_line
from agent.desk.view import CheckShown, Match
from protocol import limits
from protocol.messages.aside import Answer, AsideCheck


class Checking:
    """Stands before everything else: until it has passed, nothing is said to any relay."""

    def __init__(self, desk: Desk, passed: Callable[[], None]) -> None:
        """Take what the parts share; `passed` is called once there may be a code."""
        self._desk = desk
        self._passed = passed

    @property
    def has_passed(self) -> bool:
        """Say whether there may be a code."""
        return self._desk.check.page is Page.PASSED

    def begin(self) -> None:
        """Show where the check stands, or go on where it has passed."""
        check, outside = self._desk.check, self._desk.outside
        if check.page is Page.PASSED:
            self._passed()
        else:
            self._desk.view.show_check(CheckShown(check.page, check.began, help_line(outside.country)))

    def began(self, began: Began) -> None:
        """Take the answer to "How did this start?"."""
        self._take(lambda check: check.start(began))

    def signs(self, signs: frozenset[Sign]) -> None:
        """Take what is ticked of "Has anyone asked you"; nothing for "none of these"."""
        self._take(lambda check: check.signs(signs))

    def back(self) -> None:
        """Go back to the first question."""
        self._take(Check.back)

    def goes_on(self) -> None:
        """Go on in spite of the warning, looking only."""
        self._take(Check.go_on_looking)

    def _take(self, answer: Callable[[Check], None]) -> None:
        if not self.has_passed:  # else a second press of the button that passed it: what has begun does not begin anew
            answer(self._desk.check)
            self.begin()


def check_told(desk: Desk, match: Match | None) -> AsideCheck:
    """Put the check's answers, and how the expected name compared, into the recording's form."""
    answers = desk.check.answers()
    if match is not None:
        answers = (*answers[: limits.CHECK_ANSWERS - 1], Answer(question="expected", answer=match.value))
    return AsideCheck(answers=answers)
