// protocol/cpace.js — mirrors protocol/cpace.py: CPACE-X25519-SHA512 (draft 21), initiator-responder, confirmed
//
// WebCrypto answers late, so an end is made by `begin` and every step is awaited. A step moves the run on before it
// waits for anything: a second call finds the run moved on, never half-way.

import { joined, same, utf8 } from '../consent/encoding.js';
import { BadShare, KeyMisuse, PairingOutOfOrder, WrongCode } from './errors.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {'fresh' | 'shared' | 'tagged' | 'over'} Step */

export const SHARE_BYTES = 32;
export const TAG_BYTES = 64;
const DSI = utf8('CPace255');
const BLOCK_BYTES = 128; // SHA-512's input block, H.s_in_bytes
const P = 2n ** 255n - 19n;
const A = 486662n;
// RFC 8410: what stands before a raw X25519 private key in PKCS #8.
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);

/** The technician's end of one run: share, receive, tag, confirm. */
export class Initiator {
    /** @type {Step} */
    #step = 'fresh';
    #run;
    #ad;
    #theirs = new Uint8Array();
    transcript = new Uint8Array();

    /**
     * Use `begin`.
     *
     * @param {Run} run
     * @param {Uint8Array} ad
     */
    constructor(run, ad) {
        this.#run = run;
        this.#ad = ad;
        this.share = run.share;
    }

    /**
     * Begin with code digits, channel identifier, session id, own associated data and 32 fresh random bytes.
     *
     * @param {Uint8Array} prs
     * @param {Uint8Array} ci
     * @param {Uint8Array} sid
     * @param {Uint8Array} ad
     * @param {Uint8Array} scalar
     */
    static async begin(prs, ci, sid, ad, scalar) {
        return new Initiator(await begin(prs, ci, sid, scalar), ad);
    }

    /**
     * Take the responder's share and associated data; then `transcript` is known and `tag` may be called.
     *
     * @param {Uint8Array} yb
     * @param {Uint8Array} adb
     * @throws {BadShare | PairingOutOfOrder} the run is over
     */
    async receive(yb, adb) {
        this.#go('fresh', 'over');
        const transcript = transcriptIr(this.share, this.#ad, yb, adb);
        await this.#run.meet(yb, adb, transcript);
        this.transcript = transcript;
        this.#theirs = lvCat(yb, adb);
        this.#step = 'shared';
    }

    /**
     * Give Ta, to be sent: the proof that this end knows the code.
     *
     * @returns {Promise<Bytes>}
     */
    async tag() {
        this.#go('shared', 'tagged');
        return this.#run.tagOver(lvCat(this.share, this.#ad));
    }

    /**
     * Check the responder's tag and give the key.
     *
     * @param {Uint8Array} tb
     * @returns {Promise<Bytes>} ISK, 64 bytes
     * @throws {WrongCode | PairingOutOfOrder} the run is over
     */
    async confirm(tb) {
        this.#go('tagged', 'over');
        return this.#run.check(tb, this.#theirs);
    }

    /**
     * @param {Step} at
     * @param {Step} to
     */
    #go(at, to) {
        const here = this.#step;
        this.#step = here === at ? to : 'over';
        if (here !== at) throw new PairingOutOfOrder(here);
    }
}

/** The agent's end of one run: it answers one share in its life. The console needs it for its tests only. */
export class Responder {
    /** @type {Step} */
    #step = 'fresh';
    #run;
    #ad;
    #theirs = new Uint8Array();
    transcript = new Uint8Array();

    /**
     * Use `begin`.
     *
     * @param {Run} run
     * @param {Uint8Array} ad
     */
    constructor(run, ad) {
        this.#run = run;
        this.#ad = ad;
    }

    /**
     * Begin with code digits, channel identifier, session id, own associated data and 32 fresh random bytes.
     *
     * @param {Uint8Array} prs
     * @param {Uint8Array} ci
     * @param {Uint8Array} sid
     * @param {Uint8Array} ad
     * @param {Uint8Array} scalar
     */
    static async begin(prs, ci, sid, ad, scalar) {
        return new Responder(await begin(prs, ci, sid, scalar), ad);
    }

    /**
     * Take the initiator's share and associated data and give Yb, to be sent. The code is spent from here on.
     *
     * @param {Uint8Array} ya
     * @param {Uint8Array} ada
     * @throws {BadShare | PairingOutOfOrder} the run is over
     */
    async answer(ya, ada) {
        this.#go('fresh');
        const transcript = transcriptIr(ya, ada, this.#run.share, this.#ad);
        await this.#run.meet(ya, ada, transcript);
        this.transcript = transcript;
        this.#theirs = lvCat(ya, ada);
        this.#step = 'shared';
        return this.#run.share;
    }

    /**
     * Check the initiator's tag; only then give the own tag and the key.
     *
     * @param {Uint8Array} ta
     * @returns {Promise<{tag: Bytes, isk: Bytes}>}
     * @throws {WrongCode | PairingOutOfOrder} the run is over and the own tag is never shown
     */
    async check(ta) {
        this.#go('shared');
        const tag = await this.#run.tagOver(lvCat(this.#run.share, this.#ad));
        return { tag, isk: await this.#run.check(ta, this.#theirs) };
    }

    /** @param {Step} at */
    #go(at) {
        const here = this.#step;
        this.#step = 'over';
        if (here !== at) throw new PairingOutOfOrder(here);
    }
}

/** What both ends compute alike. Neither K nor the scalar can be asked for. */
class Run {
    #sid;
    #scalar;
    #isk = new Uint8Array();

    /**
     * @param {Uint8Array} sid
     * @param {Uint8Array} scalar
     * @param {Bytes} share
     */
    constructor(sid, scalar, share) {
        this.#sid = sid;
        this.#scalar = scalar;
        this.share = share;
    }

    /**
     * @param {Uint8Array} share
     * @param {Uint8Array} data
     * @param {Uint8Array} transcript
     */
    async meet(share, data, transcript) {
        if (data.length > limits.CPACE_DATA_BYTES) throw new BadShare(`${data.length} bytes of associated data`);
        if (same(share, this.share)) throw new BadShare('our own share came back');
        const k = await scalarMult(this.#scalar, share);
        this.#scalar = new Uint8Array();
        this.#isk = await sha512(joined(lvCat(joined(DSI, utf8('_ISK')), this.#sid, k), transcript));
    }

    /**
     * Draft 21, section 10.4: each tag covers the message its sender sent before.
     *
     * @param {Bytes} message
     */
    async tagOver(message) {
        const bytes = await sha512(joined(utf8('CPaceMac'), this.#sid, this.#isk));
        const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
        return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
    }

    /**
     * @param {Uint8Array} tag
     * @param {Bytes} message
     */
    async check(tag, message) {
        const isk = this.#isk;
        const expected = await this.tagOver(message);
        this.#isk = new Uint8Array();
        if (!same(expected, tag)) throw new WrongCode();
        return isk;
    }
}

/**
 * @param {Uint8Array} prs
 * @param {Uint8Array} ci
 * @param {Uint8Array} sid
 * @param {Uint8Array} scalar
 */
async function begin(prs, ci, sid, scalar) {
    if (scalar.length !== SHARE_BYTES) throw new KeyMisuse(`a scalar of ${scalar.length} bytes`);
    return new Run(sid, scalar, await scalarMult(scalar, await calculateGenerator(prs, ci, sid)));
}

/**
 * Multiply by X25519; both inputs and the result have 32 bytes. This is the draft's `scalar_mult_vfy` (8.2).
 *
 * @param {Uint8Array} scalar
 * @param {Uint8Array} u
 * @returns {Promise<Bytes>}
 * @throws {BadShare} `u` has another length, or the result is the neutral element
 */
export async function scalarMult(scalar, u) {
    if (u.length !== SHARE_BYTES) throw new BadShare(`${u.length} bytes`);
    const algorithm = { name: 'X25519' };
    const secret = await crypto.subtle.importKey('pkcs8', joined(PKCS8, scalar), algorithm, false, ['deriveBits']);
    let k;
    try {
        // For points of low order Chromium refuses the derivation, Firefox the import.
        const point = await crypto.subtle.importKey('raw', joined(u), algorithm, false, []);
        k = new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: point }, secret, 256));
    } catch (reason) {
        throw new BadShare(reason instanceof Error ? reason.name : 'low order');
    }
    if (same(k, new Uint8Array(SHARE_BYTES))) throw new BadShare('neutral element');
    return k;
}

/**
 * Map code, channel and session to the run's generator: a u coordinate of 32 bytes (8.2).
 *
 * @param {Uint8Array} prs
 * @param {Uint8Array} ci
 * @param {Uint8Array} sid
 */
export async function calculateGenerator(prs, ci, sid) {
    const hashed = (await sha512(generatorString(prs, ci, sid))).subarray(0, SHARE_BYTES);
    hashed[SHARE_BYTES - 1] &= 0x7f; // RFC 7748 section 5, decodeUCoordinate: the top bit does not count
    return littleEndian(elligator2(fromLittleEndian(hashed) % P));
}

/**
 * Join the inputs so that code and padding fill SHA-512's first block (8.1).
 *
 * @param {Uint8Array} prs
 * @param {Uint8Array} ci
 * @param {Uint8Array} sid
 */
export function generatorString(prs, ci, sid) {
    const padding = Math.max(0, BLOCK_BYTES - prependLen(prs).length - prependLen(DSI).length - 1);
    return lvCat(DSI, prs, new Uint8Array(padding), ci, sid);
}

/**
 * Map a field element to the u coordinate of a point on Curve25519 (RFC 9380, 6.7.1 with Z = 2).
 *
 * @param {bigint} u
 * @returns {bigint}
 */
export function elligator2(u) {
    const x = mod(-A * power(mod(1n + 2n * u * u), P - 2n));
    const gx = mod(x * x * x + A * x * x + x);
    const isSquare = power(gx, (P - 1n) / 2n) !== P - 1n;
    return isSquare ? x : mod(-x - A);
}

/**
 * Join both messages in their order (6.3).
 *
 * @param {Uint8Array} ya
 * @param {Uint8Array} ada
 * @param {Uint8Array} yb
 * @param {Uint8Array} adb
 */
export function transcriptIr(ya, ada, yb, adb) {
    return joined(lvCat(ya, ada), lvCat(yb, adb));
}

/**
 * Join byte strings, each after its length (6.3).
 *
 * @param {...Uint8Array} parts
 */
export function lvCat(...parts) {
    return joined(...parts.map(prependLen));
}

/**
 * Put the length before the bytes, in LEB128 (6.3).
 *
 * @param {Uint8Array} data
 */
export function prependLen(data) {
    const written = [];
    let length = data.length;
    for (; length >= 0x80; length >>>= 7) written.push((length & 0x7f) | 0x80);
    return joined(Uint8Array.of(...written, length), data);
}

/** @param {Bytes} data */
async function sha512(data) {
    return new Uint8Array(await crypto.subtle.digest('SHA-512', data));
}

/** @param {bigint} number */
function mod(number) {
    const rest = number % P;
    return rest < 0n ? rest + P : rest;
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 */
function power(base, exponent) {
    let result = 1n;
    for (let square = base, left = exponent; left > 0n; left >>= 1n, square = (square * square) % P) {
        if (left & 1n) result = (result * square) % P;
    }
    return result;
}

/** @param {Uint8Array} data */
function fromLittleEndian(data) {
    return data.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** @param {bigint} number */
function littleEndian(number) {
    return Uint8Array.from({ length: SHARE_BYTES }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn));
}
