"""What an end says it sent and accepted."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.errors import GrantForAnotherSession, HeaderNotAllowed
from consent.jws import SigningKey, sign
from consent.statement import TranscriptLine, TranscriptStatement, verify_statement
from tests.support.consent_scene import (
    AGENT_KEY,
    NOW,
    ORIGIN,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    a_hash,
    a_key,
    an_id,
)

LINE = TranscriptLine(epoch=1, direction=0, channel=1, count=3, hash=a_hash("line"), lost=0)


def statement(key: SigningKey, says: SigningKey | None = None, lines: tuple[TranscriptLine, ...] = (LINE,)) -> str:
    """Sign an account."""
    claims = TranscriptStatement(
        iss=(says or key).verify_key.thumbprint, aud=ORIGIN, jti=an_id(3), sid=SESSION, iat=NOW, lines=lines, final=True
    )
    return sign(claims, key)


@pytest.mark.parametrize("key", [AGENT_KEY, TECHNICIAN_KEY])
def test_both_ends_give_their_account(key: SigningKey) -> None:
    """A statement tells whose it is."""
    read, signer = verify_statement(statement(key), Scene().setting)
    assert (read.lines, signer) == ((LINE,), key.verify_key)
    assert read.lines[0].pair == (1, 0, 1)


def test_nobody_else_gives_one() -> None:
    """A stranger's statement, and one that says it is the other end's, are refused."""
    with pytest.raises(HeaderNotAllowed):
        verify_statement(statement(a_key("stranger")), Scene().setting)
    with pytest.raises(GrantForAnotherSession):
        verify_statement(statement(TECHNICIAN_KEY, says=AGENT_KEY), Scene().setting)


def test_each_stream_has_one_line() -> None:
    """Two accounts of one stream cannot both hold."""
    with pytest.raises(ValidationError):
        statement(AGENT_KEY, lines=(LINE, LINE.model_copy(update={"count": 4})))
