// protocol/messages/report.js — mirrors protocol/messages/report.py: how far the looking has come, and the report in parts

import { sha256 } from '../../consent/fields.js';
import { fit, oneOf, text, whole } from '../../consent/model.js';
import * as limits from '../limits.js';
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
