// protocol/codec.js — mirrors protocol/codec.py: messages to bytes and back

import { canonical, parseCanonical } from '../consent/canonical.js';
import { joined } from '../consent/encoding.js';
import { DocumentTooLong, NotCanonical } from '../consent/errors.js';
import { Misfit } from '../consent/model.js';
import { CATALOGUE, PAIRING, RELAY } from './catalogue.js';
import { Channel, First } from './channels.js';
import { MessageMalformed, MessageNotYours, MessageOutOfPlace, MessageTooLong, MessageUnknown } from './errors.js';
import * as limits from './limits.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('./wire.js').Message} Message */
/** @typedef {import('./catalogue.js').Entry} Entry */
/** @typedef {import('./catalogue.js').Sender} Sender */

const LENGTH_BYTES = 2;
/** What an unreadable message is called where its kind must be named. */
export const UNKNOWN = 'unknown';

/**
 * Write a sealed message's plaintext, padded where its channel is.
 *
 * @param {Message} message
 * @returns {Bytes}
 * @throws {MessageUnknown | MessageMalformed | MessageTooLong}
 */
export function encode(message) {
    const entry = entryOf(message.kind);
    return padded(written(message, entry.model, limitOf(entry.channel)), entry.channel);
}

/**
 * Find what the catalogue says of a message that the end of this direction wants to send.
 *
 * @param {Message} message
 * @param {number} direction
 * @returns {Entry}
 * @throws {MessageUnknown | MessageNotYours}
 */
export function entryFor(message, direction) {
    const entry = entryOf(message.kind);
    if (!entry.mayComeFrom(direction)) throw new MessageNotYours(message.kind);
    return entry;
}

/**
 * Read a sealed message's plaintext that came on this channel in this direction.
 *
 * @param {Uint8Array} plaintext
 * @param {number} channel
 * @param {number} direction
 * @returns {any} a message of the catalogue, of its kind's shape
 * @throws {MessageTooLong | MessageMalformed | MessageUnknown | MessageOutOfPlace | MessageNotYours}
 */
export function decode(plaintext, channel, direction) {
    const value = parsed(channel === Channel.KEYS ? stripped(plaintext) : plaintext, limitOf(channel));
    const entry = entryOf(value.kind);
    if (entry.channel !== channel) throw new MessageOutOfPlace(`${value.kind} on channel ${channel}`);
    if (!entry.mayComeFrom(direction)) throw new MessageNotYours(value.kind);
    return shaped(value, entry.model);
}

/**
 * Name the kind of a message that may be refused; `unknown` where it has none.
 *
 * @param {Uint8Array} plaintext
 * @param {number} channel
 */
export function kindIn(plaintext, channel) {
    try {
        const { kind } = parsed(channel === Channel.KEYS ? stripped(plaintext) : plaintext, limitOf(channel));
        return CATALOGUE.has(kind) ? kind : UNKNOWN;
    } catch (wrong) {
        if (wrong instanceof MessageMalformed || wrong instanceof MessageTooLong) return UNKNOWN;
        throw wrong;
    }
}

/**
 * Give the bytes that a JSON message on this channel may have.
 *
 * @param {number} channel
 */
export function limitOf(channel) {
    if (channel === Channel.KEYS) return limits.KEYS_PADDED_BYTES - LENGTH_BYTES;
    return channel === Channel.CONTROL ? limits.CONTROL_BYTES : limits.MESSAGE_BYTES;
}

/**
 * Write a message in clear, first byte included.
 *
 * @param {Message} message
 * @returns {Bytes}
 * @throws {MessageUnknown | MessageMalformed | MessageTooLong}
 */
export function encodePlain(message) {
    const toRelay = RELAY.get(message.kind);
    if (toRelay) return joined(Uint8Array.of(First.RELAY), written(message, toRelay.model, limits.RELAY_BYTES));
    const between = PAIRING.get(message.kind);
    if (between) return joined(Uint8Array.of(First.PAIRING), written(message, between.model, limits.PAIRING_BYTES));
    throw new MessageUnknown(message.kind);
}

/**
 * Read what came after first byte 0 from this sender.
 *
 * @param {Uint8Array} data
 * @param {Sender} sender
 * @returns {any}
 * @throws {MessageTooLong | MessageMalformed | MessageUnknown | MessageNotYours}
 */
export function decodeRelay(data, sender) {
    return plain(data, sender, RELAY, limits.RELAY_BYTES);
}

/**
 * Read what came after first byte 2 from this sender.
 *
 * @param {Uint8Array} data
 * @param {Sender} sender
 * @returns {any}
 * @throws {MessageTooLong | MessageMalformed | MessageUnknown | MessageNotYours}
 */
export function decodePairing(data, sender) {
    return plain(data, sender, PAIRING, limits.PAIRING_BYTES);
}

/**
 * @param {Uint8Array} data
 * @param {Sender} sender
 * @param {Map<string, import('./catalogue.js').Plain>} known
 * @param {number} limit
 */
function plain(data, sender, known, limit) {
    const value = parsed(data, limit);
    const found = known.get(value.kind);
    if (!found) throw new MessageUnknown(value.kind.slice(0, 40));
    if (!found.senders.includes(sender)) throw new MessageNotYours(value.kind);
    return shaped(value, found.model);
}

/** @param {string} kind */
function entryOf(kind) {
    const entry = CATALOGUE.get(kind);
    if (!entry) throw new MessageUnknown(kind.slice(0, 40));
    return entry;
}

/**
 * @param {Message} message
 * @param {import('./wire.js').Model<any>} model
 * @param {number} limit
 */
function written(message, model, limit) {
    const data = canonical(shaped(message, model));
    if (data.length > limit) throw new MessageTooLong(`${message.kind}: ${data.length} bytes, ${limit} allowed`);
    return data;
}

/**
 * @param {Uint8Array} data
 * @param {number} limit
 * @returns {{kind: string}}
 */
function parsed(data, limit) {
    let value;
    try {
        value = parseCanonical(data, limit);
    } catch (wrong) {
        if (wrong instanceof DocumentTooLong) throw new MessageTooLong(wrong.detail);
        if (wrong instanceof NotCanonical) throw new MessageMalformed(wrong.detail);
        throw wrong;
    }
    if (typeof value.kind !== 'string') throw new MessageMalformed('no kind');
    return /** @type {{kind: string}} */ (value);
}

/**
 * @param {unknown} value
 * @param {import('./wire.js').Model<any>} model
 */
function shaped(value, model) {
    try {
        return model.check(value, model.kind);
    } catch (wrong) {
        // The field that did not fit, never its value: it may be words of a person.
        if (wrong instanceof Misfit) throw new MessageMalformed(wrong.message);
        throw wrong;
    }
}

/**
 * @param {Bytes} data
 * @param {number} channel
 */
function padded(data, channel) {
    if (channel !== Channel.KEYS) return data;
    const out = new Uint8Array(limits.KEYS_PADDED_BYTES);
    new DataView(out.buffer).setUint16(0, data.length);
    out.set(data, LENGTH_BYTES);
    return out;
}

/** @param {Uint8Array} data */
function stripped(data) {
    if (data.length !== limits.KEYS_PADDED_BYTES) throw new MessageMalformed(`${data.length} bytes of padded message`);
    const end = LENGTH_BYTES + new DataView(data.buffer, data.byteOffset).getUint16(0);
    // Anything but zeros would be a second, unseen message.
    if (end > data.length || data.subarray(end).some((byte) => byte !== 0)) throw new MessageMalformed('padding');
    return data.subarray(LENGTH_BYTES, end);
}
