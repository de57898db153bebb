"""The question: what a technician asks for, and the checks before a customer is shown it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.checks import refuse_unless
from consent.errors import (
    AskedTooOften,
    OnlyLooking,
    PurposeUnknown,
    RequestForAnotherSession,
    RequestOfAnotherTechnician,
    RequestOver,
    RequestRepeated,
    RequestTooWide,
    RequestUnderAnotherPolicy,
    ViewFirst,
)
from consent.fields import (
    DocumentId,
    DocumentIdField,
    Origin,
    Seconds,
    SessionIdField,
    Sha256Field,
    Term,
    ThumbprintField,
)
from consent.jws import SignedDocument, read
from consent.scopes import LOOKING, REQUIRES, Scope
from consent.setting import Setting


class ConsentRequest(SignedDocument):
    """A technician's question. Its plain words travel sealed beside it; here stands only a commitment to them."""

    typ: ClassVar[str] = "consent-request+jwt"
    limit: ClassVar[int] = limits.REQUEST_BYTES

    iss: ThumbprintField
    """The technician's key."""
    sub: ThumbprintField
    """The agent's session key."""
    aud: Origin
    jti: DocumentIdField
    sid: SessionIdField
    iat: Seconds
    exp: Seconds
    """When the question ends unanswered. Counted as `exp - iat` from its arrival, never by comparing clocks."""
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(Scope))]
    minutes: Annotated[int, Field(ge=1, le=limits.MINUTES)]
    purpose: Term
    words_sha256: Sha256Field
    policy_sha256: Sha256Field

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len(set(self.scopes)) != len(self.scopes):
            raise ValueError("a scope twice")
        if self.exp <= self.iat:
            raise ValueError("over before it begins")
        return self


@dataclass
class Asked:
    """What was asked in this session so far, so that nobody is nagged into a yes."""

    seen: set[DocumentId] = field(default_factory=set)
    refusals: Counter[Scope] = field(default_factory=Counter)

    def refused(self, scopes: Iterable[Scope]) -> None:
        """Note that these were asked for, or turned off by the customer, and did not end in a yes."""
        self.refusals.update(scopes)

    def too_often(self, scopes: Iterable[Scope]) -> bool:
        """Tell whether one of these was asked for twice without a yes."""
        return any(self.refusals[scope] >= limits.REFUSALS for scope in scopes)


def verify_request(
    token: str, setting: Setting, *, asked: Asked, living: Collection[Scope], look_only: bool, elapsed: float = 0
) -> ConsentRequest:
    """
    Judge a question before the customer is shown it, and note that it was put.

    `living` are the scopes that live now; `elapsed` the seconds since the token arrived, on the desk's own clock.

    Raises:
        PeerError: The first of the numbered checks that does not hold.
    """
    request = read(token, ConsentRequest, setting.technician_key)  # 1 signed by the technician who paired
    refuse_unless(request.iss == setting.technician_key.thumbprint, RequestOfAnotherTechnician)  # 2 and says so
    refuse_unless(  # 3 for this session, this agent, this relay
        (request.sid, request.sub, request.aud) == (setting.session, setting.agent_key.thumbprint, setting.origin),
        RequestForAnotherSession,
    )
    refuse_unless(request.policy_sha256 == setting.policy_sha256, RequestUnderAnotherPolicy)  # 4 under these rules
    policy = setting.policy
    refuse_unless(any(request.purpose == known.term for known in policy.purposes), PurposeUnknown)  # 5 purpose
    refuse_unless(set(request.scopes) <= set(policy.limits.scopes), RequestTooWide)  # 6 within the policy
    refuse_unless(request.minutes <= policy.limits.minutes, RequestTooWide)
    if look_only:  # 7 the technician called first: looking, and no more
        refuse_unless(LOOKING.issuperset(request.scopes), OnlyLooking)
    needed = {REQUIRES[scope] for scope in request.scopes if scope in REQUIRES}
    refuse_unless(needed <= set(living), ViewFirst)  # 8 what acts on a screen is asked while it is shown
    refuse_unless(elapsed < min(request.exp - request.iat, limits.ANSWER_SECONDS), RequestOver)  # 9 in its time
    refuse_unless(request.jti not in asked.seen, RequestRepeated)  # 10 once
    refuse_unless(not asked.too_often(request.scopes), AskedTooOften)  # 11 nobody is nagged
    asked.seen.add(request.jti)
    return request
