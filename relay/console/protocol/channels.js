// protocol/channels.js — mirrors protocol/channels.py: numbered streams of one kind each, and whom a message is for

import { Channel, Direction, groupOf, scopeOf } from '../consent/scopes.js';
import { kid, place } from './sframe.js';

export { Channel, Direction, groupOf, kid, place, scopeOf };

/** @typedef {import('./sframe.js').Place} Place */

/** The first byte of every websocket message: whom the rest is for. */
export const First = Object.freeze({ RELAY: 0, SEALED: 1, PAIRING: 2 });

/** Every channel's number. */
export const CHANNELS = Object.freeze(Object.values(Channel));

/** The channels that need no scope: this list is all that leaves a computer without one. */
export const WITHOUT_SCOPE = Object.freeze(new Set([Channel.CONTROL, Channel.CHAT, Channel.ASIDE]));

/**
 * Tell whether an end may speak on a channel at all; the catalogue says who may say which kind.
 *
 * @param {number} direction
 * @param {number} channel
 */
export function maySpeak(direction, channel) {
    return channel !== Channel.ASIDE || direction === Direction.FROM_AGENT;
}

/**
 * Give the opposite way.
 *
 * @param {0 | 1} direction
 * @returns {0 | 1}
 */
export function other(direction) {
    return direction === 0 ? 1 : 0;
}
