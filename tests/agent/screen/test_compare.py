import numpy as np

from agent.screen.compare import differing


def test_it_says_what_numpy_says_and_leaves_it_as_it_was() -> None:
    """Parts of pictures, every so manieth row, and whole ones; the buffer that everybody else has stays theirs."""
    dice = np.random.default_rng(3)
    one, other = (dice.integers(0, 3, (90, 130), dtype=np.uint32) for _ in range(2))
    usual = np.getbufsize()
    out = np.zeros((50, 77), np.bool_)

    assert (differing(one, other) == (one != other)).all()
    assert (differing(one[7::8, 3:], other[7::8, 3:]) == (one != other)[7::8, 3:]).all()
    assert differing(one[5:55, 9:86], other[5:55, 9:86], out) is out
    assert (out == (one != other)[5:55, 9:86]).all()
    assert np.getbufsize() == usual
