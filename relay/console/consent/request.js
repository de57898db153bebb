// consent/request.js — mirrors consent/request.py: the question a technician asks, made and signed here

import { b64u } from './encoding.js';
import { canonical } from './canonical.js';
import { documentId, origin, seconds, sessionId, sha256, term, thumbprint } from './fields.js';
import { commitment, sign } from './jws.js';
import * as limits from './limits.js';
import { fit, list, object, oneOf, refuseTwice, whole } from './model.js';
import { SCOPES } from './scopes.js';

/** A technician's question. Its plain words travel sealed beside it; here stands only a commitment to them. */
export const consentRequest = Object.freeze({
    typ: 'consent-request+jwt',
    limit: limits.REQUEST_BYTES,
    check: object(
        {
            iss: thumbprint,
            sub: thumbprint,
            aud: origin,
            jti: documentId,
            sid: sessionId,
            iat: seconds,
            exp: seconds,
            scopes: list(oneOf(SCOPES), 1, SCOPES.length),
            minutes: whole(1, limits.MINUTES),
            purpose: term,
            words_sha256: sha256,
            policy_sha256: sha256,
        },
        (request) => {
            refuseTwice(request.scopes, 'a scope');
            fit(request.exp > request.iat, 'over before it begins');
        },
    ),
});

/** @typedef {ReturnType<typeof consentRequest.check>} ConsentRequest */

/**
 * What is asked, for how long, and why, in the technician's words.
 *
 * @typedef {object} Question
 * @property {readonly import('./scopes.js').Scope[]} scopes
 * @property {number} minutes
 * @property {string} purpose a term of the policy
 * @property {string} reason
 * @property {string} ticket may be empty
 */

/**
 * Write and sign a question. The salt goes to the customer with the words, sealed.
 *
 * @param {Question} question
 * @param {import('./setting.js').Setting} setting
 * @param {import('./jws.js').SigningKey} key
 * @param {number} at Unix seconds
 * @param {(size: number) => import('./encoding.js').Bytes} random
 * @returns {Promise<{token: string, request: ConsentRequest, salt: string}>}
 */
export async function makeRequest(question, setting, key, at, random) {
    const salt = random(32);
    const words = canonical({ reason: question.reason, ticket: question.ticket });
    /** @type {ConsentRequest} */
    const request = {
        iss: key.verifyKey.thumbprint,
        sub: setting.agentKey.thumbprint,
        aud: setting.origin,
        jti: b64u(random(16)),
        sid: setting.session,
        iat: at,
        exp: at + limits.ANSWER_SECONDS,
        scopes: question.scopes,
        minutes: question.minutes,
        purpose: question.purpose,
        words_sha256: await commitment(salt, words),
        policy_sha256: setting.policySha256,
    };
    return { token: await sign(consentRequest, request, key), request, salt: b64u(salt) };
}
