// page/report_state.js — how far the health report is, the reports that came as their customer sent them, and live use

import { AttendedError } from '../protocol/errors.js';
import { VITALS_KEPT } from '../protocol/limits.js';
import { readReport } from '../protocol/report/document.js';
import { Gathering } from '../protocol/report/parts.js';

/** @typedef {{step: 'none' | 'looking' | 'reading' | 'customer' | 'failed' | 'here', looking: string, number: number, of: number}} ReportState */
/** @typedef {{data: Uint8Array<ArrayBuffer>, sha256: string, report: import('../protocol/report/document.js').Report}} Received */

export class Reports {
    /** @type {ReportState} */
    state = { step: 'none', looking: '', number: 0, of: 1 };
    /** @type {Received[]} */
    received = [];
    /** Live use of the last minutes. @type {import('./vitals_view.js').Sample[]} */
    vitals = [];
    #gathering = new Gathering();

    /**
     * @param {(what: 'report' | 'refused', detail?: unknown) => void} happened
     * @param {() => number} clock seconds
     */
    constructor(happened, clock) {
        this.happened = happened;
        this.clock = clock;
    }

    /**
     * Take what the customer's computer says on channel 5.
     *
     * @param {any} message
     */
    async said(message) {
        if (message.kind === 'report.part') return this.#part(message);
        if (message.kind === 'report.vitals') {
            this.vitals = [...this.vitals, { at: this.clock(), use: message }].slice(-VITALS_KEPT);
            return this.happened('report', 'vitals');
        }
        if (message.kind === 'report.progress') {
            this.state = { step: 'looking', looking: message.looking, number: message.number, of: message.of };
            return this.happened('report');
        }
        return this.#is(message.kind === 'report.withheld' ? message.because : 'reading');
    }

    /** @param {ReportState['step']} step */
    #is(step) {
        this.state = { ...this.state, step };
        this.happened('report', step);
    }

    /** @param {import('../protocol/messages/report.js').ReportPart} part */
    async #part(part) {
        // The first part begins anew: after a lost line the whole report is said again.
        if (part.number === 1) this.#gathering = new Gathering();
        try {
            const data = await this.#gathering.take(part);
            if (data === null) return;
            // One that was said again after a lost line is here already.
            if (this.received.every(({ sha256 }) => sha256 !== part.sha256)) this.received.push({ data, sha256: part.sha256, report: readReport(data) });
            this.#is('here');
        } catch (wrong) {
            if (!(wrong instanceof AttendedError)) throw wrong;
            this.#gathering = new Gathering();
            const { code, words, remedy } = wrong;
            this.happened('refused', { code, words, remedy });
        }
    }
}
