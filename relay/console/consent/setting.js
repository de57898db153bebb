// consent/setting.js — mirrors consent/setting.py: what both ends agreed on, and how the desk's documents are judged

import { DocumentForAnotherGrant, GrantForAnotherSession } from './errors.js';
import { documentId, origin, seconds, sessionId, thumbprint } from './fields.js';
import { read } from './jws.js';

/** @typedef {import('./jws.js').VerifyKey} VerifyKey */

/**
 * One session's fixed facts: every document of the session is judged by them.
 *
 * @typedef {object} Setting
 * @property {string} session
 * @property {string} origin
 * @property {VerifyKey} agentKey
 * @property {VerifyKey} technicianKey
 * @property {import('./policy.js').OrganisationPolicy} policy
 * @property {string} policySha256
 */

/** What every document of a running session says: by whom, at which relay, in which session, when. */
export const SESSION_CLAIMS = Object.freeze({
    iss: thumbprint,
    aud: origin,
    jti: documentId,
    sid: sessionId,
    iat: seconds,
});

/**
 * Pass when the check holds.
 *
 * @param {boolean} holds
 * @param {new (detail: string) => import('./errors.js').AttendedError} error
 * @param {string} [detail]
 */
export function refuseUnless(holds, error, detail = '') {
    if (!holds) throw new error(detail);
}

/**
 * Judge a withdrawal, pause, resume, key list or end, which only the desk signs.
 *
 * @template {{iss: string, sid: string, aud: string}} T
 * @param {string} token
 * @param {import('./jws.js').Kind<T>} kind
 * @param {Setting} setting
 * @returns {Promise<T>}
 */
export async function verifyDeskDocument(token, kind, setting) {
    const document = await read(token, kind, setting.agentKey); // 1 signed by the agent's session key
    refuseSession(document, setting.agentKey, setting); // 2 says so, and names this session and relay
    return document;
}

/**
 * Refuse a document that says it is another's, another session's or another relay's.
 *
 * @param {{iss: string, sid: string, aud: string}} document
 * @param {VerifyKey} key
 * @param {Setting} setting
 */
export function refuseSession(document, key, setting) {
    const own = document.iss === key.thumbprint && document.sid === setting.session;
    refuseUnless(own && document.aud === setting.origin, GrantForAnotherSession);
}

/**
 * Refuse a document that is about another grant than the one in force.
 *
 * @param {string} named
 * @param {string} inForce
 */
export function refuseGrant(named, inForce) {
    refuseUnless(named === inForce, DocumentForAnotherGrant);
}
