"""A report's bytes arrive as they left, or not at all."""

from random import Random

import pytest

from protocol import limits
from protocol.errors import ReportMalformed, ReportTooLong
from protocol.messages.report import ReportPart
from protocol.report.parts import Gathering, parts_of, sha256_of_bytes

DATA = Random(5).randbytes(3 * limits.REPORT_PART_BYTES + 17)


@pytest.mark.parametrize("size", [1, limits.REPORT_PART_BYTES, limits.REPORT_PART_BYTES + 1, len(DATA)])
def test_the_bytes_arrive_as_they_left(size: int) -> None:
    """Whatever the length, the parts give the very same bytes, and only the last part does."""
    gathering, parts = Gathering(), list(parts_of(DATA[:size]))
    taken = [gathering.take(part) for part in parts]
    assert taken[:-1] == [None] * (len(parts) - 1)
    assert taken[-1] == DATA[:size]
    assert parts[0].sha256 == sha256_of_bytes(DATA[:size])


def test_the_longest_report_has_the_most_parts() -> None:
    """Two MiB fit exactly; one byte more is refused before anything is cut."""
    assert len(list(parts_of(bytes(limits.REPORT_BYTES)))) == limits.REPORT_PARTS
    with pytest.raises(ReportTooLong):
        next(parts_of(bytes(limits.REPORT_BYTES + 1)))


def _changed(at: int, **changes: object) -> list[ReportPart]:
    parts = list(parts_of(DATA))
    parts[at] = parts[at].model_copy(update=changes)
    return parts


@pytest.mark.parametrize(
    "parts",
    [
        list(parts_of(DATA))[1:],
        [part for part in parts_of(DATA) if part.number != 2],
        [next(parts_of(DATA)), next(parts_of(DATA))],
        _changed(2, data="AAAA"),
        _changed(1, sha256="A" * 43),
        _changed(3, of=5),
        _changed(3, data="A"),
    ],
)
def test_what_is_not_the_whole_report_is_no_report(parts: list[ReportPart]) -> None:
    """A gap, a repeat, another report's part and a changed byte are refused."""
    gathering = Gathering()
    with pytest.raises(ReportMalformed):
        [gathering.take(part) for part in parts]


def test_a_gathering_stays_within_a_reports_bound() -> None:
    """Parts longer than any of ours are refused as soon as they hold more than a report may."""
    gathering, refused = Gathering(), 0
    long = next(parts_of(bytes(limits.REPORT_PART_BYTES)))
    for number in range(1, limits.REPORT_PARTS + 1):
        piece = "A" * 87_382  # twice a part's text; the codec would have refused it
        try:
            gathering.take(long.model_copy(update={"number": number, "of": limits.REPORT_PARTS, "data": piece}))
        except ReportTooLong:
            refused = number
            break
    assert 0 < refused <= limits.REPORT_PARTS // 2 + 1
