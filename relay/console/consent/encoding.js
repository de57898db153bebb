// consent/encoding.js — mirrors consent/encoding.py: base64url without padding, one spelling for each value

import { NotBase64Url } from './errors.js';

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const PIECE = 0x8000; // arguments of one call: engines allow at least 65,536

/**
 * Write bytes as unpadded base64url.
 *
 * @param {Uint8Array} data
 * @returns {string}
 */
export function b64u(data) {
    let binary = '';
    for (let at = 0; at < data.length; at += PIECE) {
        binary += String.fromCharCode(...data.subarray(at, at + PIECE));
    }
    return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Read bytes from unpadded base64url.
 *
 * @param {string} text
 * @returns {Bytes}
 * @throws {NotBase64Url} padding, white space, a foreign letter, an impossible length, spare bits that are not zero
 */
export function unb64u(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new NotBase64Url();
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const data = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    // Spare bits in the last letter would give one value several spellings, and hashes of documents would differ.
    if (b64u(data) !== text) throw new NotBase64Url();
    return data;
}

const UTF8 = new TextEncoder();

/**
 * Give a text's UTF-8 bytes.
 *
 * @param {string} text
 * @returns {Bytes}
 */
export function utf8(text) {
    return UTF8.encode(text);
}

/**
 * Join bytes.
 *
 * @param {...Uint8Array} parts
 * @returns {Bytes}
 */
export function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}

/**
 * Compare bytes without leaving early.
 *
 * @param {Uint8Array} here
 * @param {Uint8Array} there
 * @returns {boolean}
 */
export function same(here, there) {
    let differing = here.length ^ there.length;
    for (let at = 0; at < here.length; at += 1) differing |= here[at] ^ (there[at] ?? 0);
    return differing === 0;
}
