"""
The check at the start: how did this begin, and is somebody being coached? (experience 2.3).

It knows answers and what follows from them; it decides before there is a code. No clock, no window.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from protocol import limits
from protocol.messages.aside import Answer


class Began(StrEnum):
    """How this started, in the customer's own choice."""

    ASKED = "asked-for-help"
    CALLED = "they-called"
    MESSAGE = "message-on-screen"
    UNSURE = "not-sure"


class Sign(StrEnum):
    """What nobody who helps asks for."""

    BANK = "bank"
    CARDS = "gift-cards"
    SECRECY = "keep-secret"
    COACHED = "ignore-warning"
    ANOTHER = "another-program"


class Page(StrEnum):
    """Where the check stands."""

    BEGAN = "how did this start"
    SIGNS = "has anyone asked you"
    UNSURE = "are you sure who this is"
    STOP = "stop here"
    PASSED = "there may be a code"


NO_SIGN = "none"
_LOOKING = frozenset({Began.CALLED, Began.UNSURE})


@dataclass(frozen=True)
class Round:
    """One way through the two questions, as far as it went."""

    began: Began
    signs: frozenset[Sign] | None = None

    def answers(self) -> list[Answer]:
        """Give it as entries of the recording: one for each question, and one for each sign there is."""
        given = [Answer(question="began", answer=self.began.value)]
        if self.signs is not None:
            named = [sign.value for sign in Sign if sign in self.signs] or [NO_SIGN]
            given += [Answer(question="asked-today", answer=name) for name in named]
        return given


class Check:
    """One check, from the program's start until there may be a code or there is none in this run."""

    def __init__(self) -> None:
        """Begin at the first question, with nothing chosen."""
        self.page = Page.BEGAN
        self._rounds: list[Round] = []

    @property
    def began(self) -> Began | None:
        """Give the newest answer to the first question, for going back to it."""
        return self._rounds[-1].began if self._rounds else None

    @property
    def look_only(self) -> bool:
        """Say whether whoever comes may look, and no more: they called first, or nobody knows."""
        return self.began in _LOOKING

    def start(self, began: Began) -> None:
        """Take the answer to the first question. A number from a message on the screen ends it here."""
        if self.page is Page.BEGAN:
            if Round(began) not in self._rounds[-1:]:  # going back and on again changes no answer
                self._rounds.append(Round(began))
            self.page = Page.STOP if began is Began.MESSAGE else Page.SIGNS

    def signs(self, signs: Collection[Sign]) -> None:
        """Take the answer to the second question; `signs` is empty for "none of these"."""
        if self.page is not Page.SIGNS:
            return
        self._rounds[-1] = Round(self._rounds[-1].began, frozenset(signs))
        if signs:
            self.page = Page.STOP
        else:
            self.page = Page.UNSURE if self.look_only else Page.PASSED

    def back(self) -> None:
        """Go back to the first question: from the second, or because the wrong answer was picked."""
        if self.page in {Page.SIGNS, Page.STOP}:
            self.page = Page.BEGAN

    def go_on_looking(self) -> None:
        """Go on in spite of the warning; nobody will be able to do more than look."""
        if self.page is Page.UNSURE:
            self.page = Page.PASSED

    def answers(self) -> tuple[Answer, ...]:
        """Give the first answers and, where they were changed, the last ones: entries of the recording."""
        kept = self._rounds[:1] + [last for last in self._rounds[-1:] if last != self._rounds[0]]
        given = [answer for one in kept for answer in one.answers()]
        return tuple(given[: limits.CHECK_ANSWERS])
