// protocol/report/document.js — mirrors protocol/report/document.py: the report's closed shape, every text bounded

import { parseCanonical } from '../../consent/canonical.js';
import { AttendedError } from '../../consent/errors.js';
import { documentId, sha256 } from '../../consent/fields.js';
import { Misfit, fit, list, object, oneOf, orNull, text, truth, whole } from '../../consent/model.js';
import { ReportMalformed } from '../errors.js';
import * as limits from '../limits.js';

/** @typedef {string | number | boolean | {readonly masked: string, readonly n: number}} Value */

/** A text without signs that show as something else. */
export const HARMLESS = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;
const said = text(HARMLESS, 300);
const name = text(/^[a-z0-9][a-z0-9.-]{0,63}$/, 64);
const mask = text(/^[a-z][a-z -]{0,31}$/, 32);
const count = whole(0, Number.MAX_SAFE_INTEGER);
const anyWhole = whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const status = oneOf(/** @type {const} */ (['ok', 'partial', 'no-rights', 'not-present', 'not-supported', 'tool-missing', 'timed-out', 'failed']));
const unit = text(/^[A-Za-z/0-9 ]{1,16}$/, 16);
const masked = object({ masked: mask, n: whole(1, 20_000) });

/** @type {import('../../consent/model.js').Check<Value>} */
function value(given, place) {
    if (typeof given === 'boolean') return given;
    if (typeof given === 'number') return anyWhole(given, place);
    return typeof given === 'string' ? said(given, place) : masked(given, place);
}

const fact = object({
    id: name, of: said, value, unit: orNull(unit), kind: text(/^[a-z]{1,16}$/, 16), source: said,
    class: oneOf(/** @type {const} */ (['open', 'masked', 'revealed'])),
});
const table = object(
    { id: name, source: said, columns: list(name, 1, 32), rows: list(list(orNull(value), 1, 32), 0, 5000) },
    ({ columns, rows }) => fit(rows.every((row) => row.length === columns.length), 'rows'),
);
const part = object({ id: name, status, took_ms: count, facts: list(fact, 0, 2000), tables: list(table, 0, 16) });
const finding = object({
    id: name, severity: oneOf(/** @type {const} */ (['act-now', 'soon', 'worth-knowing'])), about: said,
    evidence: list(object({ fact: name, of: said }), 1, 64), words: said, advice: said, rule_version: whole(1, 1000),
});
const report = object({
    format: oneOf(/** @type {const} */ (['attended.report/1'])),
    made: object({
        at: text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 20), offset: whole(-86_400, 86_400), took_ms: count,
        platform: oneOf(/** @type {const} */ (['linux', 'windows', 'macos'])), elevated: truth, agent: said,
    }),
    consent: object({ grant: orNull(documentId), follows: orNull(sha256), revealed: list(object({ masked: mask, value: said }), 0, 20_000) }),
    sections: list(part, 0, limits.REPORT_SECTIONS),
    findings: list(finding, 0, 200),
    omissions: list(object({ section: name, collector: name, status, words: said, facts: list(name, 0, 64) }), 0, 500),
    truncated: list(object({ what: name, left_out: count }), 0, 64),
    pseudonyms: list(object({ masked: mask, count: whole(1, 20_000) }), 0, 32),
});

/** @typedef {ReturnType<typeof report>} Report */
/** @typedef {ReturnType<typeof finding>} Finding */
/** @typedef {ReturnType<typeof part>} Part */

/**
 * Read a report that somebody sent. What its ids mean, the register says; here they are names.
 *
 * @param {Uint8Array} data
 * @returns {Report}
 * @throws {ReportMalformed}
 */
export function readReport(data) {
    try {
        return report(parseCanonical(data, limits.REPORT_BYTES), 'report');
    } catch (wrong) {
        if (wrong instanceof AttendedError || wrong instanceof Misfit) throw new ReportMalformed(wrong.message);
        throw wrong;
    }
}
