// protocol/pairing.js — mirrors protocol/pairing.py: from a spoken code to a session's keys, one try for each code.
// Only the technician's end stands here: a browser never shows a code.

import { canonical } from '../consent/canonical.js';
import { b64u, joined, unb64u, utf8 } from '../consent/encoding.js';
import { VerifyKey } from '../consent/jws.js';
import { Initiator, lvCat } from './cpace.js';
import { AttendedError, CodeSpent, PairingOutOfOrder, PeerError, WrongCode } from './errors.js';
import { Paired, PairingFailed } from './events.js';
import { FROM_AGENT, FROM_TECHNICIAN, channel0, resumeKey, sessionSecret } from './keys.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('./events.js').PairingEvent} PairingEvent */
/** @typedef {import('./wire.js').Message} Message */
/** @typedef {(size: number) => Bytes} Random */

export const SUITE = 'cpace-x25519-sha512/21+sframe-5';
export const VERSION = 'attended.v1';
const NONCE_BYTES = 16;
const SCALAR_BYTES = 32;

/** Where a pairing happens: session id, the relay's public origin, its log's verifier key. Bound into the keys. */
export class Place {
    /**
     * @param {string} session
     * @param {string} origin
     * @param {string} logKey
     */
    constructor(session, origin, logKey) {
        this.session = session;
        this.origin = origin;
        this.logKey = logKey;
    }

    /** CPace's CI: everything that both ends must see alike. */
    channelIdentifier() {
        const parts = [VERSION, SUITE, this.origin, this.logKey, 'technician', 'agent', this.session];
        return lvCat(...parts.map(utf8));
    }

    /**
     * Give CPace's sid: SHA-256 of both nonces and the session id's bytes.
     *
     * @param {Uint8Array} technicianNonce
     * @param {Uint8Array} agentNonce
     */
    async runId(technicianNonce, agentNonce) {
        const parts = joined(technicianNonce, agentNonce, unb64u(this.session));
        return new Uint8Array(await crypto.subtle.digest('SHA-256', parts));
    }
}

/**
 * Give ADa, what the technician says of itself in clear: no name, only hashes and a key.
 *
 * @param {{console: string, entry_sha256: string, key: import('../consent/jws.js').Jwk}} share
 */
export function technicianData({ console: version, entry_sha256, key }) {
    return canonical({ console: version, entry_sha256, key });
}

/**
 * Give ADb, what the agent says of itself in clear.
 *
 * @param {{key: import('../consent/jws.js').Jwk, policy_sha256: string}} answer
 */
export function agentData({ key, policy_sha256 }) {
    return canonical({ key, policy_sha256 });
}

/** The codes a console has run already; it refuses each a second time. Lives as long as the page. */
export class SpentCodes {
    /** @type {Set<string>} */
    #seen = new Set();

    /**
     * Look whether a run with this code has begun.
     *
     * @param {import('./code.js').SpokenCode} code
     * @throws {CodeSpent} one has
     */
    check(code) {
        if (this.#seen.has(code.locator + code.secret)) throw new CodeSpent();
    }

    /**
     * Note that a run with this code begins.
     *
     * @param {import('./code.js').SpokenCode} code
     * @throws {CodeSpent} one has begun before
     */
    spend(code) {
        this.check(code);
        this.#seen.add(code.locator + code.secret);
    }
}

/** The technician's end: runs one code once, and proves itself first. */
export class TechnicianPairing {
    /** @type {'fresh' | 'sharing' | 'shared' | 'confirming' | 'over'} */
    #step = 'fresh';
    /** @type {Message[]} */
    #out = [];
    /** @type {Initiator | null} */
    #run = null;
    /** @type {any} */
    #answer = null;
    #facts;

    /**
     * @param {object} facts
     * @param {import('./code.js').SpokenCode} facts.code
     * @param {Place} facts.place
     * @param {VerifyKey} facts.technicianKey
     * @param {string} facts.entrySha256
     * @param {string} facts.console this console's version
     * @param {Random} facts.random
     * @param {SpentCodes} facts.spent
     * @throws {CodeSpent} `spent` has seen the code before
     */
    constructor(facts) {
        facts.spent.spend(facts.code);
        this.#facts = facts;
    }

    /**
     * Take one message of the agent and say what it means. Then send what `toSend` gives.
     *
     * @param {any} message
     * @returns {Promise<PairingEvent[]>}
     */
    async receive(message) {
        const step = this.#step;
        try {
            if (message.kind === 'pair.hello' && step === 'fresh') return await this.#begin(message);
            if (message.kind === 'pair.answer' && step === 'shared') return await this.#prove(message);
            if (message.kind === 'pair.confirmed' && step === 'confirming') return await this.#finish(message);
            if (message.kind === 'pair.failed' && (step === 'shared' || step === 'confirming')) {
                throw new WrongCode(`the agent says ${message.code}`);
            }
            throw new PairingOutOfOrder(message.kind);
        } catch (wrong) {
            if (wrong instanceof PeerError) return this.#fail(wrong);
            throw wrong;
        }
    }

    /**
     * Give what must go to the agent now, once.
     *
     * @returns {Message[]}
     */
    toSend() {
        const out = this.#out;
        this.#out = [];
        return out;
    }

    /**
     * End the run from this side.
     *
     * @param {AttendedError} [error]
     * @returns {PairingEvent[]}
     */
    giveUp(error = new PairingOutOfOrder('given up')) {
        return this.#fail(error);
    }

    /** @param {{nonce: string}} hello */
    async #begin(hello) {
        this.#step = 'sharing';
        const { code, place, technicianKey, entrySha256, random } = this.#facts;
        const nonce = random(NONCE_BYTES);
        const own = { console: this.#facts.console, entry_sha256: entrySha256, key: technicianKey.jwk() };
        const sid = await place.runId(nonce, unb64u(hello.nonce));
        const ci = place.channelIdentifier();
        this.#run = await Initiator.begin(code.prs, ci, sid, technicianData(own), random(SCALAR_BYTES));
        const share = { kind: 'pair.share', nonce: b64u(nonce), share: b64u(this.#run.share), ...own };
        this.#step = 'shared';
        this.#out.push(share);
        return [];
    }

    /** @param {any} answer */
    async #prove(answer) {
        const run = /** @type {Initiator} */ (this.#run);
        await run.receive(unb64u(answer.share), agentData(answer));
        this.#answer = answer;
        this.#step = 'confirming';
        this.#out.push(/** @type {Message} */ ({ kind: 'pair.confirm', tag: b64u(await run.tag()) }));
        return [];
    }

    /** @param {{tag: string}} message */
    async #finish(message) {
        const run = /** @type {Initiator} */ (this.#run);
        const isk = await run.confirm(unb64u(message.tag));
        this.#step = 'over';
        const secret = await sessionSecret(isk, run.transcript);
        const keys = {
            epoch: 0,
            toConsole: await channel0(secret, 0, FROM_AGENT),
            toAgent: await channel0(secret, 0, FROM_TECHNICIAN),
        };
        return [
            new Paired({
                sessionSecret: secret,
                resumeKey: await resumeKey(secret),
                channel0: keys,
                agentKey: await VerifyKey.fromJwk(this.#answer.key),
                policySha256: this.#answer.policy_sha256,
                transcript: run.transcript,
            }),
        ];
    }

    /**
     * @param {AttendedError} error
     * @returns {PairingEvent[]}
     */
    #fail(error) {
        if (this.#step === 'over') return [];
        this.#step = 'over';
        this.#run = null;
        return [new PairingFailed(error)];
    }
}
