"""The customer's signed yes: this session, these things, until then, and who may open what is recorded of it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.checks import refuse_unless
from consent.decision import MonitorNumber
from consent.errors import (
    GrantExpired,
    GrantForAnotherRequest,
    GrantForAnotherTechnician,
    GrantOutOfChain,
    GrantReadersWrong,
    GrantTooLong,
    GrantTooWide,
    GrantUnderAnotherPolicy,
)
from consent.fields import ReaderIdField, Seconds, Sha256Field, Term, ThumbprintField
from consent.jws import Jwk, VerifyKey, read, sha256_of
from consent.model import Document
from consent.policy import groups_for
from consent.request import ConsentRequest
from consent.scopes import LOOKING, REQUIRES, Group, Scope
from consent.setting import SessionDocument, Setting, refuse_session


class GrantedScope(Document):
    """One thing that is allowed; for view, on which monitors."""

    scope: Scope
    monitors: Annotated[tuple[MonitorNumber, ...], Field(max_length=limits.MONITORS)]
    until: Seconds

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if bool(self.monitors) != (self.scope is Scope.VIEW):
            raise ValueError("monitors are named for view, and only there")
        if len(set(self.monitors)) != len(self.monitors):
            raise ValueError("a monitor twice")
        return self


class ReaderGroups(Document):
    """A reader, and the reading groups that this reader is given the keys to."""

    reader: ReaderIdField
    groups: Annotated[tuple[Group, ...], Field(max_length=len(Group))]


class Confirmation(Document):
    """Who alone may use the grant: the holder of this key (RFC 7800, 3.2)."""

    jwk: Jwk


class ConsentGrant(SessionDocument):
    """
    What the customer allows from now on. It replaces the grant before it wholly.

    `exp - iat` is what each end counts on its own monotonic clock; wall clocks are never compared.
    """

    typ: ClassVar[str] = "consent-grant+jwt"
    limit: ClassVar[int] = limits.GRANT_BYTES

    sub: ThumbprintField
    """The technician's key."""
    nbf: Seconds
    exp: Seconds
    scopes: Annotated[tuple[GrantedScope, ...], Field(min_length=1, max_length=len(Scope))]
    purpose: Term
    request_sha256: Sha256Field
    policy_sha256: Sha256Field
    notice_sha256: Sha256Field
    """Commitment to the words the customer read."""
    readers: Annotated[tuple[ReaderGroups, ...], Field(min_length=2, max_length=limits.READERS)]
    chain: Sha256Field | None
    """The grant before this one in the session."""
    look_only: bool
    """The technician called first: looking only, for a quarter of an hour in all."""
    cnf: Confirmation

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len({granted.scope for granted in self.scopes}) != len(self.scopes):
            raise ValueError("a scope twice")
        if self.nbf != self.iat or any(granted.until <= self.iat for granted in self.scopes):
            raise ValueError("a yes begins when it is given and holds for a while")
        if self.exp != max(granted.until for granted in self.scopes):
            raise ValueError("a yes ends with the last thing it allows")
        if len({reader.reader for reader in self.readers}) != len(self.readers):
            raise ValueError("a reader twice")
        return self

    def granted(self, scope: Scope) -> GrantedScope | None:
        """Give what the grant says about one scope."""
        return next((granted for granted in self.scopes if granted.scope is scope), None)

    @property
    def allows(self) -> frozenset[Scope]:
        """Name the scopes in it."""
        return frozenset(granted.scope for granted in self.scopes)

    @property
    def seconds(self) -> int:
        """Tell how long it holds from the moment it was given."""
        return self.exp - self.iat


def verify_grant(
    token: str,
    request_token: str,
    setting: Setting,
    *,
    former: str | None,
    living: frozenset[Scope] = frozenset(),
    elapsed: float = 0,
) -> ConsentGrant:
    """
    Judge a grant. Agent, console, relay and whoever checks a recording run these same checks.

    `former` is the session's grant before this one and `living` what of it was not withdrawn; `elapsed` the seconds
    since the grant arrived, on the verifier's own clock.

    Raises:
        PeerError: The first of the numbered checks that does not hold.
    """
    grant = read(token, ConsentGrant, setting.agent_key)  # 1 signed by the agent's session key
    refuse_session(grant, setting.agent_key, setting)  # 2 in this session, at this relay
    technician = setting.technician_key
    holder = (grant.sub, VerifyKey.from_jwk(grant.cnf.jwk))
    refuse_unless(holder == (technician.thumbprint, technician), GrantForAnotherTechnician)  # 3 to this technician
    request = read(request_token, ConsentRequest, technician)  # 4 an answer to this question and its purpose
    answers = (sha256_of(request_token), request.purpose)
    refuse_unless((grant.request_sha256, grant.purpose) == answers, GrantForAnotherRequest)
    policies = {grant.policy_sha256, request.policy_sha256}
    refuse_unless(policies == {setting.policy_sha256}, GrantUnderAnotherPolicy)  # 5 under these rules
    before = None if former is None else read(former, ConsentGrant, setting.agent_key)
    refuse_unless(grant.chain == (None if former is None else sha256_of(former)), GrantOutOfChain)  # 6 after the former
    refuse_unless(before is None or before.iat <= grant.iat, GrantOutOfChain)
    bounds = bounds_of(request, setting, grant.iat, before, living, renewing=_renews(grant, before))
    for granted in grant.scopes:
        refuse_unless(granted.scope in bounds, GrantTooWide, granted.scope)  # 7 no wider than asked
        refuse_unless(granted.until <= bounds[granted.scope], GrantTooLong, granted.scope)  # 8 no longer than asked
    refuse_unless(_within_view(grant, before, request), GrantTooWide)  # 9 nothing acts on a screen that is not shown
    refuse_unless(_is_narrow_enough(grant, before), GrantTooWide)  # 10 looking only, where the technician called first
    _refuse_readers(grant, setting)  # 11 the policy's readers
    refuse_unless(elapsed < grant.seconds, GrantExpired)  # 12 in its time
    return grant


def bounds_of(
    request: ConsentRequest,
    setting: Setting,
    at: int,
    former: ConsentGrant | None,
    living: frozenset[Scope],
    *,
    renewing: bool,
) -> dict[Scope, int]:
    """
    Say what a grant made at `at` may name, and until when at most.

    That is what was asked, for as long as was asked; what still lives of the former grant, until its old end; and,
    when the customer renews the former grant unasked, the same things for a little longer.
    """
    longest = setting.policy.limits.minutes * 60
    kept = {granted.scope: granted.until for granted in former.scopes if granted.scope in living} if former else {}
    if renewing:
        return {scope: min(until + limits.EXTENSION_SECONDS, max(until, at + longest)) for scope, until in kept.items()}
    asked_until = at + min(request.minutes * 60, longest)
    asked = {scope: max(asked_until, kept.get(scope, 0)) for scope in request.scopes}
    policy = set(setting.policy.limits.scopes)
    return kept | {scope: until for scope, until in asked.items() if scope in policy}


def _renews(grant: ConsentGrant, before: ConsentGrant | None) -> bool:
    return before is not None and before.request_sha256 == grant.request_sha256


def _within_view(grant: ConsentGrant, before: ConsentGrant | None, request: ConsentRequest) -> bool:
    view = grant.granted(Scope.VIEW)
    for granted in grant.scopes:
        if granted.scope in REQUIRES and (view is None or granted.until > view.until):
            return False
    if view is None or before is None or (Scope.VIEW in request.scopes and not _renews(grant, before)):
        return True
    shown = before.granted(Scope.VIEW)  # carried over: the same monitors, or fewer
    return shown is not None and set(view.monitors) <= set(shown.monitors)


def _is_narrow_enough(grant: ConsentGrant, before: ConsentGrant | None) -> bool:
    if before is not None and before.look_only != grant.look_only:
        return False  # how the session began cannot change
    if not grant.look_only:
        return True
    end = grant.iat + limits.LOOK_ONLY_MINUTES * 60 if before is None else before.exp
    return grant.allows <= LOOKING and grant.exp <= end


def _refuse_readers(grant: ConsentGrant, setting: Setting) -> None:
    known = {reader.reader: set(groups_for(reader, setting.policy)) for reader in setting.policy.readers}
    named = {reader.reader: set(reader.groups) for reader in grant.readers}
    refuse_unless(named.keys() == known.keys(), GrantReadersWrong)
    refuse_unless(all(groups <= known[reader] for reader, groups in named.items()), GrantReadersWrong)
