import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.pipe.frames import Unframer, framed
from protocol import limits
from protocol.errors import PipeBroken


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(min_value=1, max_value=7))
def test_messages_come_out_whole_in_whatever_pieces_they_arrive(messages: list[bytes], piece: int) -> None:
    """Cutting the stream anywhere changes nothing."""
    stream = b"".join(map(framed, messages))
    unframer = Unframer()
    out: list[bytes] = []
    for start in range(0, len(stream), piece):
        out += unframer.feed(stream[start : start + piece])
    assert out == messages


def test_a_length_beyond_the_limit_is_refused_before_it_is_awaited() -> None:
    """Four bytes are enough to see that the stream is broken."""
    with pytest.raises(PipeBroken):
        list(Unframer().feed((limits.PIPE_BYTES + 1).to_bytes(4, "big")))
    with pytest.raises(PipeBroken):
        framed(bytes(limits.PIPE_BYTES + 1))
