"""What flowed at a place, beside what was signed about it."""

from hashlib import sha256

import pytest

from consent.encoding import b64u
from consent.fields import Sha256
from consent.statement import TranscriptLine
from protocol.channels import Place
from protocol.transcript import START, link
from relay.replay.trails import Trail, noun_of

AT = Place(1, 0, 1)
DIGESTS = [sha256(bytes([number])).digest() for number in range(4)]


def a_line(count: int, digests: list[bytes], lost: int = 0) -> TranscriptLine:
    """Write what an end signs after these messages."""
    held = START
    for digest in digests:
        held = link(held, digest)
    return TranscriptLine(epoch=1, direction=0, channel=1, count=count, hash=Sha256(b64u(held)), lost=lost)


def a_trail() -> Trail:
    """Record four messages, of which the third was refused."""
    trail = Trail(AT)
    for counter, digest in enumerate(DIGESTS):
        trail.add(10 + counter, 1000 + counter, counter, digest, passed=counter != 2)
    return trail


def test_a_sender_speaks_of_all_and_a_hearer_of_what_was_let_through() -> None:
    """Both accounts fit though they differ by the refused message."""
    trail = a_trail()
    assert trail.compare(a_line(4, DIGESTS), own=True) is None
    assert trail.compare(a_line(4, [DIGESTS[0], DIGESTS[1], DIGESTS[3]]), own=False) is None
    assert trail.confirmed == trail.count == 4


@pytest.mark.parametrize(
    ("line", "own", "short"),
    [
        (a_line(6, DIGESTS), True, 2),
        (a_line(5, DIGESTS), False, 1),
        (a_line(4, [*DIGESTS[:3], bytes(32)]), True, 0),
        (a_line(4, DIGESTS), False, 0),
    ],
)
def test_what_does_not_fit_is_counted_and_narrowed_down(line: TranscriptLine, own: bool, short: int) -> None:  # noqa: FBT001
    """Messages that are missing here, and messages that are others, after the last word that fitted."""
    trail = a_trail()
    assert trail.compare(a_line(2, DIGESTS[:2]), own=own) is None
    mismatch = trail.compare(line, own=own)
    assert mismatch is not None
    assert (mismatch.short, mismatch.first) == (short, 12)


def test_a_trail_finds_entries_by_counter() -> None:
    """The first entry with that counter or a higher one; none beyond the last."""
    trail = a_trail()
    assert (trail.entry_of(1), trail.time_of(3), trail.entry_of(4), trail.time_of(9)) == (11, 1003, None, None)


def test_words_follow_the_number() -> None:
    """One picture, two pictures; a key press, not a key presse."""
    assert (noun_of(AT, 1), noun_of(AT)) == ("picture", "pictures")
    assert noun_of(Place(1, 1, 3), 1) == "key press"
