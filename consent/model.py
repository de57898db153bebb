"""The base of every document."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """A value that crosses a boundary: it cannot change and holds nothing we did not name."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
