"""What all checks say together: the worst one decides."""

import pytest

from protocol.errors import InclusionWrong, ReceiptForged
from protocol.findings import Findings, Result, Verdict, verdict


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], Verdict.NOT_YET),
        ([Result.GOOD, Result.NOT_CHECKED], Verdict.PROVEN),
        ([Result.GOOD, Result.GAP], Verdict.WITH_GAPS),
        ([Result.GAP, Result.MISSING], Verdict.NOT_YET),
        ([Result.MISSING, Result.BAD, Result.GOOD], Verdict.NOT_PROVEN),
    ],
)
def test_the_worst_result_decides(results: list[Result], expected: Verdict) -> None:
    """One bad check outweighs all good ones, and nothing checked is nothing proven."""
    assert verdict(results) is expected


def test_a_failed_check_speaks_in_the_errors_words_or_better_ones() -> None:
    """Checks are numbered in order; what failed keeps its code."""

    def fails() -> str:
        raise InclusionWrong("leaf 3")

    found = Findings()
    assert found.check("first", "It holds.", lambda: "in detail")
    assert not found.check("second", "It holds.", fails)
    found.failed("third", ReceiptForged(), "In other words.", 7)
    said = [(each.number, each.words, each.code, each.detail, each.entry) for each in found.all]
    assert said == [
        (1, "It holds.", "", "in detail", None),
        (2, InclusionWrong.words, "K-102", "leaf 3", None),
        (3, "In other words.", "K-202", "", 7),
    ]
    assert found.verdict is Verdict.NOT_PROVEN
