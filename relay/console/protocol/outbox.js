// protocol/outbox.js — mirrors protocol/outbox.py: what waits to be sent, unsealed, in order, until there is credit

import { NoRoom } from './errors.js';
import { SendWindow } from './flow.js';
import { SEAL_BYTES } from './keyring.js';
import * as limits from './limits.js';

/** @typedef {'go' | 'wait' | 'drop'} May what may become of a message at the moment it could go */
/** @typedef {{channel: number, plaintext: Uint8Array}} Waiting */

/** The queue of one end, and its credit. */
export class Outbox {
    window = new SendWindow();
    /** @type {Waiting[]} */
    #waiting = [];
    #bytes = 0;

    /** Plaintext bytes of a message that would go out at once; 0 while another waits. */
    get room() {
        return this.#waiting.length > 0 ? 0 : Math.max(0, this.window.room - SEAL_BYTES);
    }

    /**
     * Queue a message.
     *
     * @param {number} channel
     * @param {Uint8Array} plaintext
     * @throws {NoRoom} it cannot go at once, and too much waits already
     */
    put(channel, plaintext) {
        if (plaintext.length > this.room && this.#bytes + plaintext.length > limits.WAITING_BYTES) {
            throw new NoRoom(`${this.#bytes} bytes wait`);
        }
        this.#waiting.push({ channel, plaintext });
        this.#bytes += plaintext.length;
    }

    /**
     * Give what may go now and has credit, in order; the caller seals each at once and takes its credit.
     *
     * @param {(channel: number) => May} may
     * @returns {Generator<Waiting>}
     */
    *take(may) {
        /** @type {Waiting[]} */
        const kept = [];
        try {
            while (this.#waiting.length > 0 && this.#waiting[0].plaintext.length + SEAL_BYTES <= this.window.room) {
                const waiting = /** @type {Waiting} */ (this.#waiting.shift());
                const fate = may(waiting.channel);
                if (fate === 'wait') {
                    kept.push(waiting);
                    continue;
                }
                this.#bytes -= waiting.plaintext.length;
                if (fate === 'go') yield waiting;
            }
        } finally {
            this.#waiting.unshift(...kept);
        }
    }

    /** Drop what waits. */
    drop() {
        this.#waiting = [];
        this.#bytes = 0;
    }

    /** Drop what waits, and begin with a whole window: the line is lost, or the session. */
    clear() {
        this.drop();
        this.window.renew();
    }
}
