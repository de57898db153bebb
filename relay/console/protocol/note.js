// protocol/note.js — mirrors protocol/note.py: signed notes (c2sp.org/signed-note), Ed25519 only; other keys' lines are
// kept and never judged. Both pass tests/vectors/c2sp-signed-note.json and tests/vectors/log-formats.json.

import { joined, same, utf8 } from '../consent/encoding.js';
import * as base64Line from './base64_line.js';
import { NoteForged, NoteMalformed, NoteNotSigned, VerifierKeyMalformed } from './errors.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */

/** @typedef {{readonly name: string, readonly keyId: Uint8Array, readonly signature: Bytes}} SignatureLine */

/** A note taken apart: nothing in it may be believed before `verify`.
 *  @typedef {{readonly text: string, readonly signatures: readonly SignatureLine[]}} Note */

export const ED25519 = Uint8Array.of(1); // signature type identifier byte
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_MARK = '\u2014 ';
// The characters of Unicode's White_Space property, plus sign and control characters: \s differs from it by a few.
const NOT_IN_NAMES = /[\u0000-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/u;
const NOT_IN_NOTES = /[\u0000-\u0009\u000b-\u001f]/u;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name and an Ed25519 public key: who may have signed a note. */
export class VerifierKey {
    /**
     * @param {string} name
     * @param {Bytes} raw the public key, 32 bytes
     * @param {Uint8Array} keyId the 4 bytes that name this key in a signature line
     */
    constructor(name, raw, keyId) {
        this.name = name;
        this.raw = raw;
        this.keyId = keyId;
    }

    /**
     * @param {string} name
     * @param {Bytes} raw
     */
    static async of(name, raw) {
        const named = joined(utf8(`${name}\n`), ED25519, raw);
        const hashed = new Uint8Array(await crypto.subtle.digest('SHA-256', named));
        return new VerifierKey(name, raw, hashed.slice(0, KEY_ID_BYTES));
    }

    /** The key as people copy it: `name+hash+base64`. */
    toString() {
        const keyId = Array.from(this.keyId, (byte) => byte.toString(16).padStart(2, '0')).join('');
        return `${this.name}+${keyId}+${base64Line.write(joined(ED25519, this.raw))}`;
    }
}

/**
 * Read a verifier key, `name+hash+base64`.
 *
 * @param {string} text
 * @returns {Promise<VerifierKey>}
 * @throws {VerifierKeyMalformed} It is not one, its hash does not fit, or it is not an Ed25519 key.
 */
export async function parseVerifierKey(text) {
    const parts = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text);
    if (!parts || !isKeyName(parts[1])) throw new VerifierKeyMalformed('not name+hash+key');
    const material = base64Line.read(parts[3]);
    if (!material) throw new VerifierKeyMalformed('the base64');
    if (material[0] !== ED25519[0] || material.length !== 1 + PUBLIC_KEY_BYTES) {
        throw new VerifierKeyMalformed('not an Ed25519 key');
    }
    const key = await VerifierKey.of(parts[1], material.slice(1));
    if (key.toString() !== text) throw new VerifierKeyMalformed('the hash');
    return key;
}

/**
 * Sign a text and give the whole note.
 *
 * @param {string} text
 * @param {{name: string, keys: CryptoKeyPair}} key
 * @returns {Promise<string>}
 * @throws {NoteMalformed} The text does not end in a newline, or holds what a note may not hold.
 */
export async function sign(text, key) {
    demandText(text);
    if (!isKeyName(key.name)) throw new VerifierKeyMalformed('the name');
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key.keys.publicKey));
    const verifier = await VerifierKey.of(key.name, raw);
    const signed = await crypto.subtle.sign('Ed25519', key.keys.privateKey, utf8(text));
    const line = { name: key.name, keyId: verifier.keyId, signature: new Uint8Array(signed) };
    return write({ text, signatures: [line] });
}

/**
 * Write a whole note; what `parse` read comes out byte for byte.
 *
 * @param {Note} note
 */
export function write(note) {
    const lines = note.signatures.map(
        (line) => `${SIGNATURE_MARK}${line.name} ${base64Line.write(joined(line.keyId, line.signature))}\n`,
    );
    return `${note.text}\n${lines.join('')}`;
}

/**
 * Take a note apart without judging who signed it.
 *
 * @param {Uint8Array} data
 * @returns {Note}
 * @throws {NoteMalformed} It is not a signed note, or too long.
 */
export function parse(data) {
    if (data.length > limits.NOTE_BYTES) throw new NoteMalformed('too long');
    let whole;
    try {
        whole = UTF8.decode(data);
    } catch {
        throw new NoteMalformed('not UTF-8');
    }
    // "The text is separated from the signatures by the last empty line in the note."
    const gap = whole.lastIndexOf('\n\n');
    const tail = whole.slice(gap + 2);
    if (gap < 0 || !tail.endsWith('\n')) throw new NoteMalformed('no signatures');
    const text = whole.slice(0, gap + 1);
    demandText(text);
    const lines = tail.slice(0, -1).split('\n');
    if (lines.length > limits.NOTE_SIGNATURES) throw new NoteMalformed('too many signatures');
    return { text, signatures: lines.map(parseLine) };
}

/**
 * Check that this key signed the note.
 *
 * @param {Note} note
 * @param {VerifierKey} key
 * @throws {NoteNotSigned} No line is of this key.
 * @throws {NoteForged} A line of this key does not verify.
 */
export async function verify(note, key) {
    // Unknown keys are ignored, "even if they share a name or ID (but not both) with a known key".
    const own = note.signatures.filter((line) => line.name === key.name && same(line.keyId, key.keyId));
    if (!own.length) throw new NoteNotSigned(key.name);
    const text = utf8(note.text);
    for (const line of own) {
        if (!(await isSigned(text, line.signature, key))) throw new NoteForged(key.name);
    }
}

/**
 * Read a note that this key signed: `parse`, then `verify`, with their errors.
 *
 * @param {Uint8Array} data
 * @param {VerifierKey} key
 * @returns {Promise<Note>}
 */
export async function openNote(data, key) {
    const note = parse(data);
    await verify(note, key);
    return note;
}

/**
 * Whether a signature line can carry this name: not empty, no space of any kind, no plus, no control.
 *
 * @param {string} name
 */
export function isKeyName(name) {
    return name !== '' && !NOT_IN_NAMES.test(name) && !hasLoneSurrogate(name);
}

/**
 * @param {Bytes} text
 * @param {Bytes} signature
 * @param {VerifierKey} key
 */
async function isSigned(text, signature, key) {
    try {
        const imported = await crypto.subtle.importKey('raw', key.raw, 'Ed25519', true, ['verify']);
        return await crypto.subtle.verify('Ed25519', imported, signature, text);
    } catch {
        return false; // 32 bytes that are no point, or a signature that is none: engines throw for some of them
    }
}

/**
 * @param {string} line
 * @returns {SignatureLine}
 */
function parseLine(line) {
    const parts = /^\u2014 ([^ ]*) (.*)$/su.exec(line);
    if (!parts || !isKeyName(parts[1])) throw new NoteMalformed('a signature line');
    const data = base64Line.read(parts[2]);
    if (!data) throw new NoteMalformed('the base64 of a signature');
    if (data.length <= KEY_ID_BYTES) throw new NoteMalformed('a signature of no bytes');
    return { name: parts[1], keyId: data.slice(0, KEY_ID_BYTES), signature: data.slice(KEY_ID_BYTES) };
}

/** @param {string} text */
function demandText(text) {
    if (!text.endsWith('\n')) throw new NoteMalformed('the text does not end in a newline');
    if (NOT_IN_NOTES.test(text) || hasLoneSurrogate(text)) {
        throw new NoteMalformed('a character that a note may not hold');
    }
}

/** @param {string} text */
function hasLoneSurrogate(text) {
    return /[\ud800-\udfff]/u.test(text); // with the u flag, halves of a pair do not match
}
