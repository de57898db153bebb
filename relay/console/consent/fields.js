// consent/fields.js — mirrors consent/fields.py: what stands in documents, each value with its bounds

import { bytes, object, text, whole } from './model.js';

export const sessionId = bytes(16);
export const documentId = bytes(16);
export const thumbprint = bytes(32);
export const sha256 = bytes(32);
export const readerId = bytes(32);

/** Whole seconds since 1970, UTC. */
export const seconds = whole(0, 2 ** 40);
export const count = whole(0, Number.MAX_SAFE_INTEGER);
export const epoch = whole(0, 2 ** 32 - 1);
export const direction = whole(0, 1);
export const channel = whole(0, 8);

/** An origin in its one spelling (RFC 6454, 6.2): scheme, host, port where it is not the usual one; no path. */
export const origin = text(/^https?:\/\/[a-z0-9.\-[\]:]{1,270}$/, 280);
export const domain = text(/^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$/, 253);
/** A purpose by its name in a vocabulary, such as "dpv:TechnicalServiceProvision". */
export const term = text(/^[a-z][a-z0-9-]{0,15}:[A-Za-z0-9]{1,64}$/, 81);

/** How far one direction of one channel had come when a document was signed. `count`: messages so far. */
export const position = object({ epoch, direction, channel, count });

/** @typedef {ReturnType<typeof position>} Position */

/**
 * Epoch, direction and channel: what a count is about.
 *
 * @param {{epoch: number, direction: number, channel: number}} place
 */
export function pairOf({ epoch: number, direction: way, channel: stream }) {
    return `${number}/${way}/${stream}`;
}
