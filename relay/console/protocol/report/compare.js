// protocol/report/compare.js — mirrors protocol/report/compare.py: two reports, fact by fact, without the noise

import { columnEntries, factEntry } from './register/entry.js';

/** @typedef {import('./document.js').Report} Report */
/** @typedef {import('./document.js').Finding} Finding */
/** @typedef {import('./document.js').Value} Value */
/** @typedef {import('./register/entry.js').Register} Register */
/** @typedef {import('./register/entry.js').Entry} Entry */
/** @typedef {Report['sections'][number]['facts'][number]} Fact */
/** @typedef {readonly (Value | null)[]} Row */
/** @typedef {'' | 'replaced or cleared' | 'more often' | 'cannot compare'} Note */
/** @typedef {{section: string, entry: Entry, table: string | null, of: string, before: Value | null, after: Value | null, note: Note, isAlone: boolean}} Change */
/** @typedef {{changed: Change[], new: Change[], gone: Change[], opened: Finding[], closed: Finding[], unchanged: Finding[]}} Comparison */
/** @typedef {{register: Register, sameTable: boolean, rebooted: boolean, hoursBefore: number, hoursAfter: number}} Both */

/** Behind the name of a thing of the second report that is not the one which had this name in the first. */
const OTHER = '\0';
/** A pseudonym inside a text. */
const MARK = /‹[a-z][a-z -]* [1-9][0-9]{0,5}›/u;

/**
 * Compare two reports of one machine. `sameTable`: both were made with one table of pseudonyms.
 *
 * @param {Report} before
 * @param {Report} after
 * @param {Register} register
 * @param {boolean} sameTable
 * @returns {Comparison}
 */
export function compare(before, after, register, sameTable) {
    const both = aboutBoth(before, after, register, sameTable);
    const judged = [...factPairs(before, after, both), ...rowPairs(before, after, both)]
        .map((change) => judge(change, both))
        .filter((change) => change !== null)
        .filter((change) => !isUnread(change, before, after));
    const old = byKey(before.findings);
    const now = byKey(after.findings);
    const was = evidence(before);
    const became = evidence(after);
    return {
        changed: judged.filter((each) => each.before !== null && each.after !== null),
        new: judged.filter((each) => each.before === null),
        gone: judged.filter((each) => each.after === null),
        opened: [...now].filter(([key]) => !old.has(key)).map(([, finding]) => finding),
        closed: [...old].filter(([key, finding]) => !now.has(key) && isSettled(finding, was, became)).map(([, finding]) => finding),
        unchanged: [...now].filter(([key]) => old.has(key)).map(([, finding]) => finding),
    };
}

/** Names a fact, or a sort, of a thing. @param {string} first @param {string} of */
export function keyOf(first, of) {
    return `${first}\n${of}`;
}

/**
 * @param {Report} before
 * @param {Report} after
 * @param {Register} register
 * @param {boolean} sameTable
 * @returns {Both}
 */
function aboutBoth(before, after, register, sameTable) {
    const hours = (/** @type {Report} */ report) => {
        const value = factsOf(report).get(keyOf('boot.uptime', ''))?.value;
        return typeof value === 'number' ? Math.max(value, 1) / 3600 : 1;
    };
    const boots = [before, after].map((report) => factsOf(report).get(keyOf('boot.time', ''))?.value);
    const told = new Set(boots.filter((value) => typeof value === 'string'));
    return { register, sameTable, rebooted: told.size > 1, hoursBefore: hours(before), hoursAfter: hours(after) };
}

/** @param {Report} report */
function factsOf(report) {
    /** @type {Map<string, Fact>} */
    const facts = new Map();
    for (const part of report.sections) for (const fact of part.facts) facts.set(keyOf(fact.id, fact.of), fact);
    return facts;
}

/** @param {Report} report @returns {Map<string, string>} section of each fact and table */
function sectionsOf(report) {
    const found = new Map();
    for (const part of report.sections) {
        for (const { id } of [...part.facts, ...part.tables]) found.set(id, part.id);
    }
    return found;
}

/**
 * @param {Report} before
 * @param {Report} after
 * @param {Both} both
 * @returns {Change[]}
 */
function factPairs(before, after, both) {
    const old = factsOf(before);
    const now = factsOf(after);
    const names = matched(old, now, both);
    /** @type {Map<string, {fact: Fact, of: string}>} */
    const renamed = new Map();
    for (const fact of now.values()) {
        const of = names.get(keyOf(factEntry(both.register, fact.id).about, fact.of)) ?? fact.of;
        renamed.set(keyOf(fact.id, of), { fact, of });
    }
    const sections = new Map([...sectionsOf(before), ...sectionsOf(after)]);
    const order = Object.keys(both.register.sections);
    const told = new Map([...old].map(([key, { id, of }]) => [key, { id, of }]));
    for (const [key, { fact, of }] of renamed) told.set(key, { id: fact.id, of });
    const thing = (/** @type {{id: string, of: string}} */ { id, of }) => keyOf(factEntry(both.register, id).about, of);
    const earlier = new Set([...old.values()].map(thing));
    const later = new Set([...renamed.values()].map(({ fact, of }) => thing({ id: fact.id, of })));
    const place = (/** @type {string} */ id) => order.indexOf(sections.get(id) ?? '');
    return [...told]
        .sort(([, one], [, other]) => place(one.id) - place(other.id) || byCodePoints(one.id, other.id) || byCodePoints(one.of, other.of))
        .map(([key, { id, of }]) => ({
            section: sections.get(id) ?? '', entry: factEntry(both.register, id), table: null, of: of.replace(OTHER, ''),
            before: old.get(key)?.value ?? null, after: renamed.get(key)?.fact.value ?? null, note: '',
            isAlone: factEntry(both.register, id).about !== '' && !(earlier.has(thing({ id, of })) && later.has(thing({ id, of }))),
        }));
}

/**
 * The name that each thing of the second report had in the first, by what names it for good.
 *
 * @param {Map<string, Fact>} old
 * @param {Map<string, Fact>} now
 * @param {Both} both
 * @returns {Map<string, string>}
 */
function matched(old, now, both) {
    const names = new Map();
    for (const [sort, witnesses] of Object.entries(both.register.identity)) {
        for (const witness of [...witnesses].reverse()) { // the best witness speaks last
            const was = new Map([...old.values()].filter(({ id }) => id === witness).map(({ value, of }) => [known(value, both), of]));
            for (const { id, of, value } of now.values()) {
                const told = id === witness ? known(value, both) : null;
                if (told !== null && was.has(told)) names.set(keyOf(sort, of), was.get(told));
            }
        }
    }
    const taken = new Set([...names].map(([key, of]) => keyOf(key.split('\n', 1)[0], of)));
    for (const { id, of } of now.values()) {
        const key = keyOf(factEntry(both.register, id).about, of);
        if (taken.has(key) && !names.has(key)) names.set(key, `${of}${OTHER}`);
    }
    return names;
}

/**
 * What a value can be recognised by in another report; null when it cannot be.
 *
 * @param {Value} value
 * @param {Both} both
 */
function known(value, both) {
    if (typeof value === 'object') return both.sameTable ? `‹${value.masked} ${value.n}›` : null;
    return String(value);
}

/**
 * @param {Report} before
 * @param {Report} after
 * @param {Both} both
 * @returns {Change[]}
 */
function rowPairs(before, after, both) {
    const [old, now] = [before, after].map((report) => new Map(report.sections.flatMap((part) => part.tables.map((table) => [table.id, table]))));
    const sections = sectionsOf(after);
    return Object.entries(both.register.tables).flatMap(([table, [, , how]]) => {
        const [one, two] = [old.get(table), now.get(table)];
        // A table that one side has not is no change of the machine.
        if (how === 'ignore' || one === undefined || two === undefined) return [];
        const was = byName(one.rows);
        const became = byName(two.rows);
        const keys = [...new Set([...was.keys(), ...became.keys()])].sort(byCodePoints);
        return keys.flatMap((key) => rows(table, sections.get(table) ?? '', key, was.get(key) ?? [], became.get(key) ?? [], both));
    });
}

/** @param {readonly Row[]} rows @returns {Map<string, Row[]>} */
function byName(rows) {
    const named = new Map();
    for (const row of rows) {
        const name = rowName(row);
        named.set(name, [...(named.get(name) ?? []), row]);
    }
    return named;
}

/** The name that stands for a row in evidence. @param {Row} row */
function rowName(row) {
    const first = row[0];
    if (first !== null && typeof first === 'object') return `‹${first.masked} ${first.n}›`;
    return first === null ? '' : String(first);
}

/**
 * Pair rows of one name: equal ones first, the rest in their order; a row without partner is new or gone.
 *
 * @param {string} table
 * @param {string} section
 * @param {string} of
 * @param {readonly Row[]} was
 * @param {readonly Row[]} became
 * @param {Both} both
 * @returns {Change[]}
 */
function rows(table, section, of, was, became, both) {
    const left = was.filter((row) => !became.some((other) => same(row, other)));
    const come = became.filter((row) => !was.some((other) => same(row, other)));
    const columns = columnEntries(both.register, table);
    const paired = Math.min(left.length, come.length);
    const one = (/** @type {Entry} */ entry, /** @type {Value | null} */ before, /** @type {Value | null} */ after) =>
        /** @type {Change} */ ({ section, entry, table, of, before, after, note: '', isAlone: false });
    const found = left.slice(0, paired).flatMap((row, at) => columns.slice(1).flatMap((column, place) => {
        const [before, after] = [row[place + 1], come[at][place + 1]];
        return before === null || after === null ? [] : [one(column, before, after)];
    }));
    const gone = left.slice(paired).map((row) => one(columns[0], row[0], null));
    const fresh = come.slice(paired).map((row) => one(columns[0], null, row[0]));
    return [...found, ...gone, ...fresh];
}

/**
 * The change, if it is one worth telling.
 *
 * @param {Change} change
 * @param {Both} both
 * @returns {Change | null}
 */
function judge(change, both) {
    const { before, after, entry } = change;
    if (entry.compare === 'ignore') return null;
    if (before === null || after === null) return change;
    if (typeof before === 'object' || typeof after === 'object') return judgeMasked(change, before, after, both);
    if (!both.sameTable && [before, after].some((each) => typeof each === 'string' && MARK.test(each))) return null;
    if (before === after && entry.compare !== 'since-boot') return null;
    return typeof before === 'number' && typeof after === 'number' ? judgeNumbers(change, before, after, both) : change;
}

/**
 * @param {Change} change
 * @param {Value} before
 * @param {Value} after
 * @param {Both} both
 * @returns {Change | null}
 */
function judgeMasked(change, before, after, both) {
    if (typeof before === 'object' && typeof after === 'object') return both.sameTable && !same(before, after) ? change : null;
    return { ...change, note: 'cannot compare' };
}

/**
 * @param {Change} change
 * @param {number} before
 * @param {number} after
 * @param {Both} both
 * @returns {Change | null}
 */
function judgeNumbers(change, before, after, both) {
    const how = change.entry.compare;
    if (typeof how === 'object') {
        const far = Math.abs(after - before);
        return far >= how.least && far * 100 >= how.percent * Math.abs(before) ? change : null;
    }
    if (how === 'since-boot' && both.rebooted) {
        const isFaster = after / both.hoursAfter > before / both.hoursBefore;
        return isFaster && after > 0 ? { ...change, note: 'more often' } : null;
    }
    if (how === 'upward' || how === 'since-boot') {
        if (before === after) return null;
        return after > before ? change : { ...change, note: 'replaced or cleared' };
    }
    return change;
}

/**
 * Whether one side lacks it only because it could not be read there: that is no change of the machine.
 *
 * @param {Change} change
 * @param {Report} before
 * @param {Report} after
 */
function isUnread(change, before, after) {
    if (change.after !== null && change.before !== null) return false;
    const [lacks, has] = change.after === null ? [after, before] : [before, after];
    // A gap without facts is a collector that told nothing at all, and which facts it would have told is not known.
    const also = new Set(has.omissions.filter(({ facts }) => facts.length === 0).map(({ section, collector }) => keyOf(section, collector)));
    return lacks.omissions.some(({ section, collector, facts }) => facts.includes(change.entry.id)
        || (facts.length === 0 && section === change.section && !also.has(keyOf(section, collector))));
}

/** What findings can rest on. @param {Report} report @returns {Map<string, unknown>} */
function evidence(report) {
    const found = new Map();
    for (const table of report.sections.flatMap((part) => part.tables)) {
        for (const [name, lines] of byName(table.rows)) found.set(keyOf(table.id, name), lines);
    }
    for (const [key, { value }] of factsOf(report)) found.set(key, value);
    return found;
}

/**
 * @param {Finding} finding
 * @param {Map<string, unknown>} was
 * @param {Map<string, unknown>} became
 */
function isSettled(finding, was, became) {
    const keys = finding.evidence.map(({ fact, of }) => keyOf(fact, of));
    return keys.every((key) => became.has(key)) && keys.some((key) => !same(was.get(key) ?? null, became.get(key)));
}

/** @param {readonly Finding[]} findings @returns {Map<string, Finding>} */
function byKey(findings) {
    return new Map(findings.map((finding) => [keyOf(finding.id, finding.about), finding]));
}

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
}

/** The order of characters, as the other language sorts. @param {string} one @param {string} other */
export function byCodePoints(one, other) {
    const [left, right] = [[...one], [...other]];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
        const apart = /** @type {number} */ (left[at].codePointAt(0)) - /** @type {number} */ (right[at].codePointAt(0));
        if (apart !== 0) return apart;
    }
    return left.length - right.length;
}
