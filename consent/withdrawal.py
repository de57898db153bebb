"""The end of a yes, or of a part of it: acts first, is written second."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.fields import DocumentIdField, Position
from consent.scopes import Scope
from consent.setting import SessionDocument

Positions = Annotated[tuple[Position, ...], Field(max_length=limits.POSITIONS)]


def refuse_twice(positions: tuple[Position, ...]) -> None:
    """
    Refuse positions that name one direction of one channel twice: which of the two would hold?

    Raises:
        ValueError: They do.
    """
    if len({position.pair for position in positions}) != len(positions):
        raise ValueError("a position twice")


class ConsentWithdrawal(SessionDocument):
    """The named scopes are over. `positions` says how far each closed channel had come."""

    typ: ClassVar[str] = "consent-withdrawal+jwt"

    grant: DocumentIdField
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(Scope))]
    positions: Positions

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len(set(self.scopes)) != len(self.scopes):
            raise ValueError("a scope twice")
        refuse_twice(self.positions)
        return self
