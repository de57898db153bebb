// protocol/report/register/entry.js — mirrors protocol/report/register/entry.py: what ids mean, as the relay serves it

/**
 * How two reports are compared: any difference, only a rise, a rise per hour of uptime, never, or beyond a dead band.
 *
 * @typedef {'exact' | 'upward' | 'since-boot' | 'ignore' | {readonly least: number, readonly percent: number}} Compare
 *
 * @typedef {object} Register
 * @property {Record<string, string>} sections title, in the order of the report
 * @property {Record<string, [string, string | null, string, Compare]>} facts title, unit, sort of thing, comparison
 * @property {Record<string, [string, [string, string | null, string, Compare][], 'exact' | 'ignore']>} tables title; title, unit, id and comparison of each column; comparison
 * @property {Record<string, string[]>} identity what names a sort of thing for good, the best first
 *
 * @typedef {{id: string, title: string, unit: string | null, about: string, compare: Compare}} Entry
 */

/** @type {Register} */
export const NO_REGISTER = Object.freeze({ sections: {}, facts: {}, tables: {}, identity: {} });

/**
 * A fact's entry; one that this version does not know is compared like a text.
 *
 * @param {Register} register
 * @param {string} id
 * @returns {Entry}
 */
export function factEntry(register, id) {
    const [title, unit, about, compare] = register.facts[id] ?? [id, null, '', 'exact'];
    return { id, title, unit, about, compare };
}

/**
 * The columns of a table.
 *
 * @param {Register} register
 * @param {string} table
 * @returns {Entry[]}
 */
export function columnEntries(register, table) {
    return (register.tables[table]?.[1] ?? []).map(([title, unit, id, compare]) => ({ id, title, unit, about: '', compare }));
}
