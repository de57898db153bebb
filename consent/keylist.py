"""Which secrets an epoch uses and for whom each was wrapped, by hash: nothing of an epoch is sent before it stands."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.fields import DocumentIdField, Epoch, ReaderIdField, Sha256Field
from consent.model import Document
from consent.scopes import Group
from consent.setting import SessionDocument
from consent.withdrawal import Positions, refuse_twice


class WrapHash(Document):
    """The hash of one wrapped secret, and whose it is."""

    reader: ReaderIdField
    sha256: Sha256Field


class GroupKeys(Document):
    """One reading group's secret, by hash, and its wraps."""

    group: Group
    secret_sha256: Sha256Field
    wraps: Annotated[tuple[WrapHash, ...], Field(min_length=1, max_length=limits.READERS)]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len({wrap.reader for wrap in self.wraps}) != len(self.wraps):
            raise ValueError("a reader twice")
        return self


class KeyList(SessionDocument):
    """An epoch begins under the named grant. `positions` are the final ones of the epoch before; none at first."""

    typ: ClassVar[str] = "key-list+jwt"
    limit: ClassVar[int] = limits.KEY_LIST_BYTES

    grant: DocumentIdField
    epoch: Epoch
    groups: Annotated[tuple[GroupKeys, ...], Field(min_length=len(Group), max_length=len(Group))]
    positions: Positions

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if {keys.group for keys in self.groups} != set(Group):
            raise ValueError("every group once")
        refuse_twice(self.positions)
        return self
