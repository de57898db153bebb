"""The end of a session, in the desk's word."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from consent.setting import SessionDocument
from consent.withdrawal import Positions, refuse_twice


class EndReason(StrEnum):
    """Why a session ended."""

    STOPPED = "stopped"
    LEFT = "left"
    EXPIRED = "expired"
    LOST = "lost"
    CLOSED = "closed"
    FAILED = "failed"


class SessionEnd(SessionDocument):
    """Everything is over. `positions` says how far each channel that was still open had come."""

    typ: ClassVar[str] = "session-end+jwt"

    reason: EndReason
    positions: Positions

    @model_validator(mode="after")
    def _sense(self) -> Self:
        refuse_twice(self.positions)
        return self
