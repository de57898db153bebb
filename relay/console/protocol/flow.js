// protocol/flow.js — mirrors protocol/flow.py: nobody sends more than the other side can take.
// The relay's half (ReceiveWindow) has no place in a browser.

import { CreditMalformed, NoRoom } from './errors.js';
import * as limits from './limits.js';

/** What an end may still send. */
export class SendWindow {
    #size;
    #underWay = 0;

    /** @param {number} [size] */
    constructor(size = limits.FLOW_WINDOW) {
        this.#size = size;
    }

    /** Bytes that may be sent now. */
    get room() {
        return this.#size - this.#underWay;
    }

    /**
     * Send so many bytes.
     *
     * @param {number} size
     * @throws {NoRoom} there is no credit for them; nothing was taken
     */
    take(size) {
        if (size > this.room) throw new NoRoom(`${size} bytes, room for ${this.room}`);
        this.#underWay += size;
    }

    /**
     * Take credit back.
     *
     * @param {number} size
     * @throws {CreditMalformed} more than is under way
     */
    give(size) {
        if (!(size > 0 && size <= this.#underWay)) throw new CreditMalformed(`${size} bytes, ${this.#underWay} under way`);
        this.#underWay -= size;
    }

    /** Begin on a new line: what was under way is recorded or lost. */
    renew() {
        this.#underWay = 0;
    }
}
