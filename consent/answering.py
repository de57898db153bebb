"""From the customer's decision to a grant: never wider or longer than asked, than the rules, than the looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consent import limits
from consent.decision import Decision, Expected
from consent.errors import NotAYes, OnlyLooking, ViewFirst
from consent.fields import DocumentId, Sha256
from consent.grant import Confirmation, ConsentGrant, GrantedScope, ReaderGroups, bounds_of
from consent.jws import Jwk, read, sha256_of
from consent.policy import groups_for
from consent.request import ConsentRequest
from consent.scopes import LOOKING, REQUIRES, Scope
from consent.setting import Setting


@dataclass(frozen=True)
class Moment:
    """
    What the desk knows when it writes a grant.

    `at`: Unix seconds; `jti`: drawn at random; `former`: the session's grant before (its token); `living`: what of it
    lives now; `notice_sha256`: commitment to the words on the screen; `look_only`: the technician called first.
    """

    at: int
    jti: DocumentId
    notice_sha256: Sha256
    look_only: bool
    former: str | None = None
    living: frozenset[Scope] = frozenset()


def make_grant(request_token: str, decision: Decision, setting: Setting, moment: Moment) -> ConsentGrant:
    """
    Write the grant that a decision stands for. The caller signs it with the session key.

    What lives of the former grant is carried over until its old end.

    Raises:
        NotAYes: The decision is a no, answers another question, ticks what was not asked, or left it open whether this
            person was expected.
        OnlyLooking: It ticks more than looking where the technician called first.
        ViewFirst: It ticks something that needs view, and view is not in it.
    """
    request = read(request_token, ConsentRequest, setting.technician_key)
    former = _former(moment, setting)
    _refuse_all_but_a_yes(decision, request, first=former is None)
    if moment.look_only and not decision.scopes <= LOOKING:
        raise OnlyLooking
    bounds = bounds_of(request, setting, moment.at, former, moment.living, renewing=False)
    chosen_until = moment.at + decision.minutes * 60
    scopes = _kept(former, moment)
    for ticked in decision.allowed:
        if ticked.scope not in bounds:
            raise NotAYes(f"{ticked.scope} is beyond the policy")
        before = scopes.get(ticked.scope)
        until = max(min(chosen_until, bounds[ticked.scope]), before.until if before else 0)
        scopes[ticked.scope] = GrantedScope(scope=ticked.scope, monitors=ticked.monitors, until=until)
    return _written(scopes, sha256_of(request_token), request.purpose, setting, moment, former)


def renew_grant(setting: Setting, moment: Moment, add_seconds: int = 0) -> ConsentGrant:
    """
    Write the customer's own new grant over what still lives: longer by `add_seconds`, or only narrower.

    Raises:
        NotAYes: There is no former grant, nothing of it lives, or more time is added than one press may.
    """
    former = _former(moment, setting)
    if former is None or not 0 <= add_seconds <= limits.EXTENSION_SECONDS:
        raise NotAYes
    longest = moment.at + setting.policy.limits.minutes * 60
    scopes = {
        scope: kept.model_copy(update={"until": min(kept.until + add_seconds, max(kept.until, longest))})
        for scope, kept in _kept(former, moment).items()
    }
    return _written(scopes, former.request_sha256, former.purpose, setting, moment, former)


def _former(moment: Moment, setting: Setting) -> ConsentGrant | None:
    return None if moment.former is None else read(moment.former, ConsentGrant, setting.agent_key)


def _refuse_all_but_a_yes(decision: Decision, request: ConsentRequest, *, first: bool) -> None:
    if not decision.is_yes or decision.request != request.jti:
        raise NotAYes
    if not decision.scopes <= set(request.scopes):
        raise NotAYes("more was ticked than asked")
    if first and decision.expected is not Expected.YES:
        raise NotAYes("the first question asks whether this person was expected")


def _kept(former: ConsentGrant | None, moment: Moment) -> dict[Scope, GrantedScope]:
    held = former.scopes if former else ()
    return {kept.scope: kept for kept in held if kept.scope in moment.living and kept.until > moment.at}


def _written(
    scopes: Mapping[Scope, GrantedScope],
    request_sha256: Sha256,
    purpose: str,
    setting: Setting,
    moment: Moment,
    former: ConsentGrant | None,
) -> ConsentGrant:
    if not scopes:
        raise NotAYes("nothing lives")
    narrowed = _narrowed(scopes, moment, former)
    technician = setting.technician_key
    return ConsentGrant(
        iss=setting.agent_key.thumbprint,
        sub=technician.thumbprint,
        aud=setting.origin,
        jti=moment.jti,
        sid=setting.session,
        iat=moment.at,
        nbf=moment.at,
        exp=max(granted.until for granted in narrowed),
        scopes=narrowed,
        purpose=purpose,
        request_sha256=request_sha256,
        policy_sha256=setting.policy_sha256,
        notice_sha256=moment.notice_sha256,
        readers=tuple(
            ReaderGroups(reader=reader.reader, groups=groups_for(reader, setting.policy))
            for reader in setting.policy.readers
        ),
        chain=None if moment.former is None else sha256_of(moment.former),
        look_only=moment.look_only,
        cnf=Confirmation(jwk=Jwk.model_validate(technician.jwk())),
    )


def _narrowed(
    scopes: Mapping[Scope, GrantedScope], moment: Moment, former: ConsentGrant | None
) -> tuple[GrantedScope, ...]:
    """Bring every end within what the scope depends on: the view it acts on, the quarter of an hour of looking."""
    end = max(granted.until for granted in scopes.values())
    if moment.look_only:
        end = min(end, moment.at + limits.LOOK_ONLY_MINUTES * 60 if former is None else former.exp)
    ends: dict[Scope, int] = {}
    for scope, granted in scopes.items():
        needed = REQUIRES.get(scope)
        if needed is not None and needed not in scopes:
            raise ViewFirst
        ends[scope] = min(granted.until, end, scopes[needed].until if needed else end)
    if min(ends.values()) <= moment.at:
        raise OnlyLooking("the quarter of an hour is over")
    return tuple(scopes[scope].model_copy(update={"until": ends[scope]}) for scope in Scope if scope in scopes)
