// protocol/screen_frames.js — mirrors protocol/screen_frames.py: parts to frames, whole or not at all

import { ScreenMalformed } from './errors.js';
import { SCREEN_FRAME_BYTES } from './limits.js';

/** @typedef {import('./screen.js').ScreenMessage} ScreenMessage */

/** Takes messages in the order sent, gives a frame when its last part has come. */
export class FrameAssembler {
    constructor() {
        /** @type {ScreenMessage | null} */
        this.begun = null;
        /** @type {import('./screen.js').Operation[]} */
        this.operations = [];
        this.bytes = 0;
    }

    /**
     * Take one message of `size` bytes. A keyframe begins anew: a frame left unfinished before it is dropped.
     *
     * @param {ScreenMessage} message
     * @param {number} size
     * @returns {ScreenMessage | null} The whole frame, or null while parts are missing.
     * @throws {ScreenMalformed} A part of another frame came in between, or the frame grows beyond the limit.
     */
    take(message, size) {
        if (this.begun !== null && !isPartOf(message, this.begun)) {
            if (message.keyframe) {
                this.clear();
                return this.take(message, size);
            }
            throw new ScreenMalformed(`a part of frame ${message.frame} inside frame ${this.begun.frame}`);
        }
        this.bytes += size;
        if (this.bytes > SCREEN_FRAME_BYTES) throw new ScreenMalformed(`frame ${message.frame}: ${this.bytes} bytes`);
        for (const operation of message.operations) this.operations.push(operation);
        if (message.more) {
            this.begun = { ...message, operations: [] };
            return null;
        }
        const whole = { ...message, operations: this.operations };
        this.clear();
        return whole;
    }

    /** Forget the parts of an unfinished frame. */
    clear() {
        this.begun = null;
        this.operations = [];
        this.bytes = 0;
    }
}

const SAME = /** @type {const} */ (['frame', 'monitor', 'width', 'height', 'capturedAt', 'keyframe', 'quiet']);

/**
 * @param {ScreenMessage} message
 * @param {ScreenMessage} begun
 */
function isPartOf(message, begun) {
    return SAME.every((name) => message[name] === begun[name]);
}
