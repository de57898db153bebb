// protocol/sframe.js — mirrors protocol/sframe.py: SFrame (RFC 9605), suite 5, AES_256_GCM_SHA512_128

import { joined, utf8 } from '../consent/encoding.js';
import { lvCat } from './cpace.js';
import * as errors from './errors.js';
import { hkdfExpand } from './keys.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {{kid: bigint, counter: bigint, length: number}} Header what everybody sees, and its bytes */
/** @typedef {{epoch: number, direction: 0 | 1, channel: number}} Place what a key id says */
/** @typedef {{plaintext: Bytes, counter: number, gap: number}} Opened `gap`: how many before it never arrived */

export const SUITE = 5;
export const TAG_BYTES = 16;
export const HEADER_BYTES = 17;
export const VERSION = utf8('attended.v1');
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const IN_THE_CONFIG_BYTE = 8n; // values below stand in the config byte itself

/**
 * Join a key's place into its key id.
 *
 * @param {number} epoch
 * @param {number} direction
 * @param {number} channel
 * @returns {bigint}
 */
export function kid(epoch, direction, channel) {
    const bounds = [
        [epoch, limits.EPOCHS],
        [direction, 2],
        [channel, limits.CHANNELS],
    ];
    if (!bounds.every(([number, bound]) => Number.isInteger(number) && number >= 0 && number < bound)) {
        throw new errors.KeyMisuse('place of a key');
    }
    return (BigInt(epoch) << 8n) | BigInt((direction << 7) | channel);
}

/**
 * Say whose key an id names.
 *
 * @param {bigint} keyId
 * @returns {Place}
 * @throws {errors.SealedMalformed} an epoch beyond 32 bits
 */
export function place(keyId) {
    const epoch = Number(keyId >> 8n);
    if (epoch >= limits.EPOCHS) throw new errors.SealedMalformed('epoch beyond 32 bits');
    const low = Number(keyId & 0xffn);
    return { epoch, direction: low >> 7 ? 1 : 0, channel: low & 0x7f };
}

/**
 * Give what every seal of a session covers besides its message; `session` is the id's 16 bytes.
 *
 * @param {Uint8Array} session
 */
export function metadata(session) {
    return lvCat(VERSION, session);
}

/**
 * Write a header: X K K K Y C C C, then the key id and the counter, where they do not fit in (RFC 9605, 4.3).
 *
 * @param {bigint} keyId
 * @param {bigint} counter
 */
export function writeHeader(keyId, counter) {
    const high = written(keyId);
    const low = written(counter);
    return Uint8Array.of((high.half << 4) | low.half, ...high.bytes, ...low.bytes);
}

/**
 * Read the visible part of a sealed message. It says nothing about whether the seal holds.
 *
 * @param {Uint8Array} sealed
 * @returns {Header}
 * @throws {errors.SealedMalformed} too short for its own header and tag, or a number written longer than it needs
 * @throws {errors.SealedTooLong} longer than any sealed message
 */
export function readHeader(sealed) {
    if (sealed.length > limits.SEALED_BYTES) throw new errors.SealedTooLong(`${sealed.length} bytes`);
    if (sealed.length === 0) throw new errors.SealedMalformed('empty');
    const keyId = read(sealed, sealed[0] >> 4, 1);
    const counter = read(sealed, sealed[0] & 0x0f, keyId.end);
    if (sealed.length < counter.end + TAG_BYTES) throw new errors.SealedMalformed('no room for the tag');
    return { kid: keyId.number, counter: counter.number, length: counter.end };
}

/** @param {bigint} number */
function written(number) {
    if (number < IN_THE_CONFIG_BYTE) return { half: Number(number), bytes: [] };
    const bytes = [];
    for (let left = number; left > 0n; left >>= 8n) bytes.unshift(Number(left & 0xffn));
    return { half: 0x8 | (bytes.length - 1), bytes };
}

/**
 * @param {Uint8Array} sealed
 * @param {number} half
 * @param {number} at
 */
function read(sealed, half, at) {
    if (half < IN_THE_CONFIG_BYTE) return { number: BigInt(half), end: at };
    const end = at + (half & 0x7) + 1;
    let number = 0n;
    for (const byte of sealed.subarray(at, end)) number = (number << 8n) | BigInt(byte);
    // RFC 9605, 4.3 wants the fewest bytes; another spelling would let one message have two headers in the recording.
    if (number < IN_THE_CONFIG_BYTE || number >> BigInt(8 * (half & 0x7)) === 0n) {
        throw new errors.SealedMalformed('a number longer than it needs');
    }
    return { number, end };
}

/** AES key and salt of one key id (RFC 9605, 4.4.2). */
class Key {
    #aead;
    #salt;

    /**
     * Use `from` of the classes below.
     *
     * @param {bigint} keyId
     * @param {CryptoKey} aead
     * @param {Bytes} salt
     */
    constructor(keyId, aead, salt) {
        this.kid = keyId;
        this.#aead = aead;
        this.#salt = salt;
    }

    /**
     * @param {bigint} counter
     * @param {Bytes} covered
     */
    with(counter, covered) {
        const nonce = this.#salt.slice();
        for (let at = NONCE_BYTES - 1, left = counter; left > 0n; at -= 1, left >>= 8n) nonce[at] ^= Number(left & 0xffn);
        return { key: this.#aead, algorithm: { name: 'AES-GCM', iv: nonce, additionalData: covered, tagLength: 128 } };
    }
}

/**
 * @param {Uint8Array} baseKey
 * @param {bigint} keyId
 * @param {'encrypt' | 'decrypt'} use
 * @returns {Promise<[bigint, CryptoKey, Bytes]>}
 */
async function derived(baseKey, keyId, use) {
    // HKDF-Extract with an empty salt; WebCrypto takes no empty HMAC key, and RFC 2104 pads with zeros anyway.
    const secret = await hkdfExtract(baseKey);
    const tail = new Uint8Array(10);
    new DataView(tail.buffer).setBigUint64(0, keyId);
    tail[9] = SUITE;
    const key = await hkdfExpand(secret, joined(utf8('SFrame 1.0 Secret key '), tail), KEY_BYTES);
    const salt = await hkdfExpand(secret, joined(utf8('SFrame 1.0 Secret salt '), tail), NONCE_BYTES);
    return [keyId, await crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]), salt];
}

/** @param {Uint8Array} baseKey */
async function hkdfExtract(baseKey) {
    const algorithm = { name: 'HMAC', hash: 'SHA-512' };
    const key = await crypto.subtle.importKey('raw', new Uint8Array(64), algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, joined(baseKey)));
}

/** One key for sealing. It does not count: use it through a `Sealer`. */
export class SealingKey extends Key {
    /**
     * @param {Uint8Array} baseKey
     * @param {bigint} keyId
     */
    static async from(baseKey, keyId) {
        return new SealingKey(...(await derived(baseKey, keyId, 'encrypt')));
    }

    /**
     * Seal one message under a counter that was never used with this key before.
     *
     * @param {bigint} counter
     * @param {Uint8Array} plaintext
     * @param {Uint8Array} about what `metadata` gives for the session
     * @returns {Promise<Bytes>}
     */
    async seal(counter, plaintext, about) {
        const header = writeHeader(this.kid, counter);
        const { key, algorithm } = this.with(counter, joined(header, about));
        return joined(header, new Uint8Array(await crypto.subtle.encrypt(algorithm, key, joined(plaintext))));
    }
}

/** One key for opening. It does not remember: use it through an `Opener`, or to replay a recording. */
export class OpeningKey extends Key {
    /**
     * @param {Uint8Array} baseKey
     * @param {bigint} keyId
     */
    static async from(baseKey, keyId) {
        return new OpeningKey(...(await derived(baseKey, keyId, 'decrypt')));
    }

    /**
     * Open one message.
     *
     * @param {Uint8Array} sealed
     * @param {Uint8Array} about what `metadata` gives for the session
     * @returns {Promise<Bytes>}
     * @throws {errors.SealedMalformed | errors.SealedTooLong | errors.SealedForAnotherKey | errors.SealBroken}
     */
    async open(sealed, about) {
        return this.openAt(readHeader(sealed), sealed, about);
    }

    /**
     * Open one message whose header was read already; throws as `open` does.
     *
     * @param {Header} header
     * @param {Uint8Array} sealed
     * @param {Uint8Array} about
     * @returns {Promise<Bytes>}
     */
    async openAt(header, sealed, about) {
        if (header.kid !== this.kid) throw new errors.SealedForAnotherKey(`${header.kid} at ${this.kid}`);
        const { key, algorithm } = this.with(header.counter, joined(sealed.subarray(0, header.length), about));
        try {
            const box = /** @type {Bytes} */ (sealed.subarray(header.length));
            return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, box));
        } catch {
            throw new errors.SealBroken(`counter ${header.counter}`);
        }
    }
}

/** Seals what one end says on one channel in one epoch. Counters rise from 0 and never come twice. */
export class Sealer {
    #key;
    #about;
    #bytes = 0;
    count = 0;

    /**
     * Use `from`.
     *
     * @param {SealingKey} key
     * @param {Uint8Array} about
     */
    constructor(key, about) {
        this.#key = key;
        this.#about = about;
        this.kid = key.kid;
    }

    /**
     * Begin with the channel's base key, its key id, and what `metadata` gives for the session.
     *
     * @param {Uint8Array} baseKey
     * @param {bigint} keyId
     * @param {Uint8Array} about
     */
    static async from(baseKey, keyId, about) {
        return new Sealer(await SealingKey.from(baseKey, keyId), about);
    }

    /** Whether a new epoch is due: seven eighths of the frames or bytes of this key are used. */
    get worn() {
        return 8 * this.count >= 7 * limits.SFRAME_FRAMES || 8 * this.#bytes >= 7 * limits.SFRAME_KEY_BYTES;
    }

    /**
     * Seal the next message. The counter is taken before anything is awaited, so two calls never share one; send
     * what they give in the order of the calls.
     *
     * @param {Uint8Array} plaintext
     * @returns {Promise<Bytes>}
     * @throws {errors.EpochWornOut} this key has sealed as much as it may; nothing was sealed
     * @throws {errors.KeyMisuse} a message longer than any may be; nothing was sealed and no counter used
     */
    async seal(plaintext) {
        if (this.count >= limits.SFRAME_FRAMES || this.#bytes + plaintext.length > limits.SFRAME_KEY_BYTES) {
            throw new errors.EpochWornOut(`key ${this.kid} after ${this.count} frames`);
        }
        if (plaintext.length > limits.SEALED_BYTES - HEADER_BYTES - TAG_BYTES) {
            throw new errors.KeyMisuse(`a message of ${plaintext.length} bytes`);
        }
        const counter = BigInt(this.count);
        this.count += 1;
        this.#bytes += plaintext.length;
        return this.#key.seal(counter, plaintext, this.#about);
    }
}

/** Opens what the other end says on one channel in one epoch, and goes only forward. */
export class Opener {
    #key;
    #about;
    /** The lowest counter that may still come: one above the last. */
    count = 0;

    /**
     * Use `from`.
     *
     * @param {OpeningKey} key
     * @param {Uint8Array} about
     */
    constructor(key, about) {
        this.#key = key;
        this.#about = about;
        this.kid = key.kid;
    }

    /**
     * Begin with the channel's base key, its key id, and what `metadata` gives for the session.
     *
     * @param {Uint8Array} baseKey
     * @param {bigint} keyId
     * @param {Uint8Array} about
     */
    static async from(baseKey, keyId, about) {
        return new Opener(await OpeningKey.from(baseKey, keyId), about);
    }

    /**
     * Open the next message and say how many before it are missing. Await one before you open the next.
     *
     * @param {Uint8Array} sealed
     * @returns {Promise<Opened>}
     * @throws {errors.SealedMalformed} the header cannot be read, or its counter lies beyond the life of a key
     * @throws {errors.SealedTooLong | errors.SealedForAnotherKey}
     * @throws {errors.SealedRepeated} a counter that came before, or was passed over
     * @throws {errors.SealBroken} the seal does not hold; what was opened before stays counted, this one is not
     */
    async open(sealed) {
        const header = readHeader(sealed);
        const counter = Number(header.counter);
        if (counter >= limits.SFRAME_FRAMES) throw new errors.SealedMalformed('counter beyond the life of a key');
        if (counter < this.count && header.kid === this.kid) throw this.#repeated(counter);
        const plaintext = await this.#key.openAt(header, sealed, this.#about);
        // A second copy may have been opened while we waited: whoever comes back first wins, the other is a repeat.
        if (counter < this.count) throw this.#repeated(counter);
        const gap = counter - this.count;
        this.count = counter + 1;
        return { plaintext, counter, gap };
    }

    /** @param {number} counter */
    #repeated(counter) {
        return new errors.SealedRepeated(`counter ${counter}, next is ${this.count}`);
    }
}
