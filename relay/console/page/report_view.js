// page/report_view.js — one health report on a page: findings first, then the facts behind them, and a search over all

import { el, icon, write } from './dom.js';
import { NO_REGISTER } from '../protocol/report/register/entry.js';
import { SEVERITY, shown } from '../protocol/report/words.js';

/** @typedef {import('../protocol/report/document.js').Report} Report */
/** @typedef {import('../protocol/report/document.js').Part} Part */
/** @typedef {import('../protocol/report/document.js').Finding} Finding */
/** @typedef {import('../protocol/report/register/entry.js').Register} Titles */

/** What of each system's reading was tried on a running machine; protocol/report/page.py says the same. @type {Readonly<Record<string, string>>} */
const RAN = Object.freeze({
    linux: 'Reading a Linux computer is tested on a running machine.',
    windows: 'Reading a Windows computer is tested with recorded answers only, never on a running machine.',
    macos: 'Reading a Mac is tested with recorded answers only, never on a running machine.',
});
const RANK = Object.keys(SEVERITY);
/** @type {Promise<Titles> | null} */
let asked = null;

/** Ask what the ids mean; a page without an answer shows the ids. */
export function titles() {
    asked ??= fetch('/console/report-register.json').then(
        (answer) => (answer.ok ? answer.json() : NO_REGISTER),
        () => NO_REGISTER, // the ids themselves can be read
    );
    return asked;
}

/**
 * Show a report.
 *
 * @param {Report} report
 * @param {Titles} known
 * @param {((text: string) => void) | null} [note] takes a finding into the technician's notes
 */
export function reportView(report, known, note = null) {
    const findings = [...report.findings].sort((one, other) => RANK.indexOf(one.severity) - RANK.indexOf(other.severity));
    const evidence = valuesOf(report, known);
    const found = findings.length === 0
        ? el('p', {}, 'No rule found anything. What is not known was not judged.')
        : el('ul', { class: 'findings' }, ...findings.map((each) => findingRow(each, evidence, note)));
    const sections = report.sections.map((part) => section(part, report, known));
    return el('div', { class: 'report-body' },
        el('section', {}, el('h3', {}, 'What was found'), found),
        el('section', {}, el('h3', {}, 'What is known'), ...sections),
        el('p', { class: 'hint' }, footer(report)));
}

/**
 * A field that hides what does not hold its words.
 *
 * @param {() => HTMLElement | null} body
 */
export function searchField(body) {
    const field = el('input', { type: 'search', 'aria-label': 'Search the report', placeholder: 'Search the report', oninput: look });
    const none = el('p', { class: 'hint', role: 'status' });
    return el('div', { class: 'report-search' }, field, none);

    function look() {
        const wanted = field.value.trim().toLowerCase();
        const lines = /** @type {HTMLElement[]} */ ([...(body()?.querySelectorAll('.line') ?? [])]);
        for (const line of lines) line.hidden = !(line.textContent ?? '').toLowerCase().includes(wanted);
        // From the inside out: a table or a section of which nothing is left goes with its headings.
        for (const holder of /** @type {HTMLElement[]} */ ([...(body()?.querySelectorAll('table, details, section') ?? [])])) {
            holder.hidden = wanted !== '' && holder.querySelector('.line:not([hidden])') === null;
            if (wanted !== '' && holder instanceof HTMLDetailsElement) holder.open = true;
        }
        write(none, wanted !== '' && lines.every((line) => line.hidden) ? 'Nothing holds these words.' : '');
    }
}

/**
 * Name what a finding rests on: the fact of a thing, or the row of a table, in words.
 *
 * @param {Report} report
 * @param {Titles} known
 */
function valuesOf(report, known) {
    /** @type {Map<string, string>} */
    const said = new Map();
    for (const part of report.sections) {
        for (const fact of part.facts) {
            const of = fact.of === '' ? '' : ` (${fact.of})`;
            said.set(`${fact.id} ${fact.of}`, `${known.facts[fact.id]?.[0] ?? fact.id}${of}: ${shown(fact.value, fact.unit)}`);
        }
        for (const table of part.tables) {
            for (const row of table.rows) {
                const name = row[0] === null ? '' : shown(row[0]);
                said.set(`${table.id} ${name}`, `${known.tables[table.id]?.[0] ?? table.id}: ${name}`);
            }
        }
    }
    return said;
}

/**
 * @param {Finding} each
 * @param {Map<string, string>} evidence
 * @param {((text: string) => void) | null} note
 */
function findingRow(each, evidence, note) {
    const behind = each.evidence.map(({ fact, of }) => evidence.get(`${fact} ${of}`) ?? fact);
    return el('li', { class: `finding line is-${each.severity}` },
        el('b', {}, SEVERITY[each.severity], each.about === '' ? '' : ` · ${each.about}`),
        el('p', {}, each.words), el('p', { class: 'advice' }, each.advice),
        el('p', { class: 'hint' }, behind.join(' · ')),
        note === null ? null : el('button', { class: 'to-notes', 'aria-label': `Add to notes: ${each.words}`, onclick: () => note(`${SEVERITY[each.severity]}: ${each.words} (${behind.join(' · ')})`) }, icon('notebook-pen'), 'Add to notes'));
}

/**
 * @param {Part} part
 * @param {Report} report
 * @param {Titles} known
 */
function section(part, report, known) {
    const rows = part.facts.map((fact) => el('tr', { class: 'line' },
        el('th', { scope: 'row' }, known.facts[fact.id]?.[0] ?? fact.id, fact.of === '' ? null : el('span', { class: 'hint' }, ` ${fact.of}`)),
        el('td', { title: fact.source }, shown(fact.value, fact.unit))));
    const tables = part.tables.map((table) => {
        const [title, columns] = known.tables[table.id] ?? [table.id, table.columns.map((name) => [name, null])];
        return el('table', {}, el('caption', {}, title),
            el('thead', {}, el('tr', {}, ...columns.map(([head]) => el('th', { scope: 'col' }, head)))),
            el('tbody', {}, ...table.rows.map((row) => el('tr', { class: 'line' },
                ...row.map((cell, at) => el('td', {}, cell === null ? '' : shown(cell, columns[at]?.[1] ?? null)))))));
    });
    const gaps = report.omissions.filter((gap) => gap.section === part.id).map((gap) => el('li', { class: 'line' }, gap.words,
        gap.facts.length === 0 ? null : ` (${gap.facts.map((id) => known.facts[id]?.[0] ?? id).join(', ')})`));
    const lines = part.facts.length + part.tables.reduce((sum, table) => sum + table.rows.length, 0);
    return el('details', {}, el('summary', {}, `${known.sections[part.id] ?? part.id} (${lines})`),
        el('table', {}, el('tbody', {}, ...rows)), ...tables,
        gaps.length === 0 ? null : el('ul', { class: 'hint' }, ...gaps));
}

/** @param {Report} report */
function footer({ made, truncated }) {
    const rights = made.elevated ? 'as administrator' : 'without administrator’s rights';
    const cut = truncated.map((each) => ` ${each.left_out} more in ${each.what} were left out.`).join('');
    return `Made ${shown(made.at)} on ${made.platform}, read ${rights}, by Attended ${made.agent}. The customer read it and could cross out any line. ${RAN[made.platform]}${cut}`;
}
