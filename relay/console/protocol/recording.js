// protocol/recording.js — mirrors protocol/recording.py; both pass tests/vectors/recording-entries.json

import { EntryMalformed, EntryOutOfPlace } from './errors.js';
import * as limits from './limits.js';
import { Tree, leafHash } from './merkle.js';

export const VERSION = 1;
export const HEADER_BYTES = 36;
export const KINDS = /** @type {const} */ (['opening', 'sealed', 'pairing', 'document', 'refused', 'note']);
export const ORIGINS = /** @type {const} */ (['relay', 'agent', 'technician']);
export const CHANNEL_TOPICS = ['control', 'screen', 'pointer', 'keys', 'chat', 'report', 'clipboard', 'files', 'aside'];

const KIND_TOPICS = { opening: 'opening', pairing: 'pairing', document: 'documents', refused: 'refused', note: 'notes' };
const SHA256_BYTES = 32;
const CODE_LENGTH = 16;
const BODY_LIMITS = {
    opening: limits.OPENING_BYTES,
    sealed: limits.SEALED_BYTES,
    pairing: limits.PAIRING_BYTES,
    document: limits.DOCUMENT_BYTES,
    refused: SHA256_BYTES + CODE_LENGTH,
    note: limits.RELAY_NOTE_BYTES,
};

/**
 * One recorded item. `time` is in milliseconds since 1970; `kid` and `counter` are 0n for what is not sealed.
 *
 * @typedef {object} Entry
 * @property {typeof KINDS[number]} kind
 * @property {typeof ORIGINS[number]} origin
 * @property {number} index
 * @property {number} time
 * @property {bigint} kid
 * @property {bigint} counter
 * @property {Uint8Array} header
 * @property {Uint8Array} body
 */

/**
 * Read an entry from exactly its bytes.
 *
 * @param {Uint8Array} data
 * @returns {Entry}
 * @throws {EntryMalformed} The header or the length is not what this version writes.
 */
export function decode(data) {
    if (data.length < HEADER_BYTES) throw new EntryMalformed('shorter than a header'); // 1 the header is whole
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (data[0] !== VERSION || data[3] !== 0) throw new EntryMalformed(`version ${data[0]}`); // 2 this version
    const kind = KINDS[data[1]];
    const origin = ORIGINS[data[2]];
    if (!kind || !origin) throw new EntryMalformed(`kind ${data[1]} from ${data[2]}`); // 3 kind and origin are known
    const entry = {
        kind,
        origin,
        index: view.getUint32(4),
        time: Number(view.getBigUint64(8)),
        kid: view.getBigUint64(16),
        counter: view.getBigUint64(24),
        header: data.subarray(0, HEADER_BYTES),
        body: data.subarray(HEADER_BYTES),
    };
    const length = view.getUint32(32);
    if (entry.body.length !== length || length > BODY_LIMITS[kind]) { // 4 the body has the length it says
        throw new EntryMalformed(`${entry.body.length} bytes of ${length}`);
    }
    demandSense(entry); // 5 the fields fit the kind
    return entry;
}

/** @param {Entry} entry */
function demandSense(entry) {
    const sealed = entry.kind === 'sealed' || entry.kind === 'refused';
    if (!sealed && (entry.kid || entry.counter)) throw new EntryMalformed('a key id on what is not sealed');
    if (sealed && entry.origin === 'relay') throw new EntryMalformed('a sealed message from the relay');
    if (entry.kind === 'sealed' && channelOf(entry) >= CHANNEL_TOPICS.length) {
        throw new EntryMalformed(`channel ${channelOf(entry)}`);
    }
    if (entry.kind === 'refused' && !isRefusal(entry.body)) throw new EntryMalformed('a refusal without hash and code');
    if ((entry.kind === 'opening' || entry.kind === 'note') !== (entry.origin === 'relay')) {
        throw new EntryMalformed(`kind ${entry.kind} from ${entry.origin}`);
    }
}

/** @param {Uint8Array} body */
function isRefusal(body) {
    const code = String.fromCharCode(...body.subarray(SHA256_BYTES));
    return /^[A-Za-z0-9-]+$/.test(code) && /[A-Za-z0-9]/.test(code);
}

/**
 * The channel of a sealed message.
 *
 * @param {{kid: bigint}} entry
 */
export function channelOf(entry) {
    return Number(entry.kid & 0x7fn);
}

/**
 * The MCAP topic of an entry.
 *
 * @param {Entry} entry
 */
export function topicOf(entry) {
    return entry.kind === 'sealed' ? CHANNEL_TOPICS[channelOf(entry)] : KIND_TOPICS[entry.kind];
}

/**
 * Hash an entry for the session's tree: header and SHA-256 of the body.
 *
 * @param {Entry} entry
 * @returns {Promise<Uint8Array>}
 */
export async function leafOf(entry) {
    const body = new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (entry.body)));
    const covered = new Uint8Array(HEADER_BYTES + SHA256_BYTES);
    covered.set(entry.header);
    covered.set(body, HEADER_BYTES);
    return leafHash(covered);
}

/** The tree over a session's entries, fed in their order. */
export class SessionTree {
    /** @type {Tree} */
    #tree = new Tree();

    /** How many entries the tree holds. */
    get entries() {
        return this.#tree.size;
    }

    /**
     * Take the next entry.
     *
     * @param {Entry} entry
     * @throws {EntryOutOfPlace} Its index is not the next one.
     */
    async add(entry) {
        if (entry.index !== this.#tree.size) {
            throw new EntryOutOfPlace(`entry ${entry.index} where ${this.#tree.size} belongs`);
        }
        await this.#tree.append(await leafOf(entry));
    }

    /** The root over all entries so far. */
    async root() {
        return this.#tree.root();
    }
}
