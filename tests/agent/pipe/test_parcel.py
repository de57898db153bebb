"""A report crosses the pipe whole and bounded, or breaks it."""

import pytest

from agent.pipe.messages import FROM_ENGINE, ReportPiece, read, written
from agent.pipe.parcel import Parcel, Unpacking, pieces_of
from protocol import limits
from protocol.errors import PipeBroken

PARCEL = Parcel(("{" + "é" * 400_000 + "}").encode(), {("serial", 1): "PF-1", ("user", 2): "maria"})


def test_it_arrives_as_it_left() -> None:
    """Through the pipe's own frames, in pieces that each fit one."""
    unpacking, pieces = Unpacking(), list(pieces_of(PARCEL))
    taken = []
    for piece in pieces:
        heard = read(written(piece), FROM_ENGINE)
        assert isinstance(heard, ReportPiece)
        taken.append(unpacking.take(heard))
    assert len(pieces) > 1
    assert taken == [None] * (len(pieces) - 1) + [PARCEL]


@pytest.mark.parametrize("numbers", [(2,), (1, 1), (1, 3)])
def test_pieces_out_of_order_break_the_pipe(numbers: tuple[int, ...]) -> None:
    """The desk takes no report with a hole."""
    unpacking, pieces = Unpacking(), list(pieces_of(PARCEL))
    with pytest.raises(PipeBroken):
        [unpacking.take(pieces[number - 1]) for number in numbers]


def test_an_endless_report_breaks_the_pipe() -> None:
    """The desk holds no more than a report may have."""
    unpacking, piece = Unpacking(), next(pieces_of(PARCEL))
    most = limits.REPORT_PARCEL_BYTES // (len(piece.data) * 3 // 4) + 2
    with pytest.raises(PipeBroken):
        [unpacking.take(piece.model_copy(update={"number": at, "of": most})) for at in range(1, most)]


def test_what_is_no_parcel_breaks_the_pipe() -> None:
    """Bytes that are no JSON of ours, and a document that is too long to begin with."""
    with pytest.raises(PipeBroken):
        Unpacking().take(ReportPiece(number=1, of=1, data="AAAA"))
    with pytest.raises(PipeBroken):
        next(pieces_of(Parcel(b"x" * limits.REPORT_PARCEL_BYTES, {})))
