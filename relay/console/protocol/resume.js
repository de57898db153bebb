// protocol/resume.js — mirrors protocol/resume.py: the resume of a lost line, the technician's end

import { b64u, joined, same, unb64u } from '../consent/encoding.js';
import { PairingOutOfOrder, PeerError, ResumeNotProven } from './errors.js';
import { ResumeFailed, ResumedWith } from './events.js';
import { FROM_AGENT, FROM_TECHNICIAN, channel0, resumeMac } from './keys.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('./wire.js').Message} Message */

const NONCE_BYTES = 32;

/** The technician's end of one resume. `epoch` is the highest it has seen; the new one must lie above. */
export class TechnicianResume {
    /** @type {Bytes | null} */
    #nonce = null;
    #over = false;
    /** @type {Message[]} */
    #out = [];
    #facts;

    /** @param {{sessionSecret: Bytes, resumeKey: Bytes, epoch: number, random: (size: number) => Bytes}} facts */
    constructor(facts) {
        this.#facts = facts;
    }

    /** Begin; when both ends are back. A second start does nothing. */
    start() {
        if (this.#nonce !== null) return;
        this.#nonce = this.#facts.random(NONCE_BYTES);
        this.#out.push(/** @type {Message} */ ({ kind: 'resume.share', nonce: b64u(this.#nonce) }));
    }

    /**
     * Take one message of the agent and say what it means. Then send what `toSend` gives.
     *
     * An answer that does not fit leaves this resume open: it may be one to a share of before, that was still under way
     * when a line was lost. The one that fits may follow.
     *
     * @param {any} message
     * @returns {Promise<(ResumedWith | ResumeFailed)[]>}
     */
    async receive(message) {
        try {
            return [await this.#answered(message)];
        } catch (wrong) {
            if (wrong instanceof PeerError) return [new ResumeFailed(wrong)];
            throw wrong;
        }
    }

    /** Give what must go to the agent now, once. */
    toSend() {
        const out = this.#out;
        this.#out = [];
        return out;
    }

    /** @param {any} message */
    async #answered(message) {
        if (message.kind !== 'resume.answer' || this.#nonce === null || this.#over) {
            throw new PairingOutOfOrder(message.kind);
        }
        const { sessionSecret, resumeKey, epoch } = this.#facts;
        // An epoch that was used before would bring its counters back.
        if (message.epoch <= epoch) throw new ResumeNotProven(`epoch ${message.epoch} after ${epoch}`);
        const nonces = joined(this.#nonce, unb64u(message.nonce));
        const right = await resumeMac(resumeKey, 'agent', nonces, message.epoch);
        if (!same(right, unb64u(message.mac))) throw new ResumeNotProven('agent');
        this.#over = true;
        const mac = await resumeMac(resumeKey, 'technician', nonces, message.epoch);
        this.#out.push(/** @type {Message} */ ({ kind: 'resume.confirm', mac: b64u(mac) }));
        return new ResumedWith({
            epoch: message.epoch,
            toConsole: await channel0(sessionSecret, message.epoch, FROM_AGENT, nonces),
            toAgent: await channel0(sessionSecret, message.epoch, FROM_TECHNICIAN, nonces),
        });
    }
}
