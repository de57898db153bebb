// consent/law.js — mirrors consent/law.py: where a session's consent stands, and what may happen; a test compares both

import { IllegalMove } from './errors.js';

/**
 * Where consent stands; each state has its sentence in `TRUTH`.
 *
 * @typedef {(
 *     | 'not asked'
 *     | 'waiting for the customer'
 *     | 'waiting for the record'
 *     | 'granted'
 *     | 'asked for more'
 *     | 'waiting for the record of more'
 *     | 'paused'
 *     | 'line lost'
 *     | 'only chat'
 *     | 'asked again'
 *     | 'ended'
 * )} State
 */

/**
 * What can happen to consent, in the words of the people.
 *
 * @typedef {(
 *     | 'asked'
 *     | 'accepted'
 *     | 'declined'
 *     | 'unanswered'
 *     | 'cancelled'
 *     | 'recorded'
 *     | 'withdrawn'
 *     | 'narrowed'
 *     | 'paused'
 *     | 'resumed'
 *     | 'line lost'
 *     | 'line back'
 *     | 'expired'
 *     | 'left'
 *     | 'stopped'
 * )} Event
 */

/** @type {Readonly<Record<State, string>>} */
export const TRUTH = Object.freeze({
    'not asked': 'Nobody has asked, or the answer was no. Nothing is captured.',
    'waiting for the customer': 'The customer reads the first question. Nothing is captured.',
    'waiting for the record': 'The customer said yes; it is not on record yet. Nothing is captured.',
    granted: 'What the grant names may flow.',
    'asked for more': 'The customer reads another question. What was granted flows, but nobody controls.',
    'waiting for the record of more': 'The customer said yes to more. Until it is on record, the former holds.',
    paused: 'Something is granted, but nothing is seen.',
    'line lost': 'Something is granted, but the line is lost. Nothing is seen.',
    'only chat': 'Nothing is allowed any more. The two can say goodbye.',
    'asked again': 'Nothing is allowed any more, and the customer reads another question.',
    ended: 'It is over. This session never asks again.',
});

/** @type {Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>>} */
export const LAW = Object.freeze({
    'not asked': {
        left: 'ended',
        stopped: 'ended',
        asked: 'waiting for the customer',
        'line lost': 'not asked',
        'line back': 'not asked',
    },
    'waiting for the customer': {
        left: 'ended',
        stopped: 'ended',
        accepted: 'waiting for the record',
        declined: 'not asked',
        unanswered: 'not asked',
        cancelled: 'not asked',
        'line lost': 'not asked',
    },
    'waiting for the record': {
        left: 'ended',
        stopped: 'ended',
        recorded: 'granted',
        narrowed: 'waiting for the record',
        withdrawn: 'only chat',
        expired: 'only chat',
        paused: 'waiting for the record',
        'line lost': 'waiting for the record',
        'line back': 'waiting for the record',
    },
    granted: {
        left: 'ended',
        stopped: 'ended',
        asked: 'asked for more',
        accepted: 'waiting for the record of more',
        recorded: 'granted',
        narrowed: 'granted',
        withdrawn: 'only chat',
        expired: 'only chat',
        paused: 'paused',
        'line lost': 'line lost',
    },
    'asked for more': {
        left: 'ended',
        stopped: 'ended',
        accepted: 'waiting for the record of more',
        declined: 'granted',
        unanswered: 'granted',
        cancelled: 'granted',
        narrowed: 'asked for more',
        withdrawn: 'only chat',
        expired: 'asked again',
        paused: 'paused',
        'line lost': 'line lost',
    },
    'waiting for the record of more': {
        left: 'ended',
        stopped: 'ended',
        recorded: 'granted',
        cancelled: 'granted',
        narrowed: 'waiting for the record of more',
        withdrawn: 'only chat',
        expired: 'waiting for the record',
        paused: 'paused',
        'line lost': 'line lost',
    },
    paused: {
        left: 'ended',
        stopped: 'ended',
        resumed: 'granted',
        paused: 'paused',
        recorded: 'paused',
        narrowed: 'paused',
        withdrawn: 'only chat',
        expired: 'only chat',
        'line lost': 'line lost',
    },
    'line lost': {
        left: 'ended',
        stopped: 'ended',
        'line back': 'paused',
        paused: 'line lost',
        narrowed: 'line lost',
        withdrawn: 'only chat',
        expired: 'ended',
    },
    'only chat': {
        left: 'ended',
        stopped: 'ended',
        asked: 'asked again',
        expired: 'ended',
        'line lost': 'only chat',
        'line back': 'only chat',
    },
    'asked again': {
        left: 'ended',
        stopped: 'ended',
        accepted: 'waiting for the record',
        declined: 'only chat',
        unanswered: 'only chat',
        cancelled: 'only chat',
        'line lost': 'only chat',
    },
    ended: {},
});

/**
 * The states in which something may be captured, sent or injected.
 *
 * @type {ReadonlySet<State>}
 */
export const FLOWING = new Set(
    /** @type {State[]} */ (['granted', 'asked for more', 'waiting for the record of more']),
);

/**
 * Tell where an event leads.
 *
 * @param {State} state
 * @param {Event} event
 * @returns {State}
 * @throws {IllegalMove} it cannot happen in this state; the state stays as it was
 */
export function move(state, event) {
    const after = LAW[state][event];
    if (after === undefined) throw new IllegalMove(`${event} while ${state}`);
    return after;
}
