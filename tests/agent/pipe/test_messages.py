import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.pipe.messages import (
    FROM_DESK,
    FROM_ENGINE,
    Close,
    Halted,
    Mask,
    Permit,
    PipeMessage,
    read,
    written,
)
from consent import limits as documents
from consent.canonical import canonical
from consent.fields import Position, Sha256
from consent.scopes import Scope
from consent.statement import TranscriptLine
from protocol.errors import PipeBroken

EXAMPLES: tuple[PipeMessage, ...] = (
    Permit(grant="a.b.c", epoch=1, remaining=5, scopes=[Scope.VIEW], paused=False, groups=[], say=[]),
    Close(serial=1, scopes=[Scope.CONTROL], whole=True),
    Mask(serial=2, areas=[], reach=[], clocks=[]),
)


@pytest.mark.parametrize("message", EXAMPLES)
def test_what_is_written_is_read_again(message: PipeMessage) -> None:
    """One form, both ways."""
    assert read(written(message), FROM_DESK) == message


def test_each_end_hears_only_what_the_other_may_say() -> None:
    """An engine cannot tell the desk what only the desk may say."""
    place = Position(epoch=1, direction=0, channel=1, count=1)
    line = TranscriptLine(epoch=1, direction=0, channel=1, count=1, hash=Sha256("A" * 43), lost=0)
    halted = Halted(positions=[place], lines=[line])
    assert read(written(halted), FROM_ENGINE) == halted
    with pytest.raises(PipeBroken):
        read(written(halted), FROM_DESK)
    for message in EXAMPLES:
        with pytest.raises(PipeBroken):
            read(written(message), FROM_ENGINE)
    assert not set(FROM_DESK) & set(FROM_ENGINE)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_broken_pipe(data: bytes) -> None:
    """Nothing else is raised, whatever arrives."""
    try:
        read(data, FROM_DESK)
    except PipeBroken:
        return


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"kind":"close"}', b'{"kind":["x"]}', b'{"kind":"go.on","more":1}', b'{"kind":"nothing"}',
     b'{"kind": "go.on"}'],
)  # fmt: skip
def test_what_is_not_of_the_catalogue_is_refused(body: bytes) -> None:
    """Missing, unknown and additional fields, and other spellings, break the pipe."""
    with pytest.raises(PipeBroken):
        read(body, FROM_DESK)


@pytest.mark.parametrize("change", [{"hash": "h"}, {"epoch": -1}, {"channel": 9}, {"direction": 2}, {"count": -1}])
def test_an_account_that_no_document_could_hold_is_no_message(change: dict[str, object]) -> None:
    """What the desk signs is what the engine says: nonsense ends the engine, never the desk."""
    line = {"epoch": 1, "direction": 0, "channel": 1, "count": 1, "hash": "A" * 43, "lost": 0}
    for lines in ([line], [line | change]):
        body = canonical({"kind": "accounts", "lines": lines, "asked": False})
        if lines == [line]:
            assert read(body, FROM_ENGINE).kind == "accounts"
        else:
            with pytest.raises(PipeBroken):
                read(body, FROM_ENGINE)


@pytest.mark.parametrize("count", [documents.STATEMENT_LINES, documents.STATEMENT_LINES + 1])
def test_an_account_is_no_longer_than_a_statement(count: int) -> None:
    """And no place stands in it twice."""
    line = {"epoch": 1, "direction": 0, "channel": 1, "count": 1, "hash": "A" * 43, "lost": 0}
    lines = [line | {"epoch": epoch} for epoch in range(count)]
    body = canonical({"kind": "accounts", "lines": lines, "asked": False})
    if count <= documents.STATEMENT_LINES:
        assert read(body, FROM_ENGINE).kind == "accounts"
    else:
        with pytest.raises(PipeBroken):
            read(body, FROM_ENGINE)
    with pytest.raises(PipeBroken):
        read(canonical({"kind": "accounts", "lines": [line, line], "asked": False}), FROM_ENGINE)
