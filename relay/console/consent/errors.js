// consent/errors.js — mirrors consent/errors.py: the root of the error tree; a test compares codes and words

/**
 * @typedef {object} Said
 * @property {string} code never changes its meaning
 * @property {string} words what a person reads
 * @property {string} remedy what they can do now
 */

/** Root of every documented error; each leaf is `Said`. `detail` is for our own log and never goes to the peer. */
export class AttendedError extends Error {
    /** @param {string} [detail] */
    constructor(detail = '') {
        super(detail);
        this.detail = detail;
        this.name = this.constructor.name;
        const { code, words } = this.said;
        this.message = detail ? `${code} ${words} (${detail})` : `${code} ${words}`;
    }

    /** @returns {Said} */
    get said() {
        return /** @type {Said} */ (/** @type {unknown} */ (this.constructor));
    }

    get code() {
        return this.said.code;
    }

    get words() {
        return this.said.words;
    }

    get remedy() {
        return this.said.remedy;
    }
}

/** The other side broke a rule. */
export class PeerError extends AttendedError {}

/** This computer or the person at it: something that can be put right here. */
export class LocalError extends AttendedError {}

/** Evidence does not hold. */
export class CheckFailed extends AttendedError {}

// Encoding and canonical form (C-0xx)

export class NotBase64Url extends PeerError {
    static code = 'C-001';
    static words = 'A value that arrived is not written the way it has to be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class NotCanonical extends PeerError {
    static code = 'C-002';
    static words = 'A document that arrived is not written in its one allowed form.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class DocumentTooLong extends PeerError {
    static code = 'C-003';
    static words = 'A document that arrived is longer than it may be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class NotWritable extends LocalError {
    static code = 'C-004';
    static words = 'This program tried to write a value that has no safe written form.';
    static remedy = 'Please report this as a fault, with what you were doing.';
}
