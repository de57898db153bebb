"""What the checks of one recording share."""

from protocol.findings import Result
from relay.replay.case import Case
from relay.replay.sources import Sources


def test_what_holds_may_still_be_less_than_proven() -> None:
    """A check without what it needs counts as not checked, with its detail."""
    case = Case(Sources())
    case.check("rules", "They are the ones agreed on.", lambda: "version 1", good=Result.NOT_CHECKED)
    (found,) = case.findings.all
    assert (found.number, found.result, found.detail) == (1, Result.NOT_CHECKED, "version 1")


def test_times_are_those_of_the_next_message(case: Case) -> None:
    """An entry without a time of its own is placed by the first message at it or after it; else by the end."""
    assert case.time_of(0) >= case.account.began
    assert case.time_of(10_000) == case.account.ends
