// protocol/wire.js — mirrors protocol/wire.py: what a message is, and the kinds of value that messages hold

import * as documents from '../consent/limits.js';
import { bytes, fit, object, text, whole } from '../consent/model.js';

/** @typedef {import('../consent/model.js').Shape} Shape */

/** @typedef {{readonly kind: string}} Message a whole message; each kind has its own members */

/**
 * One kind of message: the name it goes by, and what it must be.
 *
 * @template T
 * @typedef {{readonly kind: string, readonly check: import('../consent/model.js').Check<T>}} Model
 */

export const bytes16 = bytes(16);
export const bytes32 = bytes(32);
export const bytes64 = bytes(64);
/** A compact JWS. Its own limit and its signature are checked where it is read. */
export const token = text(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, documents.STATEMENT_BYTES);
export const errorCode = text(/^[A-Z]-[0-9]{3}$/, 5);
/** Words a person reads, in English; a program that knows the code shows its own. */
export const sentence = text(/^[\s\S]+$/, 300);
/** Seconds that are left of something. */
export const remaining = whole(0, 86_400);

/**
 * Describe a kind of message by its members besides `kind`.
 *
 * @template {string} K
 * @template {Shape} S
 * @param {K} kind
 * @param {S} shape
 * @returns {Model<{readonly kind: K} & import('../consent/model.js').Of<S>>}
 */
export function message(kind, shape) {
    const check = /** @type {import('../consent/model.js').Check<any>} */ (object({ kind: named(kind), ...shape }));
    return Object.freeze({ kind, check });
}

/** @param {string} kind */
function named(kind) {
    return (/** @type {unknown} */ value, /** @type {string} */ place) => {
        fit(value === kind, place);
        return kind;
    };
}
