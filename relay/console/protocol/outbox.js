// protocol/outbox.js — mirrors protocol/outbox.py: what waits to be sent, unsealed, in order, until there is credit

import { Channel } from './channels.js';
import { NoRoom } from './errors.js';
import { SendWindow } from './flow.js';
import { SEAL_BYTES } from './keyring.js';
import * as limits from './limits.js';

/** @typedef {'go' | 'wait' | 'drop'} May what may become of a message at the moment it could go */
/** @typedef {{channel: number, plaintext: Uint8Array}} Waiting */

/** @param {Waiting} waiting */
const isControl = (waiting) => waiting.channel === Channel.CONTROL;

/** The queue of one end, and its credit. */
export class Outbox {
    window = new SendWindow();
    /** @type {Waiting[]} */
    #waiting = [];
    #bytes = 0;

    /** Plaintext bytes of a message that would go out at once; 0 while another waits. */
    get room() {
        return this.#waiting.length > 0 ? 0 : Math.max(0, this.window.room - limits.FLOW_RESERVE - SEAL_BYTES);
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
     * Give what may go now and has credit: control, then the rest, each in its order.
     *
     * The caller seals each at once and takes its credit. Take all of it: what is left in the hand is lost.
     *
     * @param {(channel: number) => May} may
     * @returns {Generator<Waiting>}
     */
    *take(may) {
        const inOrder = [...this.#waiting.filter(isControl), ...this.#waiting.filter((waiting) => !isControl(waiting))];
        this.#waiting = [];
        let stuck = false;
        for (const waiting of inOrder) {
            let fate = may(waiting.channel);
            if (fate === 'go' && (stuck || !this.#hasCredit(waiting))) {
                fate = 'wait';
                stuck = true;
            }
            if (fate === 'wait') {
                this.#waiting.push(waiting);
                continue;
            }
            this.#bytes -= waiting.plaintext.length;
            if (fate === 'go') yield waiting;
        }
    }

    /** @param {Waiting} waiting */
    #hasCredit(waiting) {
        // Control keeps a reserve: that something has ended must be said even while the line is full.
        const reserve = isControl(waiting) ? 0 : limits.FLOW_RESERVE;
        return waiting.plaintext.length + SEAL_BYTES <= this.window.room - reserve;
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
