// page/changes_view.js — what changed between two reports, on a page: a short list, long parts of it folded

import { changes, HEADINGS, UNSURE } from '../protocol/report/changes.js';
import { compare } from '../protocol/report/compare.js';
import { el } from './dom.js';

/** @typedef {import('../protocol/report/document.js').Report} Report */
/** @typedef {import('../protocol/report/changes.js').Said} Said */

/** Lines of one kind and section beyond which they are folded. */
const FOLD = 8;

/**
 * Whether both were made with one table of pseudonyms, so that equal ones mean equal things.
 *
 * @param {{sha256: string, report: Report}} before
 * @param {{report: Report}} after
 */
function sharesTable(before, after) {
    const first = before.report.consent.follows ?? before.sha256;
    return after.report.consent.follows === first;
}

/**
 * List what changed.
 *
 * @param {{sha256: string, report: Report}} before
 * @param {{sha256: string, report: Report}} after
 * @param {import('../protocol/report/register/entry.js').Register} register
 * @returns {{element: HTMLElement, count: number}}
 */
export function changesView(before, after, register) {
    const said = changes(compare(before.report, after.report, register, sharesTable(before, after)), register);
    const parts = Object.entries(HEADINGS).flatMap(([what, heading]) => {
        const lines = said.filter((line) => line.what === what);
        return lines.length === 0 ? [] : [el('h4', {}, heading), ...grouped(lines)];
    });
    const isUnsure = said.some(({ what }) => what !== 'changed' && what !== 'opened');
    const element = el('div', { class: 'changes' },
        el('h3', {}, `What changed since the first report, ${before.report.made.at.slice(11, 16)} UTC`),
        said.length === 0 ? el('p', {}, 'Nothing that matters. What always changes, such as the load, is left out.') : null,
        ...parts,
        isUnsure ? el('p', { class: 'hint' }, UNSURE) : null);
    return { element, count: said.length };
}

/**
 * By section, long sections folded.
 *
 * @param {Said[]} lines
 */
function grouped(lines) {
    const sections = [...new Set(lines.map(({ section }) => section))];
    return sections.map((section) => {
        const mine = lines.filter((line) => line.section === section);
        const list = el('ul', {}, ...mine.map(row));
        return mine.length <= FOLD ? list : el('details', {}, el('summary', {}, `${section} (${mine.length})`), list);
    });
}

/** @param {Said} line */
function row({ what, section, title, of, before, after, note }) {
    return el('li', { class: `line is-${what}` },
        el('b', {}, title), of === '' ? null : ` · ${of}`,
        ...values(before, after),
        note === '' ? null : el('span', { class: 'hint' }, ` (${note})`),
        section === '' ? null : el('span', { class: 'hint' }, ` ${section}`));
}

/**
 * @param {string} before
 * @param {string} after
 */
function values(before, after) {
    if (before !== '' && after !== '') return [': ', el('del', {}, before), ' → ', el('ins', {}, after)];
    const only = before === '' ? after : before;
    return only === '' ? [] : [el('p', {}, only)];
}
