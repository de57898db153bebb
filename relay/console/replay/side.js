// replay/side.js — beside the picture: what happened, what was written, what was checked

import { el, typeset } from '../page/dom.js';
import { minutes, timeOfDay } from './allowed.js';

/** @typedef {import('./film.js').Film} Film */

/** @type {Readonly<Record<string, string>>} */
const WHO = Object.freeze({ customer: 'Customer', technician: 'Technician', relay: 'Relay' });
/** @type {Readonly<Record<string, string>>} */
const SIGNS = Object.freeze({ yes: '✓', refused: '✕', broken: '✕', pause: '❚❚', 'goes-on': '▶', end: '■', withdrawn: '■', lost: '⚠' });
/** @type {Readonly<Record<string, string>>} */
const RESULTS = Object.freeze({ good: '✓', gap: '⚠', bad: '✕', missing: '?', 'not checked': '–' });
/** @type {Readonly<Record<string, [string, string]>>} */
const BADGES = Object.freeze({
    Proven: ['✓', 'good'],
    'Proven, with gaps': ['⚠', 'gap'],
    'Not proven': ['✕', 'bad'],
    'Cannot be checked yet': ['?', 'missing'],
});

/**
 * The list of events, with a button for each moment.
 *
 * @param {Film} film
 * @param {(at: number) => void} seek
 */
export function events(film, seek) {
    const rows = film.events.map((line) =>
        el(
            'li',
            { class: line.kind, 'data-at': line.at },
            el(
                'button',
                { class: 'quiet when', onclick: () => seek(line.at), 'aria-label': `Go to ${minutes(line.at)}` },
                timeOfDay(film.began + line.at),
            ),
            el(
                'span',
                {},
                el('b', {}, `${SIGNS[line.kind] ?? '·'} ${WHO[line.who] ?? line.who} `),
                typeset(line.words),
                line.code === '' ? null : el('span', { class: 'hint' }, ` ${line.code}`),
            ),
        ),
    );
    return el('ol', { class: 'events' }, ...rows);
}

/**
 * @param {Film} film
 * @param {(at: number) => void} seek
 */
export function chat(film, seek) {
    if (film.chat.length === 0) return el('p', { class: 'hint' }, 'Nobody wrote anything.');
    const rows = film.chat.map((line) =>
        el(
            'li',
            { 'data-at': line.at },
            el('button', { class: 'quiet when', onclick: () => seek(line.at) }, timeOfDay(film.began + line.at)),
            el('span', {}, el('b', {}, `${WHO[line.who] ?? line.who}: `), el('bdi', {}, line.words)),
        ),
    );
    return el('ol', { class: 'events' }, ...rows);
}

/**
 * The badge; it opens the list of checks in the order done.
 *
 * @param {Film} film
 */
export function badge(film) {
    const [sign, kind] = BADGES[film.verdict] ?? BADGES['Not proven'];
    const made = film.checks.filter((check) => check.result !== 'not checked').length;
    const list = el('ol', { class: 'checks' }, ...film.checks.map(checkRow));
    const dialog = el(
        'dialog',
        { class: 'checks-dialog', 'aria-labelledby': 'checks-title' },
        el('h2', { id: 'checks-title', tabindex: -1 }, `${sign} ${film.verdict}`),
        el('p', { class: 'hint' }, 'Checked on this machine, in this order. No check needs a key, and anybody can repeat them.'),
        list,
        el('form', { method: 'dialog' }, el('button', { class: 'main-button' }, 'Close')),
    );
    const open = () => {
        dialog.showModal();
        dialog.scrollTop = 0;
    };
    const button = el(
        'button',
        { class: `badge ${kind}`, 'aria-haspopup': 'dialog', onclick: open },
        `${sign} ${film.verdict} · ${made} checks ▾`,
    );
    return { button, dialog };
}

/** @param {import('./film.js').Check} check */
function checkRow(check) {
    return el(
        'li',
        { class: check.result.replace(' ', '-') },
        el('b', {}, `${RESULTS[check.result]} ${check.name}`),
        el('span', {}, typeset(check.words), check.code === '' ? null : ` [${check.code}]`),
        check.detail === '' ? null : el('span', { class: 'hint' }, typeset(check.detail)),
    );
}
