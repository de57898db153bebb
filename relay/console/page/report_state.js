// page/report_state.js — how far the health report is, the reports that came as their customer sent them, and live use

import { grantedIn } from '../consent/grant.js';
import { AttendedError, ReportUnasked } from '../protocol/errors.js';
import { VITALS_KEPT } from '../protocol/limits.js';
import { readReport } from '../protocol/report/document.js';
import { Gathering } from '../protocol/report/parts.js';

/** @typedef {{step: 'none' | 'looking' | 'reading' | 'customer' | 'failed' | 'here', looking: string, number: number, of: number}} ReportState */
/** A yes to one report: the grants that hold it, the later ones that carried it on among them, and what came for it. @typedef {{grants: Set<string>, sha256: string | null}} Yes */
/** @typedef {import('../consent/grant.js').ConsentGrant} ConsentGrant */
/** @typedef {{data: Uint8Array<ArrayBuffer>, sha256: string, report: import('../protocol/report/document.js').Report}} Received */

export class Reports {
    /** @type {ReportState} */
    state = { step: 'none', looking: '', number: 0, of: 1 };
    /** @type {Received[]} */
    received = [];
    /** Live use of the last minutes. @type {import('./vitals_view.js').Sample[]} */
    vitals = [];
    #gathering = new Gathering();
    /** @type {Yes | null} */
    #yes = null;

    /**
     * @param {(what: 'report' | 'refused', detail?: unknown) => void} happened
     * @param {() => number} clock seconds
     * @param {(message: any) => unknown} say says something to the customer's computer, if it may be said
     */
    constructor(happened, clock, say) {
        this.happened = happened;
        this.clock = clock;
        this.say = say;
    }

    /**
     * Take note of a grant that was verified. A question that asked for a report brings a yes of its own; any other
     * grant only carries a former yes on, or ends it.
     *
     * @param {ConsentGrant} grant
     * @param {ConsentGrant | null} former
     * @param {readonly string[]} asked what its question asked for
     */
    granted(grant, former, asked) {
        const [now, before] = [grantedIn(grant, 'report'), former && grantedIn(former, 'report')];
        if (now === null) this.#yes = null;
        else if (former?.request_sha256 !== grant.request_sha256 && asked.includes('report')) {
            // With the end of the former one it may be that one still: a no to another report leaves it as it was.
            this.#yes = { grants: new Set(now.until === before?.until ? this.#yes?.grants : []), sha256: null };
        }
        this.#yes?.grants.add(grant.jti);
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
            const isNew = this.received.every(({ sha256 }) => sha256 !== part.sha256);
            if (isNew) this.#take(data, part.sha256);
            // What is not confirmed is said again when a line comes back; what came twice is here already.
            this.say({ kind: 'report.received', sha256: part.sha256 });
            if (isNew) this.#is('here');
        } catch (wrong) {
            if (!(wrong instanceof AttendedError)) throw wrong;
            this.#gathering = new Gathering();
            const { code, words, remedy } = wrong;
            this.happened('refused', { code, words, remedy });
        }
    }

    /**
     * Take a whole report: the first one of its yes, made under it.
     *
     * @param {Uint8Array<ArrayBuffer>} data
     * @param {string} sha256
     */
    #take(data, sha256) {
        const report = readReport(data);
        const yes = this.#yes;
        if (yes === null || yes.sha256 !== null || report.consent.grant === null || !yes.grants.has(report.consent.grant)) {
            throw new ReportUnasked();
        }
        yes.sha256 = sha256;
        this.received.push({ data, sha256, report });
    }
}
