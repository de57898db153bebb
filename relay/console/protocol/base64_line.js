// protocol/base64_line.js — mirrors protocol/base64_line.py: standard base64 (RFC 4648 section 4) in its one spelling

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */

/**
 * Write bytes as one line of base64.
 *
 * @param {Uint8Array} data
 * @returns {string}
 */
export function write(data) {
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
}

/**
 * Read one line of base64.
 *
 * @param {string} text
 * @returns {Bytes | null} null for a foreign character, wrong padding, or spare bits that are not zero
 */
export function read(text) {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null;
    let binary;
    try {
        binary = atob(text);
    } catch {
        return null; // padding that no bytes have, such as "===="
    }
    const data = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    // Spare bits would give one value several spellings, and a changed byte of a file could pass unseen.
    return write(data) === text ? data : null;
}
