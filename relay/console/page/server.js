// page/server.js — the relay over HTTP, asked by its own page

import { VerifyKey } from '../consent/jws.js';
import { verifyOrganisation } from '../consent/organisation.js';
import { AnotherOrigin } from '../protocol/errors.js';
import { parse } from '../protocol/well_known.js';
import { Socket } from './socket.js';

/** @typedef {import('../consent/organisation.js').Organisation} Organisation */
/** @typedef {{name: string, role: string, organisation: string, organisation_name: string, trained_until: string | null, thumbprint: string}} Me */

/** The relay refused, in its own words. */
export class Refusal extends Error {
    /** @param {{code: string, words: string, remedy: string}} said */
    constructor({ code, words, remedy }) {
        super(`${code} ${words}`);
        this.code = code;
        this.words = words;
        this.remedy = remedy;
    }
}

const UNREACHED = {
    code: 'A-111',
    words: 'We cannot reach the relay.',
    remedy: 'Check that you are online, and try again.',
};

/**
 * Ask the relay.
 *
 * @param {string} path
 * @param {unknown} [body] with one it is a POST
 * @returns {Promise<any>}
 * @throws {Refusal}
 */
export async function ask(path, body) {
    const headers = { 'Content-Type': 'application/json', 'X-Attended': '1' };
    const options = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const unreached = () => {
        throw new Refusal(UNREACHED);
    };
    const answer = await fetch(path, { ...options, credentials: 'same-origin', cache: 'no-store' }).catch(unreached);
    const text = await answer.text().catch(unreached); // a relay may end in the middle of an answer
    if (answer.ok) return text === '' ? {} : path.startsWith('/api/') ? JSON.parse(text) : text;
    throw new Refusal(refusalIn(text));
}

/** @param {string} text */
function refusalIn(text) {
    try {
        const { code, words, remedy } = JSON.parse(text);
        if ([code, words, remedy].every((said) => typeof said === 'string')) return { code, words, remedy };
    } catch {
        return UNREACHED; // something else than the relay answered
    }
    return UNREACHED;
}

/**
 * Ask whose relay this is, and verify what it says.
 *
 * @returns {Promise<{organisation: Organisation, logKey: string}>}
 * @throws {Refusal | import('../protocol/errors.js').AttendedError}
 */
export async function whose() {
    const known = parse(await ask('/.well-known/attended'));
    if (known.origin !== location.origin) throw new AnotherOrigin(known.origin);
    const key = await VerifyKey.fromJwk(known.organisation.jwk);
    const now = Math.floor(Date.now() / 1000);
    const organisation = await verifyOrganisation(known.policy, known.directory_key, key, now, known.organisation.domain);
    return { organisation, logKey: known.log_key };
}

/**
 * Open a line to the relay. A ticket stands in for the cookie, and works once.
 *
 * @returns {Promise<Socket>}
 * @throws {Refusal}
 */
export async function openLine() {
    const { ticket } = await ask('/api/technician-ticket', {});
    const address = `${location.origin.replace(/^http/, 'ws')}/technician`;
    const line = new Socket(address, ['attended.v1', `attended.ticket.${ticket}`]);
    return new Promise((resolve, reject) => {
        line.addEventListener('open', () => resolve(line), { once: true });
        line.addEventListener('close', () => reject(new Refusal(UNREACHED)), { once: true });
    });
}
