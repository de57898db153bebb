"""What a check found, in plain words, and what all of it together says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from protocol.errors import AttendedError


class Result(StrEnum):
    """How one check came out."""

    GOOD = "good"
    GAP = "gap"
    """Nothing is wrong with what is there, but something is missing, and it is known what."""
    BAD = "bad"
    MISSING = "missing"
    """Nothing can be said before something that is not there (yet) comes."""
    NOT_CHECKED = "not checked"
    """What it needs was not given, and the rest holds without it."""


class Verdict(StrEnum):
    """What all checks say together."""

    PROVEN = "Proven"
    WITH_GAPS = "Proven, with gaps"
    NOT_PROVEN = "Not proven"
    NOT_YET = "Cannot be checked yet"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One check: its number and name, what holds or does not in words, and the detail for whoever looks closer.

    `entry` is the first entry of the recording that is concerned; `code` the error's, where one was found.
    """

    number: int
    name: str
    words: str
    result: Result = Result.GOOD
    detail: str = ""
    code: str = ""
    entry: int | None = None


class Findings:
    """Gathers findings and numbers them in the order in which the checks were made."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def say(
        self, name: str, words: str, result: Result = Result.GOOD, detail: str = "", *, entry: int | None = None
    ) -> None:
        """Add what a check found."""
        self.all.append(Finding(len(self.all) + 1, name, words, result, detail, entry=entry))

    def failed(self, name: str, error: AttendedError, words: str = "", entry: int | None = None) -> None:
        """Add a check that failed; in the error's own words unless there are better ones for this place."""
        number = len(self.all) + 1
        self.all.append(Finding(number, name, words or error.words, Result.BAD, error.detail, error.code, entry))

    def check(self, name: str, words: str, look: Callable[[], str], failing: str = "") -> bool:
        """
        Make a check that raises when it fails, and say whether it held.

        `words` say what holds then; `failing`, or the error's own words, what does not. `look` gives a detail.
        """
        try:
            detail = look()
        except AttendedError as error:
            self.failed(name, error, failing)
            return False
        self.say(name, words, detail=detail)
        return True

    @property
    def verdict(self) -> Verdict:
        """Say what all of it comes to."""
        return verdict(finding.result for finding in self.all)


def verdict(results: Iterable[Result]) -> Verdict:
    """Say what results come to: the worst one decides; no results at all prove nothing."""
    found = set(results)
    if Result.BAD in found:
        return Verdict.NOT_PROVEN
    if Result.MISSING in found or not found:
        return Verdict.NOT_YET
    return Verdict.WITH_GAPS if Result.GAP in found else Verdict.PROVEN
