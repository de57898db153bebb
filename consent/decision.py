"""The answer: what the customer chose. Everything that is not a whole yes is a no."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from consent import limits
from consent.fields import DocumentId, DocumentIdField
from consent.model import Document
from consent.scopes import Scope


class Because(StrEnum):
    """Why an answer is what it is."""

    CUSTOMER = "customer"
    NO_ANSWER = "no-answer"
    NOT_OFFERED = "not-offered"
    CLOSED = "closed"
    FAILED = "failed"


class Expected(StrEnum):
    """What the customer answered to "Is this who you expected?"."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    SAME = "same"
    """Not asked, because the person whom the customer expected is still there."""


MonitorNumber = Annotated[int, Field(ge=0, lt=limits.MONITORS)]


class Ticked(Document):
    """One thing the customer ticked; for view, on which monitors."""

    scope: Scope
    monitors: Annotated[tuple[MonitorNumber, ...], Field(max_length=limits.MONITORS)] = ()

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if bool(self.monitors) != (self.scope is Scope.VIEW):
            raise ValueError("monitors are named for view, and only there")
        if len(set(self.monitors)) != len(self.monitors):
            raise ValueError("a monitor twice")
        return self


class Decision(Document):
    """
    What the customer chose.

    A yes ticks something, names minutes, comes from the customer and expected this person; there is no other.
    """

    request: DocumentIdField
    allowed: tuple[Ticked, ...] = ()
    minutes: Annotated[int, Field(ge=0, le=limits.MINUTES)] = 0
    expected: Expected | None = None
    because: Because

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len({ticked.scope for ticked in self.allowed}) != len(self.allowed):
            raise ValueError("a scope twice")
        whole = bool(self.minutes) and self.because is Because.CUSTOMER
        if self.allowed and not (whole and self.expected in {Expected.YES, Expected.SAME}):
            raise ValueError("half a yes is a no")
        return self

    @property
    def is_yes(self) -> bool:
        """Tell whether anything was allowed."""
        return bool(self.allowed)

    @property
    def scopes(self) -> frozenset[Scope]:
        """Name what was allowed."""
        return frozenset(ticked.scope for ticked in self.allowed)

    @classmethod
    def refused(cls, request: DocumentId, because: Because, expected: Expected | None = None) -> Decision:
        """Make a no: the customer's own, or silence's, a closed window's, a fault's."""
        return cls(request=request, because=because, expected=expected)
