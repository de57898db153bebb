// protocol/plain_words.js — mirrors protocol/plain_words.py: words that one person writes and another reads

import { characters, fit } from '../consent/model.js';

const BREAKS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** What turns the order of letters (UAX #9), and halves of letters. */
const TURNS = /[\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu;
const CONTROLS = /[\p{Control}\u2028\u2029]/gu;

/**
 * Give what may be sent of words as somebody typed or pasted them.
 *
 * @param {string} text
 * @param {{breaks?: boolean}} [kept] whether line breaks stay
 */
export function cleaned(text, { breaks = false } = {}) {
    const one = text.replace(TURNS, '').replace(BREAKS, '\n');
    const parts = breaks ? one.split('\n') : [one];
    return parts.map((part) => part.replace(CONTROLS, ' ')).join('\n').normalize('NFC');
}

/**
 * Say whether words hold what turns letters round; `cleaned` leaves it out, and nobody sees that it was there.
 *
 * @param {string} text
 */
export function hasTurns(text) {
    return text.search(TURNS) >= 0;
}

/**
 * Plain words of so many characters.
 *
 * @param {number} least
 * @param {number} most
 * @param {{breaks?: boolean}} [kept] whether lines may break
 * @returns {import('../consent/model.js').Check<string>}
 */
export function plain(least, most, kept) {
    return (value, place) => {
        fit(typeof value === 'string' && characters(value) >= least && characters(value) <= most, place);
        fit(cleaned(value, kept) === value, place);
        return value;
    };
}
