// protocol/report/parts.js — mirrors protocol/report/parts.py: a report's parts put together, whole and with its hash

import { b64u, joined, unb64u } from '../../consent/encoding.js';
import { NotBase64Url } from '../../consent/errors.js';
import { ReportMalformed, ReportTooLong } from '../errors.js';
import * as limits from '../limits.js';

/** @typedef {import('../../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('../messages/report.js').ReportPart} ReportPart */

/**
 * Name a report by the SHA-256 of its bytes, base64url.
 *
 * @param {Bytes} data
 */
export async function sha256OfBytes(data) {
    return b64u(new Uint8Array(await crypto.subtle.digest('SHA-256', data)));
}

/** Puts one report together. Holds no more than a report may have. */
export class Gathering {
    /** @type {Bytes[]} */
    #held = [];
    #bytes = 0;
    /** @type {ReportPart | null} */
    #first = null;

    /**
     * Take the next part; give the whole report's bytes when it was the last.
     *
     * @param {ReportPart} part
     * @returns {Promise<Bytes | null>}
     * @throws {ReportMalformed | ReportTooLong}
     */
    async take(part) {
        const first = this.#first ?? part;
        const fits = part.sha256 === first.sha256 && part.of === first.of && part.number === this.#held.length + 1;
        if (!fits) throw new ReportMalformed(`part ${part.number} of ${part.of}`);
        const piece = read(part.data);
        this.#bytes += piece.length;
        if (this.#bytes > limits.REPORT_BYTES) throw new ReportTooLong('parts');
        this.#first = first;
        this.#held.push(piece);
        if (part.number < part.of) return null;
        const whole = joined(...this.#held);
        if ((await sha256OfBytes(whole)) !== part.sha256) throw new ReportMalformed('hash');
        return whole;
    }
}

/** @param {string} data */
function read(data) {
    try {
        return unb64u(data);
    } catch (wrong) {
        if (wrong instanceof NotBase64Url) throw new ReportMalformed('base64url');
        throw wrong;
    }
}
