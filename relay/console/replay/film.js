// replay/film.js — the opened recording, as the server on this machine gives it

/**
 * @typedef {{at: number, who: string, kind: string, words: string, code: string, entry: number}} Told
 *
 * @typedef {object} Stretch One thing was allowed from `begins` to `ends`; it would have run out at `until`.
 * @property {string} scope
 * @property {number} begins in ms from the beginning, as all times here
 * @property {number} ends
 * @property {number} until
 * @property {[number, number][]} rests
 *
 * @typedef {object} Check
 * @property {number} number
 * @property {string} name
 * @property {'good' | 'gap' | 'bad' | 'missing' | 'not checked'} result
 * @property {string} words
 * @property {string} detail
 * @property {string} code
 *
 * @typedef {object} Film
 * @property {string} session
 * @property {string} organisation
 * @property {string} technician
 * @property {number} began ms since 1970, by the relay's clock
 * @property {number} duration
 * @property {[number, 0 | 1][]} shots when each screen message came, and whether a picture can begin with it
 * @property {Told[]} events
 * @property {Told[]} chat
 * @property {{at: number, sha256: string, report: import('../protocol/report/document.js').Report}[]} reports
 * @property {{at: number, use: import('../protocol/messages/report.js').ReportVitals}[]} vitals live use, sample by sample
 * @property {[number, number, number, number][]} pointer when, x, y, and the left button: 1 down, 0 up, -1 as before
 * @property {number[]} typed when a key went down
 * @property {Stretch[]} lanes
 * @property {[number, number, string][]} gaps
 * @property {string[]} seen
 * @property {string[]} unseen
 * @property {string} verdict
 * @property {Check[]} checks
 */

/** Screen messages that are kept after they were shown: a jump back a little needs them again. */
const KEPT = 6000;
/** Bytes kept at most. */
const KEPT_BYTES = 96 * 2 ** 20;

/**
 * @typedef {object} Scene The picture of a moment, and the screen message with which it goes on.
 * @property {Uint8Array[]} messages
 * @property {number} following
 */

/** What went wrong on the way to the server. */
export class NoAnswer extends Error {}

/**
 * @param {string} path
 * @param {string} secret from the link; it is in no address that is asked for
 */
async function ask(path, secret) {
    const answer = await fetch(path, { headers: { authorization: `Bearer ${secret}` }, cache: 'no-store' }).catch(() => null);
    if (answer === null) throw new NoAnswer('The player was ended. Start it again in the terminal.');
    if (!answer.ok) throw new NoAnswer('This link is not the player’s own. Copy the whole line that starts with Ready on.');
    return answer;
}

/**
 * @param {string} secret
 * @returns {Promise<Film>}
 */
export async function fetchFilm(secret) {
    return (await ask('/api/film', secret)).json();
}

/** The pictures' bytes, fetched ahead of where the player is. */
export class Pictures {
    /**
     * @param {string} secret
     * @param {number} count
     * @param {() => void} arrived
     * @param {(why: Error) => void} failed
     */
    constructor(secret, count, arrived, failed) {
        this.secret = secret;
        this.count = count;
        this.arrived = arrived;
        this.failed = failed;
        /** @type {Map<number, Uint8Array>} */
        this.held = new Map();
        this.bytes = 0;
        this.isAsking = false;
    }

    /** @param {number} index */
    get(index) {
        return this.held.get(index);
    }

    /**
     * See to it that the pictures from here on come, unless some are on their way.
     *
     * @param {number} from
     */
    want(from) {
        let first = from;
        while (first < this.count && first < from + KEPT / 2 && this.held.has(first)) first += 1;
        const isFarAhead = first > from + 400;
        if (this.isAsking || first >= this.count || isFarAhead) return;
        this.isAsking = true;
        this.fetch(first, from).then(this.arrived, this.failed);
    }

    /**
     * @param {number} first
     * @param {number} from
     */
    async fetch(first, from) {
        try {
            const answer = await ask(`/api/pictures?first=${first}`, this.secret);
            counted(await answer.arrayBuffer(), 0).forEach((picture, index) => this.keep(first + index, picture));
            this.forget(from);
        } finally {
            this.isAsking = false;
        }
    }

    /**
     * The picture as it is when a screen message has come: what a jump shows, however far it goes.
     *
     * @param {number} index
     * @returns {Promise<Scene>}
     */
    async scene(index) {
        const data = await (await ask(`/api/scene?at=${index}`, this.secret)).arrayBuffer();
        const messages = counted(data, 4).map((message) => message.slice());
        return { following: new DataView(data).getUint32(0), messages };
    }

    /**
     * @param {number} index
     * @param {Uint8Array} picture
     */
    keep(index, picture) {
        if (this.held.has(index)) return;
        this.held.set(index, picture.slice());
        this.bytes += picture.byteLength;
    }

    /** @param {number} from where the player is: what lies farthest away goes first */
    forget(from) {
        if (this.held.size <= KEPT && this.bytes <= KEPT_BYTES) return;
        const byDistance = [...this.held.keys()].sort((one, other) => Math.abs(other - from) - Math.abs(one - from));
        for (const index of byDistance) {
            if (this.held.size <= KEPT / 2 && this.bytes <= KEPT_BYTES / 2) break;
            this.bytes -= this.held.get(index)?.byteLength ?? 0;
            this.held.delete(index);
        }
    }
}

/**
 * Messages, each after its length in 4 bytes.
 *
 * @param {ArrayBuffer} data
 * @param {number} begin
 */
function counted(data, begin) {
    const view = new DataView(data);
    const found = [];
    for (let at = begin; at + 4 <= data.byteLength; ) {
        const length = view.getUint32(at);
        found.push(new Uint8Array(data, at + 4, length));
        at += 4 + length;
    }
    return found;
}

/**
 * The last place in a list, sorted by time, that is not after `time`; -1 when all are.
 *
 * @template {readonly [number, ...unknown[]]} Row
 * @param {readonly Row[]} rows
 * @param {number} time
 */
export function lastUpTo(rows, time) {
    let [low, high] = [0, rows.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (rows[middle][0] <= time) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}
