// protocol/transcript.js — mirrors protocol/transcript.py: what this end says it sent and heard, as running hashes.
// Hashing is asynchronous here: counts are taken at once, and the hashes are folded when a statement asks for them.

import { b64u, joined } from '../consent/encoding.js';
import { pairOf } from '../consent/fields.js';
import { Channel } from '../consent/scopes.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('./channels.js').Place} Place */
/** @typedef {import('../consent/fields.js').Position} Position */
/** @typedef {{epoch: number, direction: number, channel: number, count: number, hash: string, lost: number}} StatedLine */
/** @typedef {{before: number, counter: number, digest: Promise<Bytes>, sure: boolean}} Step one message of a line */

export const START = new Uint8Array(32);

/**
 * Take one step: `digest` is SHA-256 of the sealed message without its first byte.
 *
 * @param {Uint8Array} former
 * @param {Uint8Array} digest
 */
export function link(former, digest) {
    return sha256(joined(former, digest));
}

/** One direction of one channel in one epoch. */
class Line {
    count = 0;
    lost = 0;
    told = '0 0';
    /** The hash up to where steps were folded. @type {Bytes} */
    #hash = START;
    /** Messages that are not folded into it yet. @type {Step[]} */
    #steps = [];

    /** @param {Place} place */
    constructor(place) {
        this.place = place;
    }

    /**
     * Count one message; `sure` when it is certainly recorded.
     *
     * @param {number} counter
     * @param {Promise<Bytes>} digest
     * @param {boolean} sure
     * @returns {Step}
     */
    add(counter, digest, sure) {
        const step = { before: this.count, counter, digest, sure };
        digest.catch(() => undefined); // whoever seals says why it failed
        this.#steps.push(step);
        this.count = counter + 1;
        return step;
    }

    /**
     * Go back to what was recorded, but never behind what was credited: that is recorded for certain.
     *
     * @param {number} recorded
     */
    cut(recorded) {
        const unsure = this.#steps.find((step) => !step.sure);
        const back = Math.max(recorded, unsure ? unsure.before : this.count);
        const before = this.count;
        while (this.count > back) this.count = /** @type {Step} */ (this.#steps.pop()).before;
        this.lost += before - this.count;
        for (const step of this.#steps) step.sure = true;
    }

    /** Whether something changed since the line was last put into a statement. */
    get isNews() {
        return this.told !== `${this.count} ${this.lost}`;
    }

    /** Whether what changed is but a few messages of the screen: a cursor that blinks, and that it was drawn. */
    get isLittle() {
        const [count, lost] = this.told.split(' ').map(Number);
        const isFew = count > 0 && this.count - count <= limits.STATEMENT_FEW_MESSAGES;
        return this.place.channel === Channel.SCREEN && lost === this.lost && isFew;
    }

    /**
     * Give the line as it stands at this moment.
     *
     * @returns {Promise<StatedLine>}
     */
    async stated() {
        const { count, lost } = this;
        this.told = `${count} ${lost}`;
        const steps = [...this.#steps];
        let hash = this.#hash;
        for (const step of steps) {
            hash = await link(hash, await step.digest);
            if (step.sure && this.#steps[0] === step) {
                this.#hash = hash;
                this.#steps.shift();
            }
        }
        return { ...this.place, count, hash: b64u(hash), lost };
    }
}

/** All lines of one end, which speaks in direction `own`. */
export class Transcripts {
    #own;
    /** @type {Map<string, Line>} */
    #lines = new Map();
    /** Our messages that no credit has come for. @type {{step: Step, size: number}[]} */
    #underWay = [];
    #credit = 0;
    #passedOver = 0;

    /** @param {0 | 1} own */
    constructor(own) {
        this.#own = own;
    }

    /** The number of our messages that no credit has come for. */
    get underWay() {
        return this.#underWay.length;
    }

    /**
     * Count a message of our own, of so many bytes with its first; `sealed` comes when it is sealed.
     *
     * @param {Place} place
     * @param {number} counter
     * @param {number} size
     * @param {Promise<Bytes>} sealed
     */
    sent(place, counter, size, sealed) {
        const step = this.#line(place).add(counter, sealed.then((data) => sha256(data.subarray(1))), false);
        this.#underWay.push({ step, size });
    }

    /**
     * Count a message that reached us; `sealed` is the whole websocket message.
     *
     * @param {Place} place
     * @param {number} counter
     * @param {Bytes} sealed
     */
    heard(place, counter, sealed) {
        this.#line(place).add(counter, sha256(sealed.subarray(1)), true);
    }

    /**
     * Forget how to go back behind what the relay has certainly recorded: credit comes after recording.
     *
     * @param {number} size
     */
    credited(size) {
        this.#credit += size;
        while (this.#underWay.length > 0 && this.#underWay[0].size <= this.#credit) {
            const { step, size: taken } = /** @type {{step: Step, size: number}} */ (this.#underWay.shift());
            this.#credit -= taken;
            step.sure = true;
        }
    }

    /**
     * Cut our own lines back to the relay's recorded positions after a lost line.
     *
     * @param {readonly Position[]} recorded
     */
    cut(recorded) {
        const known = new Map(recorded.map((position) => [pairOf(position), position.count]));
        for (const [name, line] of this.#lines) {
            if (line.place.direction === this.#own) line.cut(known.get(name) ?? 0);
        }
        this.#underWay = [];
        this.#credit = 0;
    }

    /**
     * Give the lines for a statement; those that are news since the last one, or all. Await one call before the next.
     * Asked once a second for news, it has none while that is little, but for so many seconds only.
     *
     * @param {boolean} [changedOnly]
     * @returns {Promise<StatedLine[]>}
     */
    async lines(changedOnly = true) {
        const told = [...this.#lines.values()].filter((line) => line.isNews || !changedOnly);
        if (changedOnly && told.length > 0 && told.every((line) => line.isLittle)) {
            this.#passedOver += 1;
            if (this.#passedOver < limits.STATEMENT_PATIENCE) return [];
        }
        this.#passedOver = 0;
        const stated = await Promise.all(told.map((line) => line.stated()));
        return stated.sort((one, next) => order(one) - order(next));
    }

    /** @param {Place} place */
    #line(place) {
        const name = pairOf(place);
        const found = this.#lines.get(name) ?? new Line(place);
        this.#lines.set(name, found);
        return found;
    }
}

/** @param {{epoch: number, direction: number, channel: number}} place */
function order({ epoch, direction, channel }) {
    return epoch * 256 + direction * 128 + channel;
}

/**
 * @param {Bytes} data
 * @returns {Promise<Bytes>}
 */
async function sha256(data) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}
