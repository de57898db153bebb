// protocol/report/changes.js — mirrors protocol/report/changes.py: what changed, as a short list both people read

import { SEVERITY, shown } from './words.js';

/** @typedef {'closed' | 'opened' | 'changed' | 'new' | 'gone'} What */
/** @typedef {{what: What, section: string, title: string, of: string, before: string, after: string, note: string}} Said */
/** @typedef {import('./compare.js').Change} Change */

/** In the order in which they are told. @type {Readonly<Record<What, string>>} */
export const HEADINGS = Object.freeze({
    closed: 'No longer found',
    opened: 'Found now',
    changed: 'Changed',
    new: 'Only in the later report',
    gone: 'Only in the earlier report',
});
export const UNSURE = 'What only one report tells may have come, gone, or been crossed out.';

/**
 * Put a comparison into lines: what is mended first, then what is worse, then what else changed.
 *
 * @param {import('./compare.js').Comparison} found
 * @param {import('./register/entry.js').Register} register
 * @returns {Said[]}
 */
export function changes(found, register) {
    return [
        ...found.closed.map((each) => line('closed', '', SEVERITY[each.severity], each.about, { before: each.words })),
        ...found.opened.map((each) => line('opened', '', SEVERITY[each.severity], each.about, { after: each.words })),
        ...found.changed.map((each) => changed(each, register)),
        ...once(found.new.map((each) => oneSided('new', each, register))),
        ...once(found.gone.map((each) => oneSided('gone', each, register))),
    ];
}

/**
 * @param {What} what
 * @param {string} section
 * @param {string} title
 * @param {string} of
 * @param {{before?: string, after?: string, note?: string}} [rest]
 * @returns {Said}
 */
function line(what, section, title, of, { before = '', after = '', note = '' } = {}) {
    return { what, section, title, of, before, after, note };
}

/**
 * @param {Change} change
 * @param {import('./register/entry.js').Register} register
 */
function changed({ section, entry, table, of, before, after, note }, register) {
    const title = table === null ? entry.title : `${register.tables[table]?.[0] ?? table}: ${entry.title}`;
    let words = { before: shown(before, entry.unit), after: shown(after, entry.unit), note };
    const masked = typeof before === 'object' || typeof after === 'object';
    // The numbers of pseudonyms say nothing to anybody.
    if (masked && note === '' && words.before !== words.after) words = { before: 'one value', after: 'another', note };
    return line('changed', register.sections[section] ?? section, title, of, words);
}

/**
 * Name things, not each of their facts: a disk that was taken out is one line.
 *
 * @param {What} what
 * @param {Change} change
 * @param {import('./register/entry.js').Register} register
 */
function oneSided(what, { section, entry, table, of, isAlone }, register) {
    const sort = isAlone ? entry.about.charAt(0).toUpperCase() + entry.about.slice(1) : entry.title;
    return line(what, register.sections[section] ?? section, table === null ? sort : register.tables[table]?.[0] ?? table, of);
}

/** @param {Said[]} lines */
function once(lines) {
    return [...new Map(lines.map((each) => [JSON.stringify(each), each])).values()];
}
