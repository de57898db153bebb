// consent/canonical.js — mirrors consent/canonical.py: RFC 8785 for text, truth, nothing, whole numbers, lists, objects

import { same, utf8 } from './encoding.js';
import { DocumentTooLong, NotCanonical, NotWritable } from './errors.js';

/** Our deepest document nests five levels; sixteen leaves room and keeps a hostile one from exhausting the stack. */
export const MAX_DEPTH = 16;

/**
 * Write a value in its canonical form, as UTF-8.
 *
 * @param {unknown} value
 * @returns {import('./encoding.js').Bytes}
 * @throws {NotWritable} the value, or one inside it, has no canonical form here
 */
export function canonical(value) {
    return utf8(written(value, MAX_DEPTH));
}

/**
 * Read an object from its canonical form, of at most `limit` bytes.
 *
 * @param {Uint8Array} data
 * @param {number} limit
 * @returns {Record<string, unknown>}
 * @throws {DocumentTooLong | NotCanonical}
 */
export function parseCanonical(data, limit) {
    if (data.length > limit) throw new DocumentTooLong(`${data.length} bytes, ${limit} allowed`);
    let value;
    try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data));
        // Whatever else is wrong (a key twice, spaces, 1.0, escapes) shows when the value is written again.
        if (!isObject(value) || !same(canonical(value), data)) throw new NotCanonical();
    } catch (reason) {
        if (reason instanceof NotCanonical) throw reason;
        throw new NotCanonical(reason instanceof Error ? reason.name : '');
    }
    return value;
}

/**
 * @param {unknown} value
 * @param {number} depth
 * @returns {string}
 */
function written(value, depth) {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return writtenText(value);
    if (typeof value === 'number') return writtenNumber(value);
    if (depth === 0) throw new NotWritable('nested too deep');
    if (Array.isArray(value)) return `[${Array.from(value, (item) => written(item, depth - 1)).join(',')}]`;
    if (isObject(value)) return `{${members(value, depth - 1).join(',')}}`;
    throw new NotWritable(typeof value);
}

/** @param {string} text */
function writtenText(text) {
    if (/\p{Surrogate}/u.test(text)) throw new NotWritable('lone surrogate');
    return JSON.stringify(text); // its escapes are those of RFC 8785 section 3.2.2.2
}

/** @param {number} number */
function writtenNumber(number) {
    if (!Number.isSafeInteger(number) || Object.is(number, -0)) throw new NotWritable('not a whole number within 2^53-1');
    return String(number);
}

/**
 * @param {Record<string, unknown>} value
 * @param {number} depth
 */
function members(value, depth) {
    // RFC 8785 section 3.2.3: keys in the order of their UTF-16 code units, which is how JavaScript sorts.
    return Object.keys(value)
        .sort()
        .map((key) => `${writtenText(key)}:${written(value[key], depth)}`);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}
