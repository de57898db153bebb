// consent/policy.js — mirrors consent/policy.py: an organisation's rules, signed by its key

import { unb64u, b64u } from './encoding.js';
import { domain, readerId, seconds, term, thumbprint } from './fields.js';
import { jwk } from './jws.js';
import * as limits from './limits.js';
import { bytes, characters, fit, list, object, oneOf, refuseTwice, text, truth, whole } from './model.js';
import { SCOPES } from './scopes.js';

const KEM_BYTES = 1216; // MLKEM768-X25519: 1,184 of ML-KEM-768 and 32 of X25519

/**
 * Text that shows as what it is: no controls, line breaks or marks that turn the direction of text.
 *
 * @param {number} most
 * @returns {import('./model.js').Check<string>}
 */
export function plain(most) {
    return (value, place) => {
        fit(typeof value === 'string' && value !== '' && characters(value) <= most, place);
        fit(/^(?:[^\p{C}\p{Z}]| )+$/u.test(value) && value === value.trim(), place);
        return value;
    };
}

export const name = plain(limits.NAME_LENGTH);
export const words = plain(limits.WORDS_LENGTH);
const long = text(/[\s\S]/, limits.TEXT_LENGTH);

/** Somebody who may open recordings. That `reader` is the hash of `kem` is asynchronous here: see `readersHold`. */
const reader = object({
    reader: readerId,
    role: oneOf(/** @type {const} */ (['quality', 'recovery'])),
    name,
    kem: bytes(KEM_BYTES),
    key: jwk,
});

/** @typedef {ReturnType<typeof reader>} PolicyReader */
/** @typedef {ReturnType<typeof organisationPolicy.check>} OrganisationPolicy */

/** The rules in force. */
export const organisationPolicy = Object.freeze({
    typ: 'organisation-policy+jwt',
    limit: limits.POLICY_BYTES,
    check: object(
        {
            iss: thumbprint,
            domain,
            name,
            version: whole(1, 2 ** 31 - 1),
            iat: seconds,
            controller: object({ name, address: long, contact: words }),
            jurisdiction: words,
            purposes: list(object({ term, words }), 1, limits.PURPOSES),
            retention_days: whole(1, 3650),
            notice: long,
            limits: object({
                minutes: whole(1, limits.MINUTES),
                scopes: list(oneOf(SCOPES), 1, SCOPES.length),
                secret_digits: oneOf([6, 8]),
                typed_keys_readable: truth,
            }),
            readers: list(reader, 2, limits.READERS),
        },
        (policy) => {
            refuseTwice(policy.purposes.map((purpose) => purpose.term), 'a purpose');
            refuseTwice(policy.readers.map((one) => one.reader), 'a reader');
            refuseTwice(policy.limits.scopes, 'a scope');
            fit(policy.readers.some((one) => one.role === 'recovery'), 'no recovery key');
        },
    ),
});

/**
 * Tell whether every reader is named by the hash of the KEM key.
 *
 * @param {OrganisationPolicy} policy
 * @returns {Promise<boolean>}
 */
export async function readersHold(policy) {
    const named = policy.readers.map(async (one) => {
        const digest = await crypto.subtle.digest('SHA-256', unb64u(one.kem));
        return one.reader === b64u(new Uint8Array(digest));
    });
    return (await Promise.all(named)).every(Boolean);
}

/**
 * Name the reading groups that a reader is given the keys to.
 *
 * @param {PolicyReader} one
 * @param {OrganisationPolicy} policy
 * @returns {import('./scopes.js').Group[]}
 */
export function groupsFor(one, policy) {
    const typed = one.role === 'recovery' || policy.limits.typed_keys_readable;
    return typed ? ['view', 'keys', 'rest', 'aside'] : ['view', 'rest', 'aside'];
}
