// protocol/events.js — mirrors protocol/events.py: what a technician's end hears, one frozen value for each thing

/** @typedef {import('./errors.js').AttendedError} AttendedError */
/** @typedef {import('../consent/jws.js').VerifyKey} VerifyKey */
/** @typedef {import('../consent/encoding.js').Bytes} Bytes */

/** @typedef {{epoch: number, toConsole: Bytes, toAgent: Bytes}} Channel0Keys base keys of channel 0 in one epoch */

/** The other end said this, it was sealed for us, and it is allowed now. */
export class Said {
    /**
     * @param {any} message of the catalogue, in its kind's shape
     * @param {number} channel
     * @param {number} epoch
     * @param {number} counter
     */
    constructor(message, channel, epoch, counter) {
        this.message = message;
        this.channel = channel;
        this.epoch = epoch;
        this.counter = counter;
        Object.freeze(this);
    }
}

/** The agent sent a part of the picture (`protocol/screen.js` reads it). */
export class Shown {
    /**
     * @param {Bytes} picture
     * @param {number} epoch
     * @param {number} counter
     */
    constructor(picture, epoch, counter) {
        this.picture = picture;
        this.epoch = epoch;
        this.counter = counter;
        Object.freeze(this);
    }
}

/** The relay said this; what concerns flow and refusals has been dealt with already. */
export class Told {
    /** @param {any} message */
    constructor(message) {
        this.message = message;
        Object.freeze(this);
    }
}

/** The other end said this in clear: a step of pairing or resume. */
export class PairingSaid {
    /** @param {any} message */
    constructor(message) {
        this.message = message;
        Object.freeze(this);
    }
}

/** This end refused what the other end said. Nothing was done; the session goes on. */
export class RefusedHere {
    /**
     * @param {AttendedError} error
     * @param {string} kind
     * @param {number} channel
     * @param {number} epoch
     * @param {number} counter
     */
    constructor(error, kind, channel, epoch, counter) {
        this.error = error;
        this.kind = kind;
        this.channel = channel;
        this.epoch = epoch;
        this.counter = counter;
        Object.freeze(this);
    }
}

/** The relay's gate refused a message of `direction`; its counter is used up. */
export class RefusedByRelay {
    /** @param {import('./messages/relay.js').Refused} notice */
    constructor(notice) {
        this.notice = notice;
        Object.freeze(this);
    }

    /** Whose message it was. */
    get direction() {
        return this.notice.direction;
    }
}

/** Credit came back: more may be sent. */
export class RoomAgain {
    /** @param {number} room */
    constructor(room) {
        this.room = room;
        Object.freeze(this);
    }
}

/** The session has ended and takes nothing any more. The last event there is. */
export class Ended {
    /** @param {AttendedError} error */
    constructor(error) {
        this.error = error;
        Object.freeze(this);
    }
}

/** Both ends proved that they hold the same code. */
export class Paired {
    /**
     * @param {object} outcome
     * @param {Bytes} outcome.sessionSecret
     * @param {Bytes} outcome.resumeKey
     * @param {Channel0Keys} outcome.channel0
     * @param {VerifyKey} outcome.agentKey
     * @param {string} outcome.policySha256
     * @param {Bytes} outcome.transcript CPace's `transcript_ir`: what the technician signs
     */
    constructor({ sessionSecret, resumeKey, channel0, agentKey, policySha256, transcript }) {
        this.sessionSecret = sessionSecret;
        this.resumeKey = resumeKey;
        this.channel0 = channel0;
        this.agentKey = agentKey;
        this.policySha256 = policySha256;
        this.transcript = transcript;
        Object.freeze(this);
    }
}

/** The run is over without a key, and the code is spent. */
export class PairingFailed {
    /** @param {AttendedError} error */
    constructor(error) {
        this.error = error;
        Object.freeze(this);
    }
}

/** Both ends proved that they are those of the pairing; channel 0 goes on under these keys. */
export class ResumedWith {
    /** @param {Channel0Keys} channel0 */
    constructor(channel0) {
        this.channel0 = channel0;
        Object.freeze(this);
    }
}

/** The other end could not prove that it is the one of the pairing. */
export class ResumeFailed {
    /** @param {AttendedError} error */
    constructor(error) {
        this.error = error;
        Object.freeze(this);
    }
}

/** @typedef {Said | Shown | Told | PairingSaid | RefusedHere | RefusedByRelay | RoomAgain | Ended} Event */
/** @typedef {Paired | PairingFailed | ResumedWith | ResumeFailed} PairingEvent */
