// consent/grant.js — mirrors consent/grant.py: the customer's signed yes, and the checks before anybody relies on it

import {
    GrantExpired,
    GrantForAnotherRequest,
    GrantForAnotherTechnician,
    GrantOutOfChain,
    GrantReadersWrong,
    GrantTooLong,
    GrantTooWide,
    GrantUnderAnotherPolicy,
} from './errors.js';
import { readerId, seconds, sha256, term, thumbprint } from './fields.js';
import { VerifyKey, jwk, read, sha256Of } from './jws.js';
import * as limits from './limits.js';
import { fit, list, object, oneOf, orNull, refuseTwice, truth, whole } from './model.js';
import { groupsFor } from './policy.js';
import { consentRequest } from './request.js';
import { ALL_GROUPS, LOOKING, REQUIRES, SCOPES } from './scopes.js';
import { SESSION_CLAIMS, refuseSession, refuseUnless } from './setting.js';

/** @typedef {import('./scopes.js').Scope} Scope */
/** @typedef {import('./setting.js').Setting} Setting */

/** One thing that is allowed; for view, on which monitors. */
const grantedScope = object(
    { scope: oneOf(SCOPES), monitors: list(whole(0, limits.MONITORS - 1), 0, limits.MONITORS), until: seconds },
    (granted) => {
        fit(granted.monitors.length > 0 === (granted.scope === 'view'), 'monitors are named for view, and only there');
        refuseTwice(granted.monitors, 'a monitor');
    },
);

/** @typedef {ReturnType<typeof grantedScope>} GrantedScope */

/** What the customer allows from now on. It replaces the grant before it wholly. */
export const consentGrant = Object.freeze({
    typ: 'consent-grant+jwt',
    limit: limits.GRANT_BYTES,
    check: object(
        {
            ...SESSION_CLAIMS,
            sub: thumbprint,
            nbf: seconds,
            exp: seconds,
            scopes: list(grantedScope, 1, SCOPES.length),
            purpose: term,
            request_sha256: sha256,
            policy_sha256: sha256,
            notice_sha256: sha256,
            readers: list(
                object({ reader: readerId, groups: list(oneOf(ALL_GROUPS), 0, ALL_GROUPS.length) }),
                2,
                limits.READERS,
            ),
            chain: orNull(sha256),
            look_only: truth,
            cnf: object({ jwk }),
        },
        (grant) => {
            refuseTwice(grant.scopes.map((granted) => granted.scope), 'a scope');
            refuseTwice(grant.readers.map((one) => one.reader), 'a reader');
            fit(grant.nbf === grant.iat, 'a yes begins when it is given');
            fit(grant.scopes.every((granted) => granted.until > grant.iat), 'and holds for a while');
            fit(grant.exp === Math.max(...grant.scopes.map((granted) => granted.until)), 'and ends with its last thing');
        },
    ),
});

/** @typedef {ReturnType<typeof consentGrant.check>} ConsentGrant */
/** @typedef {ReturnType<typeof consentRequest.check>} ConsentRequest */

/**
 * Where a grant stands in its session: the grant before it (its token), what of that was not withdrawn, and the seconds
 * since this one arrived, on this computer's monotonic clock.
 *
 * @typedef {{former?: string | null, living?: ReadonlySet<Scope>, elapsed?: number}} Standing
 */

/**
 * Judge a grant. Agent, console, relay and whoever checks a recording run these same checks.
 *
 * @param {string} token
 * @param {string} requestToken
 * @param {Setting} setting
 * @param {Standing} [standing]
 * @returns {Promise<ConsentGrant>}
 * @throws {import('./errors.js').AttendedError} the first of the numbered checks that does not hold
 */
export async function verifyGrant(token, requestToken, setting, standing = {}) {
    const { former = null, living = new Set(), elapsed = 0 } = standing;
    const grant = await read(token, consentGrant, setting.agentKey); // 1 signed by the agent's session key
    refuseSession(grant, setting.agentKey, setting); // 2 in this session, at this relay
    const technician = setting.technicianKey;
    const holder = await VerifyKey.fromJwk(grant.cnf.jwk);
    const ours = grant.sub === technician.thumbprint && holder.equals(technician);
    refuseUnless(ours, GrantForAnotherTechnician); // 3 to this technician
    const request = await read(requestToken, consentRequest, technician); // 4 an answer to this question and its purpose
    const answers = grant.request_sha256 === (await sha256Of(requestToken)) && grant.purpose === request.purpose;
    refuseUnless(answers, GrantForAnotherRequest);
    const policies = [grant.policy_sha256, request.policy_sha256];
    refuseUnless(policies.every((said) => said === setting.policySha256), GrantUnderAnotherPolicy); // 5 these rules
    const before = former === null ? null : await read(former, consentGrant, setting.agentKey);
    const chain = former === null ? null : await sha256Of(former);
    refuseUnless(grant.chain === chain, GrantOutOfChain); // 6 after the former
    refuseUnless(before === null || before.iat <= grant.iat, GrantOutOfChain);
    const renewing = before !== null && before.request_sha256 === grant.request_sha256;
    const bounds = boundsOf(request, setting, grant.iat, before, living, renewing);
    for (const granted of grant.scopes) {
        const bound = bounds.get(granted.scope);
        refuseUnless(bound !== undefined, GrantTooWide, granted.scope); // 7 no wider than asked
        refuseUnless(granted.until <= Number(bound), GrantTooLong, granted.scope); // 8 no longer than asked
    }
    const asked = request.scopes.includes('view') && !renewing;
    refuseUnless(withinView(grant, before, asked), GrantTooWide); // 9 nothing acts on a screen that is not shown
    refuseUnless(isNarrowEnough(grant, before), GrantTooWide); // 10 looking only, where the technician called first
    refuseReaders(grant, setting); // 11 the policy's readers
    refuseUnless(elapsed < grant.exp - grant.iat, GrantExpired); // 12 in its time
    return grant;
}

/**
 * Say what a grant made at `at` may name, and until when at most.
 *
 * @param {ConsentRequest} request
 * @param {Setting} setting
 * @param {number} at
 * @param {ConsentGrant | null} former
 * @param {ReadonlySet<Scope>} living
 * @param {boolean} renewing
 * @returns {Map<Scope, number>}
 */
function boundsOf(request, setting, at, former, living, renewing) {
    const longest = setting.policy.limits.minutes * 60;
    /** @type {Map<Scope, number>} */
    const bounds = new Map();
    for (const { scope, until } of former?.scopes ?? []) {
        const renewed = Math.min(until + limits.EXTENSION_SECONDS, Math.max(until, at + longest));
        if (living.has(scope)) bounds.set(scope, renewing ? renewed : until);
    }
    if (renewing) return bounds;
    const askedUntil = at + Math.min(request.minutes * 60, longest);
    for (const scope of request.scopes) {
        const known = setting.policy.limits.scopes.includes(scope);
        if (known) bounds.set(scope, Math.max(askedUntil, bounds.get(scope) ?? 0));
    }
    return bounds;
}

/**
 * Give what a grant says about one scope.
 *
 * @param {ConsentGrant} grant
 * @param {Scope} scope
 * @returns {GrantedScope | null}
 */
export function grantedIn(grant, scope) {
    return grant.scopes.find((granted) => granted.scope === scope) ?? null;
}

/**
 * @param {ConsentGrant} grant
 * @param {ConsentGrant | null} before
 * @param {boolean} viewWasAsked
 */
function withinView(grant, before, viewWasAsked) {
    const view = grantedIn(grant, 'view');
    const acting = grant.scopes.filter((granted) => granted.scope in REQUIRES);
    if (acting.some((granted) => view === null || granted.until > view.until)) return false;
    if (view === null || before === null || viewWasAsked) return true;
    const shown = grantedIn(before, 'view'); // carried over: the same monitors, or fewer
    return shown !== null && view.monitors.every((monitor) => shown.monitors.includes(monitor));
}

/**
 * @param {ConsentGrant} grant
 * @param {ConsentGrant | null} before
 */
function isNarrowEnough(grant, before) {
    if (before !== null && before.look_only !== grant.look_only) return false; // how it began cannot change
    if (!grant.look_only) return true;
    const end = before === null ? grant.iat + limits.LOOK_ONLY_MINUTES * 60 : before.exp;
    return grant.scopes.every((granted) => LOOKING.has(granted.scope)) && grant.exp <= end;
}

/**
 * @param {ConsentGrant} grant
 * @param {Setting} setting
 */
function refuseReaders(grant, setting) {
    const known = new Map(setting.policy.readers.map((one) => [one.reader, groupsFor(one, setting.policy)]));
    refuseUnless(grant.readers.length === known.size, GrantReadersWrong);
    for (const { reader, groups } of grant.readers) {
        const allowed = known.get(reader);
        refuseUnless(allowed !== undefined && groups.every((group) => allowed.includes(group)), GrantReadersWrong);
    }
}
