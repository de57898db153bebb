// consent/jws.js — mirrors consent/jws.py: documents as compact JWS, one algorithm, one header, Ed25519

import { canonical, parseCanonical } from './canonical.js';
import { b64u, same, unb64u, utf8 } from './encoding.js';
import {
    BadKey,
    DocumentTooLong,
    HeaderNotAllowed,
    NotAToken,
    NotBase64Url,
    NotTheDocument,
    SignatureWrong,
} from './errors.js';
import * as limits from './limits.js';
import { Misfit, bytes, fit, object, oneOf } from './model.js';

/** @typedef {import('./encoding.js').Bytes} Bytes */

/**
 * A kind of signed document: the one value of the header's `typ`, its longest token, and what its claims must be.
 *
 * @template T
 * @typedef {{readonly typ: string, readonly limit: number, readonly check: import('./model.js').Check<T>}} Kind
 */

const P = 2n ** 255n - 19n;
// The eight points of small order of edwards25519, by their y: whoever "holds" one can make signatures that fit any
// text, so a signature under it says nothing about who signed.
const SMALL_ORDER_Y = new Set([
    0n,
    1n,
    P - 1n,
    2707385501144840649318225287225658788936804267575313519463743609750303402022n,
    55188659117513257062467267217118295137698188065244968500265048394206261417927n,
]);

/** @param {Uint8Array} raw */
function isSound(raw) {
    let y = 0n;
    for (let at = 31; at >= 0; at -= 1) y = (y << 8n) | BigInt(at === 31 ? raw[at] & 0x7f : raw[at]);
    return y < P && !SMALL_ORDER_Y.has(y);
}

const point = bytes(32);

/** An Ed25519 public key as a JSON Web Key (RFC 8037). */
export const jwk = object({
    crv: oneOf(/** @type {const} */ (['Ed25519'])),
    kty: oneOf(/** @type {const} */ (['OKP'])),
    x: (value, place) => {
        const x = point(value, place);
        fit(isSound(unb64u(x)), place);
        return x;
    },
});

/** @typedef {ReturnType<typeof jwk>} Jwk */

/** A public key for checking signatures. */
export class VerifyKey {
    /** @type {CryptoKey} */
    #key;

    /**
     * @param {CryptoKey} key
     * @param {Bytes} raw
     * @param {string} thumbprint
     */
    constructor(key, raw, thumbprint) {
        this.#key = key;
        this.raw = raw;
        this.thumbprint = thumbprint;
    }

    /**
     * @param {Bytes} raw
     * @returns {Promise<VerifyKey>}
     * @throws {BadKey} not 32 bytes, a point of small order, or one written in a second way
     */
    static async fromRaw(raw) {
        if (raw.length !== 32 || !isSound(raw)) throw new BadKey();
        const key = await crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, true, ['verify']).catch(() => {
            throw new BadKey();
        });
        // RFC 7638 section 3: SHA-256 over the required members in canonical form.
        const named = canonical({ crv: 'Ed25519', kty: 'OKP', x: b64u(raw) });
        return new VerifyKey(key, raw, b64u(await sha256(named)));
    }

    /**
     * @param {unknown} value
     * @returns {Promise<VerifyKey>}
     * @throws {BadKey} it is not exactly an Ed25519 public key
     */
    static async fromJwk(value) {
        try {
            return await VerifyKey.fromRaw(unb64u(jwk(value, 'jwk').x));
        } catch (wrong) {
            if (wrong instanceof Misfit) throw new BadKey();
            throw wrong;
        }
    }

    /** @returns {Jwk} */
    jwk() {
        return { crv: 'Ed25519', kty: 'OKP', x: b64u(this.raw) };
    }

    /**
     * @param {Bytes} signature
     * @param {Bytes} data
     * @throws {SignatureWrong} it is not this key's over this data
     */
    async verify(signature, data) {
        const fits = signature.length === 64 && (await crypto.subtle.verify('Ed25519', this.#key, signature, data));
        if (!fits) throw new SignatureWrong();
    }

    /** @param {VerifyKey} other */
    equals(other) {
        return same(this.raw, other.raw);
    }
}

/** A private key. The browser made it and hands out none of it. */
export class SigningKey {
    /** @type {CryptoKey} */
    #key;

    /**
     * @param {CryptoKey} key
     * @param {VerifyKey} verifyKey
     */
    constructor(key, verifyKey) {
        this.#key = key;
        this.verifyKey = verifyKey;
    }

    /**
     * Make a new key that no script can read; `pair` is what IndexedDB keeps.
     *
     * @returns {Promise<{pair: CryptoKeyPair, key: SigningKey}>}
     */
    static async generate() {
        const made = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
        const pair = /** @type {CryptoKeyPair} */ (made);
        return { pair, key: await SigningKey.fromPair(pair) };
    }

    /**
     * @param {CryptoKeyPair} pair
     * @returns {Promise<SigningKey>}
     */
    static async fromPair(pair) {
        const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
        return new SigningKey(pair.privateKey, await VerifyKey.fromRaw(raw));
    }

    /**
     * @param {Bytes} data
     * @returns {Promise<Bytes>} 64 bytes
     */
    async sign(data) {
        return new Uint8Array(await crypto.subtle.sign('Ed25519', this.#key, data));
    }
}

/**
 * Write the only header that a token of this type by this key may have.
 *
 * @param {string} typ
 * @param {string} kid
 */
export function headerOf(typ, kid) {
    return canonical({ alg: 'Ed25519', kid, typ });
}

/**
 * Write and sign a document.
 *
 * @template T
 * @param {Kind<T>} kind
 * @param {T} claims
 * @param {SigningKey} key
 * @returns {Promise<string>}
 * @throws {NotTheDocument} the claims are not of this kind
 * @throws {DocumentTooLong} no other end would read it
 */
export async function sign(kind, claims, key) {
    const payload = canonical(checked(kind, claims));
    const signed = `${b64u(headerOf(kind.typ, key.verifyKey.thumbprint))}.${b64u(payload)}`;
    const token = `${signed}.${b64u(await key.sign(utf8(signed)))}`;
    refuseLong(token, kind);
    return token;
}

/**
 * Verify a token and read its claims. What they claim is then still to be judged.
 *
 * @template T
 * @param {string} token
 * @param {Kind<T>} kind
 * @param {VerifyKey} key
 * @returns {Promise<T>}
 * @throws {import('./errors.js').AttendedError} the first of the numbered checks that does not hold
 */
export async function read(token, kind, key) {
    refuseLong(token, kind); // 1 not longer than its kind may be, before anything is decoded
    const [header, payload, signature] = parts(token); // 2 three parts of base64url
    // 3 the one header there is: no choice of algorithm or key
    if (!same(header, headerOf(kind.typ, key.thumbprint))) throw new HeaderNotAllowed(kind.typ);
    await key.verify(signature, utf8(token.slice(0, token.lastIndexOf('.')))); // 4 signed by this key
    return checked(kind, parseCanonical(payload, kind.limit)); // 5 canonical claims, and exactly those of this kind
}

/**
 * Tell which key a token says it was signed with. It proves nothing yet.
 *
 * @param {string} token
 */
export function peekKid(token) {
    return peeked(token).kid;
}

/**
 * Tell which kind of document a token says it is. It proves nothing yet.
 *
 * @param {string} token
 */
export function peekTyp(token) {
    return peeked(token).typ;
}

/**
 * Name a token by the SHA-256 of its exact text.
 *
 * @param {string} token
 * @returns {Promise<string>}
 */
export async function sha256Of(token) {
    return b64u(await sha256(utf8(token)));
}

/**
 * Commit to a text without saying it: HMAC-SHA-256 under a salt of 32 bytes.
 *
 * @param {Bytes} salt
 * @param {Bytes} data
 * @returns {Promise<string>}
 */
export async function commitment(salt, data) {
    const key = await crypto.subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return b64u(new Uint8Array(await crypto.subtle.sign('HMAC', key, data)));
}

const header = object({
    alg: (value, place) => word(value, place),
    kid: (value, place) => word(value, place),
    typ: (value, place) => word(value, place),
});

/**
 * @param {unknown} value
 * @param {string} place
 */
function word(value, place) {
    fit(typeof value === 'string', place);
    return value;
}

/** @param {string} token */
function peeked(token) {
    if (token.length > limits.POLICY_BYTES) throw new NotAToken('longer than any document');
    const [first] = parts(token);
    try {
        return header(parseCanonical(first, limits.DOCUMENT_BYTES), 'header');
    } catch {
        throw new HeaderNotAllowed();
    }
}

/**
 * @param {string} token
 * @returns {Bytes[]}
 */
function parts(token) {
    const found = token.split('.');
    if (found.length !== 3) throw new NotAToken(`${found.length} parts`); // RFC 7515 section 3.1
    try {
        return found.map(unb64u);
    } catch (wrong) {
        if (wrong instanceof NotBase64Url) throw new NotAToken('not base64url');
        throw wrong;
    }
}

/**
 * @template T
 * @param {Kind<T>} kind
 * @param {unknown} claims
 * @returns {T}
 */
function checked(kind, claims) {
    try {
        return kind.check(claims, kind.typ);
    } catch (wrong) {
        if (wrong instanceof Misfit) throw new NotTheDocument(wrong.message);
        throw wrong;
    }
}

/**
 * @param {string} token
 * @param {Kind<any>} kind
 */
function refuseLong(token, kind) {
    if (token.length > kind.limit) throw new DocumentTooLong(`${kind.typ}: ${token.length} characters`);
}

/**
 * @param {Bytes} data
 * @returns {Promise<Bytes>}
 */
async function sha256(data) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
}
