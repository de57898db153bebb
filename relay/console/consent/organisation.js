// consent/organisation.js — mirrors consent/organisation.py: an organisation by domain and key, a person by an entry

import {
    AttendedError,
    EntryOutOfDate,
    EntryWrong,
    OrganisationOutOfDate,
    OrganisationWrong,
} from './errors.js';
import { documentId, domain, seconds, thumbprint } from './fields.js';
import { VerifyKey, jwk, read, sha256Of } from './jws.js';
import * as limits from './limits.js';
import { fit, object, oneOf, text } from './model.js';
import { name, organisationPolicy, readersHold } from './policy.js';
import { refuseUnless } from './setting.js';

/** The key that signs directory entries for a while. */
export const directoryKey = Object.freeze({
    typ: 'directory-key+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object({ iss: thumbprint, domain, jwk, iat: seconds, exp: seconds }),
});

/** Who holds a key, as the organisation says, for at most a day. */
export const directoryEntry = Object.freeze({
    typ: 'directory-entry+jwt',
    limit: limits.ENTRY_BYTES,
    check: object(
        {
            iss: thumbprint,
            domain,
            name,
            role: oneOf(/** @type {const} */ (['technician', 'reviewer', 'administrator'])),
            trained_until: text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, 10),
            sub: thumbprint,
            jwk,
            iat: seconds,
            exp: seconds,
            jti: documentId,
        },
        (entry) => {
            fit(isDay(entry.trained_until), 'no such day');
            fit(entry.exp > entry.iat && entry.exp - entry.iat <= limits.ENTRY_SECONDS, 'at most a day');
        },
    ),
});

/** @typedef {ReturnType<typeof directoryKey.check>} DirectoryKey */
/** @typedef {ReturnType<typeof directoryEntry.check>} DirectoryEntry */

/**
 * An organisation whose policy and directory key were verified.
 *
 * @typedef {object} Organisation
 * @property {import('./policy.js').OrganisationPolicy} policy
 * @property {string} policySha256
 * @property {DirectoryKey} directory
 * @property {VerifyKey} key
 */

/**
 * Judge an organisation's policy and directory key under the key that its domain was found to have.
 *
 * @param {string} policyToken
 * @param {string} directoryToken
 * @param {VerifyKey} orgKey
 * @param {number} at Unix seconds on this computer's clock
 * @param {string} expectedDomain
 * @returns {Promise<Organisation>}
 * @throws {OrganisationWrong | OrganisationOutOfDate}
 */
export async function verifyOrganisation(policyToken, directoryToken, orgKey, at, expectedDomain) {
    // 1 both signed by the organisation's key
    const policy = await orElse(OrganisationWrong, read(policyToken, organisationPolicy, orgKey));
    refuseUnless(await readersHold(policy), OrganisationWrong);
    const directory = await orElse(OrganisationWrong, read(directoryToken, directoryKey, orgKey));
    const own = orgKey.thumbprint;
    refuseUnless(policy.iss === own && directory.iss === own, OrganisationWrong); // 2 and both say so
    const domains = [policy.domain, directory.domain];
    refuseUnless(domains.every((said) => said === expectedDomain), OrganisationWrong); // 3 both of this domain
    refuseUnless(inTime(directory.iat, directory.exp, at), OrganisationOutOfDate); // 4 the directory key is in its time
    refuseUnless(policy.iat <= at + limits.ENTRY_SECONDS, OrganisationOutOfDate); // 5 the policy is in force already
    return { policy, policySha256: await sha256Of(policyToken), directory, key: orgKey };
}

/**
 * Judge a technician's directory entry under a verified directory key.
 *
 * @param {string} entryToken
 * @param {DirectoryKey} directory
 * @param {number} at Unix seconds on this computer's clock
 * @returns {Promise<DirectoryEntry>}
 * @throws {EntryWrong | EntryOutOfDate}
 */
export async function verifyEntry(entryToken, directory, at) {
    const key = await orElse(EntryWrong, VerifyKey.fromJwk(directory.jwk));
    const entry = await orElse(EntryWrong, read(entryToken, directoryEntry, key)); // 1 signed by the directory key
    refuseUnless(entry.iss === key.thumbprint, EntryWrong); // 2 and says so
    refuseUnless(entry.domain === directory.domain, EntryWrong); // 3 of the same organisation
    const held = await VerifyKey.fromJwk(entry.jwk);
    refuseUnless(held.thumbprint === entry.sub, EntryWrong); // 4 about the key it carries
    refuseUnless(entry.role === 'technician', EntryWrong); // 5 a technician
    refuseUnless(inTime(entry.iat, entry.exp, at), EntryOutOfDate); // 6 of today
    const today = new Date(at * 1000).toISOString().slice(0, 10);
    refuseUnless(today <= entry.trained_until, EntryOutOfDate); // 7 trained, and in date
    return entry;
}

/**
 * Tell whether something is in its time, forgiving a clock that is somewhat off; see the Python for the reason.
 *
 * @param {number} begins
 * @param {number} ends
 * @param {number} at
 */
export function inTime(begins, ends, at) {
    return begins - limits.ENTRY_SECONDS <= at && at < ends + limits.CLOCK_SECONDS;
}

/** @param {string} day */
function isDay(day) {
    const time = Date.parse(`${day}T00:00:00Z`);
    return !Number.isNaN(time) && day > '0000' && new Date(time).toISOString().startsWith(day);
}

/**
 * @template T
 * @param {new (detail: string) => AttendedError} kind
 * @param {Promise<T>} awaited
 * @returns {Promise<T>}
 */
async function orElse(kind, awaited) {
    try {
        return await awaited;
    } catch (wrong) {
        if (wrong instanceof AttendedError) throw new kind(wrong.message);
        throw wrong;
    }
}
