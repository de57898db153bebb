// replay/lanes.js — time as bands: what was allowed, what was typed, what was refused, where nothing was sent

import { el } from '../page/dom.js';
import { minutes, THINGS } from './allowed.js';

/** @typedef {import('./film.js').Film} Film */

/** Marks of one lane that are drawn at most: more of them would be one band anyway. */
const MARKS = 400;

/**
 * Build the lanes; a click goes to that moment.
 *
 * @param {Film} film
 * @param {(at: number) => void} seek
 */
export function lanes(film, seek) {
    const part = (/** @type {number} */ at) => `${(100 * at) / Math.max(1, film.duration)}%`;
    /** @type {HTMLElement[]} */
    const rows = [];
    /** @param {string} name @param {HTMLElement[]} marks */
    const row = (name, marks) => {
        const track = el('div', { class: 'track', onclick: jump }, ...marks);
        rows.push(el('div', { class: 'lane' }, el('span', { class: 'lane-name' }, name), track));
    };
    /** @param {MouseEvent} event */
    function jump(event) {
        const track = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
        seek(((event.clientX - track.left) / track.width) * film.duration);
    }
    /** @param {string} kind @param {number} begins @param {number} ends @param {string} title */
    const band = (kind, begins, ends, title) => {
        const mark = el('i', { class: kind, title });
        mark.style.insetInlineStart = part(begins);
        mark.style.inlineSize = part(Math.max(ends - begins, film.duration / 500));
        return mark;
    };
    for (const scope of Object.keys(THINGS)) {
        const own = film.lanes.filter((lane) => lane.scope === scope);
        if (own.length === 0) continue;
        const marks = own.flatMap((lane) => [
            band('allowed', lane.begins, lane.ends, `${minutes(lane.begins)} to ${minutes(lane.ends)}`),
            ...lane.rests.map(([begins, ends]) => band('rests', begins, ends, 'paused')),
        ]);
        row(`${THINGS[scope][0]} ${THINGS[scope][2]}`, marks);
    }
    if (film.lanes.length === 0) row('◉ screen', []);
    const dots = (/** @type {number[]} */ times, /** @type {string} */ kind) =>
        thinned(times).map((at) => band(kind, at, at, minutes(at)));
    if (film.typed.length > 0) row('Typing', dots(film.typed, 'dot'));
    if (film.chat.length > 0) row('Chat', dots(film.chat.map((line) => line.at), 'dot'));
    const refused = film.events.filter((line) => line.kind === 'refused').map((line) => line.at);
    if (refused.length > 0) row('✕ Refused', dots(refused, 'refused'));
    if (film.gaps.length > 0) row('Gaps', film.gaps.map(([begins, ends, words]) => band('gap', begins, ends, words)));
    return el('div', { class: 'lanes', 'aria-hidden': 'true' }, ...rows);
}

/** @param {number[]} times */
function thinned(times) {
    const step = Math.ceil(times.length / MARKS);
    return times.filter((_, index) => index % Math.max(1, step) === 0);
}
