"""What an end says it sent and accepted: counts and hashes, so that both accounts can be laid beside the recording."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.fields import ChannelNumber, Count, DirectionNumber, Epoch, Sha256Field
from consent.jws import VerifyKey, peek_kid, read
from consent.model import Document
from consent.setting import SessionDocument, Setting, refuse_session


class TranscriptLine(Document):
    """
    One direction of one channel in one epoch.

    `count` messages hashed in order into `hash`; `lost` more were sent before the line broke and never recorded.
    """

    epoch: Epoch
    direction: DirectionNumber
    channel: ChannelNumber
    count: Count
    hash: Sha256Field
    lost: Count

    @property
    def pair(self) -> tuple[int, int, int]:
        """Epoch, direction and channel: what the line is about."""
        return (self.epoch, self.direction, self.channel)


class TranscriptStatement(SessionDocument):
    """One end's account so far, or at the end. Signed by the desk or by the technician."""

    typ: ClassVar[str] = "transcript-statement+jwt"
    limit: ClassVar[int] = limits.STATEMENT_BYTES

    lines: Annotated[tuple[TranscriptLine, ...], Field(max_length=limits.STATEMENT_LINES)]
    final: bool

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len({line.pair for line in self.lines}) != len(self.lines):
            raise ValueError("a line twice")
        return self


def verify_statement(token: str, setting: Setting) -> tuple[TranscriptStatement, VerifyKey]:
    """
    Judge a statement, and tell whose it is: `setting.agent_key` or `setting.technician_key`.

    Raises:
        PeerError: It is neither end's, or of another session.
    """
    technician = setting.technician_key
    key = technician if peek_kid(token) == technician.thumbprint else setting.agent_key
    statement = read(token, TranscriptStatement, key)  # 1 signed by one of the two ends
    refuse_session(statement, key, setting)  # 2 says so, and names this session and relay
    return statement, key
