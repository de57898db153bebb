// page/report_panel.js — the panel "Report": ask for one, hear how far it is, read it, save it

import { el, write } from './dom.js';
import { save, standalone } from './report_export.js';
import { reportView, searchField, titles } from './report_view.js';

/** @typedef {import('./session_view.js').SessionView} SessionView */
/** @typedef {import('./report_state.js').Received} Received */

const WORDS = Object.freeze({
    none: 'No report yet. The customer reads it before it is sent, and can cross out any line.',
    looking: '',
    reading: 'The customer reads the report. Nothing of it was sent yet.',
    customer: 'The customer kept the report. Nothing was sent.',
    failed: 'The report could not be made. Nothing was sent. You may ask again.',
    here: 'The customer read this report and sent it.',
});

/** What the panel shows. */
export class ReportPanel {
    #drawn = 0;
    /** @type {HTMLElement | null} */
    #body = null;

    /** @param {SessionView} view */
    constructor(view) {
        this.view = view;
        this.state = el('p', { role: 'status' });
        this.bar = el('progress', { hidden: true, 'aria-label': 'Health report' });
        this.ask = el('button', { onclick: () => view.ask('report') }, 'Ask for a health report');
        this.which = el('select', { 'aria-label': 'Which report', hidden: true, onchange: () => this.draw() });
        this.json = el('button', { onclick: () => this.saveJson() }, 'Save JSON');
        this.html = el('button', { onclick: () => this.saveHtml() }, 'Save page');
        this.search = searchField(() => this.#body);
        this.holder = el('div', {});
        this.tools = el('div', { class: 'report-tools', hidden: true }, el('div', { class: 'row' }, this.which, this.json, this.html), this.search);
        this.element = el('div', { class: 'report' }, this.state, this.bar, this.ask, this.tools, this.holder);
    }

    /** Follow what is true now. */
    follow() {
        const { state, received } = this.view.conduct.reports;
        const words = state.step === 'looking' ? `${state.looking} (${state.number} of ${state.of}).` : WORDS[state.step];
        write(this.state, words);
        this.bar.hidden = state.step !== 'looking';
        this.bar.max = Math.max(1, state.of);
        this.bar.value = state.number;
        this.ask.hidden = !this.view.askable.includes('report');
        write(this.ask, received.length > 0 ? 'Ask for another' : 'Ask for a health report');
        if (received.length !== this.#drawn) this.offer(received);
    }

    /** @param {readonly Received[]} reports */
    offer(reports) {
        this.#drawn = reports.length;
        this.tools.hidden = false;
        this.which.hidden = reports.length < 2;
        this.which.replaceChildren(...reports.map(({ report }, at) =>
            el('option', { value: at, selected: at === reports.length - 1 }, `Report ${at + 1}, ${report.made.at.slice(11, 16)} UTC`)));
        this.draw();
    }

    /** Show the chosen report. */
    draw() {
        const chosen = this.chosen;
        if (chosen === undefined) return;
        titles().then((known) => {
            if (this.chosen !== chosen) return;
            this.#body = reportView(chosen.report, known);
            this.holder.replaceChildren(this.#body);
        }).catch(reportError);
    }

    /** The report that is shown. */
    get chosen() {
        return this.view.conduct.reports.received[Number(this.which.value)];
    }

    saveJson() {
        if (this.chosen !== undefined) save(`${this.name}.json`, this.chosen.data, 'application/json');
    }

    saveHtml() {
        if (this.chosen === undefined || this.#body === null) return;
        save(`${this.name}.html`, standalone(this.#body, this.chosen.report.made.at), 'text/html');
    }

    get name() {
        return `health-report-${(this.chosen?.report.made.at ?? '').replace(/[:Z]/g, '')}`;
    }
}
