"""A reader's signed request to open one recording; the relay logs it before it hands out any wrap."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.checks import refuse_unless
from consent.errors import EntryWrong
from consent.jws import VerifyKey, read
from consent.policy import OrganisationPolicy, PolicyReader
from consent.scopes import Group
from consent.setting import SessionDocument


class OpeningReason(StrEnum):
    """Why a recording is opened, as it stands in the log."""

    QUALITY = "quality"
    COMPLAINT = "complaint"
    TRAINING = "training"
    INCIDENT = "incident"
    CUSTOMER = "customer"
    LEGAL = "legal"
    OTHER = "other"


class OpeningRequest(SessionDocument):
    """What a reader wants to open, and why. `words` are for the organisation; the log keeps the reason only."""

    typ: ClassVar[str] = "opening-request+jwt"

    reason: OpeningReason
    words: Annotated[str, Field(max_length=limits.WORDS_LENGTH)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=len(Group))]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len(set(self.groups)) != len(self.groups):
            raise ValueError("a group twice")
        return self


def verify_opening(
    token: str, policy: OrganisationPolicy, reader: PolicyReader, *, session: str, origin: str
) -> OpeningRequest:
    """
    Judge a reader's request under the policy that names the reader.

    Raises:
        PeerError: It is not signed by this reader.
        EntryWrong: It is about another session or relay, or the policy does not name the reader.
    """
    refuse_unless(reader in policy.readers, EntryWrong)  # 1 a reader of this policy
    key = VerifyKey.from_jwk(reader.key)
    request = read(token, OpeningRequest, key)  # 2 signed by the reader
    said = (request.iss, request.sid, request.aud)
    refuse_unless(said == (key.thumbprint, session, origin), EntryWrong)  # 3 for this recording, at this relay
    return request
