"""A pause closes screen, pointer and keys within the grant; going on opens them again."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import model_validator

from consent.fields import DocumentIdField
from consent.scopes import PAUSED_CHANNELS
from consent.setting import SessionDocument
from consent.withdrawal import Positions, refuse_twice


class PauseBecause(StrEnum):
    """Why nothing is seen for a while."""

    CUSTOMER = "customer"
    LOOK_AWAY = "look-away"
    RECORDING = "recording"
    LINE = "line"
    SYSTEM = "system"


class ConsentPause(SessionDocument):
    """Nothing is seen or moved from these positions on."""

    typ: ClassVar[str] = "consent-pause+jwt"

    grant: DocumentIdField
    because: PauseBecause
    positions: Positions

    @model_validator(mode="after")
    def _sense(self) -> Self:
        refuse_twice(self.positions)
        if any(position.channel not in PAUSED_CHANNELS for position in self.positions):
            raise ValueError("a pause closes screen, pointer and keys")
        return self


class ConsentResume(SessionDocument):
    """The pause is over; what the grant names flows again."""

    typ: ClassVar[str] = "consent-resume+jwt"

    grant: DocumentIdField
