// protocol/keys.js — mirrors protocol/keys.py, which draws the whole key schedule

import { joined, utf8 } from '../consent/encoding.js';
import { KeyMisuse } from './errors.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {0 | 1} Direction */

export const FROM_AGENT = 0;
export const FROM_TECHNICIAN = 1;
export const GROUP_SECRET_BYTES = 32;
export const SESSION_ID_BYTES = 16;
const KEY_BYTES = 64;
const NONCES_BYTES = 64;
const HMAC_SHA512 = { name: 'HMAC', hash: 'SHA-512' };

/**
 * Derive the pairing's root, 64 bytes, from CPace's key and its transcript.
 *
 * @param {Uint8Array} isk
 * @param {Uint8Array} transcript
 */
export async function sessionSecret(isk, transcript) {
    const salt = new Uint8Array(await crypto.subtle.digest('SHA-512', joined(transcript)));
    return hkdf(isk, salt, utf8('attended/1 session'), KEY_BYTES);
}

/**
 * Derive the key, 64 bytes, under which both ends prove themselves after a lost line.
 *
 * @param {Uint8Array} secret
 */
export async function resumeKey(secret) {
    return hkdfExpand(secret, utf8('attended/1 resume'), KEY_BYTES);
}

/**
 * Give the 64-byte proof that one end shows the other when a line is back.
 *
 * @param {Uint8Array} key
 * @param {'agent' | 'technician'} role
 * @param {Uint8Array} nonces the technician's 32 bytes followed by the agent's 32
 * @param {number} epoch the one that the resume opens
 */
export async function resumeMac(key, role, nonces, epoch) {
    bounded(nonces.length === NONCES_BYTES && isBelow(epoch, limits.EPOCHS), 'nonces or epoch of a resume');
    return hmac(HMAC_SHA512, key, joined(utf8(`${role}\0`), nonces, u32be(epoch)));
}

/**
 * Give 4 digits that both people may compare aloud: equal at both ends unless somebody sits between.
 *
 * @param {Uint8Array} secret
 */
export async function verifierDigits(secret) {
    const drawn = await hkdfExpand(secret, utf8('attended/1 verifier'), 8);
    const number = new DataView(drawn.buffer).getBigUint64(0) % 10_000n;
    return String(number).padStart(4, '0');
}

/**
 * Derive channel 0's base key: for epoch 0 without nonces, for an epoch opened by a resume with its 64 bytes.
 *
 * @param {Uint8Array} secret
 * @param {number} epoch
 * @param {Direction} direction
 * @param {Uint8Array} [nonces]
 */
export async function channel0(secret, epoch, direction, nonces = new Uint8Array()) {
    bounded(nonces.length === (epoch ? NONCES_BYTES : 0), 'nonces of another length than the epoch needs');
    return hkdfExpand(secret, joined(label(epoch, direction, 0), nonces), KEY_BYTES);
}

/**
 * Derive the base key of one channel, direction and epoch from its group's secret; `session` is the id's 16 bytes.
 *
 * @param {Uint8Array} secret
 * @param {Uint8Array} session
 * @param {number} epoch
 * @param {Direction} direction
 * @param {number} channel
 */
export async function channelKey(secret, session, epoch, direction, channel) {
    const lengths = secret.length === GROUP_SECRET_BYTES && session.length === SESSION_ID_BYTES;
    bounded(lengths, 'length of secret or session id');
    bounded(channel > 0, 'channel 0 is keyed from the pairing');
    return hkdf(secret, session, label(epoch, direction, channel), KEY_BYTES);
}

/**
 * Commit to words without telling them: HMAC-SHA-256 under 32 random bytes. Deleting the salt unties the words.
 *
 * @param {Uint8Array} salt
 * @param {string} text
 */
export async function commitment(salt, text) {
    bounded(salt.length === 32, 'a salt has 32 bytes');
    return hmac({ name: 'HMAC', hash: 'SHA-256' }, salt, utf8(text));
}

/**
 * @param {number} epoch
 * @param {number} direction
 * @param {number} channel
 */
function label(epoch, direction, channel) {
    const fits = isBelow(epoch, limits.EPOCHS) && isBelow(direction, 2) && isBelow(channel, limits.CHANNELS);
    bounded(fits, 'place of a key');
    return joined(utf8('attended/1 channel'), u32be(epoch), Uint8Array.of(direction, channel));
}

/**
 * HKDF (RFC 5869) with SHA-512.
 *
 * @param {Uint8Array} secret
 * @param {Uint8Array} salt
 * @param {Uint8Array} info
 * @param {number} length bytes
 */
async function hkdf(secret, salt, info, length) {
    const key = await crypto.subtle.importKey('raw', joined(secret), 'HKDF', false, ['deriveBits']);
    const algorithm = { name: 'HKDF', hash: 'SHA-512', salt: joined(salt), info: joined(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 8 * length));
}

/**
 * HKDF-Expand alone (RFC 5869, 2.3) with SHA-512, for at most 64 bytes: one block. WebCrypto has only the whole.
 *
 * @param {Uint8Array} secret
 * @param {Uint8Array} info
 * @param {number} length bytes, at most 64
 * @returns {Promise<Bytes>}
 */
export async function hkdfExpand(secret, info, length) {
    const block = await hmac(HMAC_SHA512, secret, joined(info, Uint8Array.of(1)));
    return block.slice(0, length);
}

/**
 * @param {{name: string, hash: string}} algorithm
 * @param {Uint8Array} key
 * @param {Bytes} message
 * @returns {Promise<Bytes>}
 */
async function hmac(algorithm, key, message) {
    const imported = await crypto.subtle.importKey('raw', joined(key), algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}

/** @param {number} number */
function u32be(number) {
    return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
}

/**
 * @param {number} number
 * @param {number} bound
 */
function isBelow(number, bound) {
    return Number.isInteger(number) && number >= 0 && number < bound;
}

/**
 * @param {boolean} holds
 * @param {string} what
 */
function bounded(holds, what) {
    if (!holds) throw new KeyMisuse(what);
}
