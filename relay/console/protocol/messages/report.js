// protocol/messages/report.js — mirrors protocol/messages/report.py: how far the looking is, the report in parts, live use

import { sha256 } from '../../consent/fields.js';
import { fit, list, object, oneOf, orNull, text, whole } from '../../consent/model.js';
import * as limits from '../limits.js';
import { HARMLESS } from '../report/document.js';
import { message } from '../wire.js';

const section = whole(1, limits.REPORT_SECTIONS);
const part = whole(1, limits.REPORT_PARTS);

/** The computer looks at a section now. It says nothing of what is found there. */
export const reportProgress = message('report.progress', { looking: text(/^[\s\S]+$/, 80), number: section, of: section });

/** The report is made, and its customer reads it. Nothing of it has been sent. */
export const reportReading = message('report.reading', {});

/** There will be no report for this yes. Nothing was sent. */
export const reportWithheld = message('report.withheld', { because: oneOf(/** @type {const} */ (['customer', 'failed'])) });

const piece = message('report.part', {
    sha256,
    number: part,
    of: part,
    data: text(/^[A-Za-z0-9_-]+$/, Math.floor((limits.REPORT_PART_BYTES * 4 + 2) / 3)),
});

/** A piece of the report's bytes. `sha256` is that of the whole; the pieces come in order and without gaps. */
export const reportPart = Object.freeze({
    kind: piece.kind,
    /** @param {unknown} value @param {string} place */
    check(value, place) {
        const made = piece.check(value, place);
        fit(made.number <= made.of, place);
        return made;
    },
});

/** @typedef {ReturnType<typeof reportPart.check>} ReportPart */

/** The report with this hash is with the technician, whole: it need not be said again when a line comes back. */
export const reportReceived = message('report.received', { sha256 });

const amount = whole(0, Number.MAX_SAFE_INTEGER);
const harmless = text(HARMLESS, limits.VITALS_NAME);

/** @type {import('../../consent/model.js').Check<string>} */
function usedName(value, place) {
    const name = harmless(value, place);
    fit(name !== '', place);
    return name;
}

/** What one disk moved, in bytes a second. */
const diskUse = object({ name: usedName, read: amount, written: amount });

/** What one network interface moved, in bytes a second. */
const networkUse = object({ name: usedName, received: amount, sent: amount });

/** What the processes of one name used: percent of one processor core, and bytes of memory. */
const programUse = object({
    name: usedName, processes: whole(1, limits.VITALS_PROCESSES), cpu: whole(0, 100 * limits.VITALS_CORES), memory: amount,
});

/** How busy the computer was since the sample before. What the customer crossed out of the report is not in it. */
export const reportVitals = message('report.vitals', {
    processor: orNull(whole(0, 100)),
    memory: orNull(object({ used: amount, total: amount })),
    disks: list(diskUse, 0, limits.VITALS_DEVICES),
    networks: list(networkUse, 0, limits.VITALS_DEVICES),
    programs: list(programUse, 0, limits.VITALS_PROGRAMS),
});

/** @typedef {ReturnType<typeof reportVitals.check>} ReportVitals */
