from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.encoding import b64u
from consent.fields import Position
from protocol import limits
from protocol.channels import Channel, Direction, Place
from protocol.transcript import START, Line, Transcripts, link

SCREEN = Place(1, Direction.FROM_AGENT, Channel.SCREEN)
KEYS = Place(1, Direction.FROM_TECHNICIAN, Channel.KEYS)


def _chain(*sealed: bytes) -> str:
    value = START
    for data in sealed:
        value = sha256(value + sha256(data[1:]).digest()).digest()
    return b64u(value)


def test_a_line_is_the_chain_over_its_messages() -> None:
    """Anybody who holds the sealed messages can compute the same hash."""
    mine = Transcripts(Direction.FROM_AGENT)
    for counter, data in enumerate((b"\x01one", b"\x01two")):
        mine.sent(SCREEN, counter, data)
    (line,) = mine.lines()
    assert (line.epoch, line.direction, line.channel, line.count) == (1, 0, 1, 2)
    assert (line.hash, line.lost) == (_chain(b"\x01one", b"\x01two"), 0)
    assert link(START, sha256(b"one").digest()) == sha256(START + sha256(b"one").digest()).digest()


def test_both_ends_say_the_same_of_what_arrived() -> None:
    """The sender's line and the hearer's line agree to the bit."""
    sender, hearer = Transcripts(Direction.FROM_AGENT), Transcripts(Direction.FROM_TECHNICIAN)
    for counter in range(5):
        data = b"\x01" + bytes((counter,))
        sender.sent(SCREEN, counter, data)
        hearer.heard(SCREEN, counter, data)
    assert sender.lines() == hearer.lines()


def test_only_news_is_told_again() -> None:
    """A running statement names the lines that moved; the final one can name all."""
    mine = Transcripts(Direction.FROM_AGENT)
    mine.sent(SCREEN, 0, b"\x01one")
    mine.heard(KEYS, 0, b"\x01two")
    assert len(mine.lines()) == 2
    assert mine.lines() == []
    mine.heard(KEYS, 1, b"\x01three")
    assert [line.channel for line in mine.lines()] == [Channel.KEYS]
    assert len(mine.lines(changed_only=False)) == 2


def test_little_waits_and_nothing_waits_for_long() -> None:
    """A few frames are stated ten seconds later at most; many, or anything that a hand did, at the next second."""
    counters = iter(range(1000))

    def frames(count: int) -> None:
        for _, counter in zip(range(count), counters, strict=False):
            mine.sent(SCREEN, counter, b"\x01frame")

    mine = Transcripts(Direction.FROM_AGENT)
    frames(1)
    assert len(mine.lines()) == 1, "the first of a line is stated at once"
    seconds = 0
    while not mine.lines():
        frames(2)
        seconds += 1
    assert seconds == limits.STATEMENT_PATIENCE
    frames(limits.STATEMENT_FEW_MESSAGES)
    assert mine.lines() == []
    frames(1)
    (line,) = mine.lines()
    assert line.count == 1 + 2 * seconds + limits.STATEMENT_FEW_MESSAGES + 1
    frames(1)
    assert mine.lines() == []
    mine.heard(KEYS, 0, b"\x01key")
    assert [line.channel for line in mine.lines()] == [Channel.SCREEN, Channel.KEYS]
    frames(1)
    assert len(mine.lines(changed_only=False)) == 2
    assert mine.lines() == []


@given(sent=st.integers(0, 12), recorded=st.integers(0, 12), credited=st.integers(0, 12))
def test_a_lost_line_is_cut_to_what_was_recorded(sent: int, recorded: int, credited: int) -> None:
    """After a break the sender vouches for exactly what the relay has, and says how many were lost."""
    recorded, credited = min(recorded, sent), min(credited, recorded, sent)
    messages = [b"\x01" + bytes((number,)) * (number + 1) for number in range(sent)]
    mine = Transcripts(Direction.FROM_AGENT)
    for counter, data in enumerate(messages):
        mine.sent(SCREEN, counter, data)
    mine.credited(sum(len(data) for data in messages[:credited]))
    mine.cut([Position(epoch=1, direction=0, channel=1, count=recorded)])
    lines = mine.lines(changed_only=False)
    if sent:
        assert (lines[0].count, lines[0].lost) == (recorded, sent - recorded)
        assert lines[0].hash == _chain(*messages[:recorded])


def test_a_line_that_the_relay_does_not_name_is_lost_but_for_what_was_credited() -> None:
    """A relay that forgot a line cannot make the sender deny what it certainly recorded."""
    mine = Transcripts(Direction.FROM_AGENT)
    mine.sent(SCREEN, 0, b"\x01one")
    mine.sent(SCREEN, 1, b"\x01two")
    mine.credited(4)
    mine.cut([])
    (line,) = mine.lines()
    assert (line.count, line.lost, line.hash) == (1, 1, _chain(b"\x01one"))


def test_a_cut_touches_only_our_own_lines() -> None:
    """What reached us was recorded before: nothing of it is taken back."""
    mine = Transcripts(Direction.FROM_AGENT)
    mine.heard(KEYS, 0, b"\x01one")
    mine.cut([])
    (line,) = mine.lines()
    assert (line.count, line.lost) == (1, 0)


def test_credit_lets_go_of_what_a_cut_would_need() -> None:
    """Memory is bounded by what is under way, not by the length of the session."""
    mine = Transcripts(Direction.FROM_AGENT)
    for counter in range(100):
        mine.sent(SCREEN, counter, b"\x01" + bytes(9))
        mine.credited(10)
    assert mine.under_way == 0
    mine.sent(SCREEN, 100, b"\x01" + bytes(9))
    mine.credited(9)
    assert mine.under_way == 1


@pytest.mark.parametrize("counters", [(0, 1, 5)])
def test_a_count_is_one_more_than_the_last_counter(counters: tuple[int, ...]) -> None:
    """Where messages were refused on the way, the hearer's count still says how far the counters have come."""
    line = Line(SCREEN)
    for counter in counters:
        line.add(counter, sha256(bytes((counter,))).digest())
    assert line.count == 6
