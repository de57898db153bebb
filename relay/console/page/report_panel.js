// page/report_panel.js — the panel "Report": ask for one, hear how far it is, read it, see what changed, live use

import { changesView } from './changes_view.js';
import { el, icon, write } from './dom.js';
import { save, standalone } from './report_export.js';
import { reportView, searchField, titles } from './report_view.js';
import { VitalsView } from './vitals_view.js';

/** @typedef {import('./session_view.js').SessionView} SessionView */
/** @typedef {import('./report_state.js').Received} Received */

const WORDS = Object.freeze({
    none: 'No report yet. The customer reads it before it is sent, and can cross out any line.',
    looking: '',
    reading: 'The customer reads the report. Nothing of it was sent yet.',
    customer: 'The customer kept the report. Nothing was sent.',
    failed: 'The report could not be made. Nothing was sent. You may ask again.',
    here: 'The customer read this report and sent it.',
    over: 'What was allowed for this report is over, and none came. You may ask again.',
});

const SEES_USE = 'The customer sees that you see this, and can turn it off. What they crossed out is not here.';
const USE_OVER = 'Live use is over. This is the last that was told.';

/** What the panel shows. */
export class ReportPanel {
    #drawn = 0;
    /** @type {HTMLElement | null} */
    #body = null;
    /** Which of its pages is open. @type {'report' | 'changes' | 'use'} */
    #page = 'report';

    /** @param {SessionView} view */
    constructor(view) {
        this.view = view;
        this.state = el('p', { role: 'status' });
        this.bar = el('progress', { hidden: true, 'aria-label': 'Health report' });
        this.askWords = el('span', {}, 'Ask for a health report');
        this.ask = el('button', { onclick: () => view.ask('report') }, icon('clipboard-list'), this.askWords);
        this.which = el('select', { 'aria-label': 'Which report', hidden: true, onchange: () => this.draw() });
        this.json = el('button', { onclick: () => this.saveJson() }, icon('download'), 'Save JSON');
        this.html = el('button', { onclick: () => this.saveHtml() }, icon('download'), 'Save page');
        this.copied = el('button', { onclick: () => this.copy() }, icon('copy'), 'Copy');
        this.search = searchField(() => this.#body);
        this.holder = el('div', {});
        this.changed = el('div', {});
        this.vitals = new VitalsView();
        this.useWords = el('p', { class: 'hint', role: 'status' });
        this.tools = el('div', { class: 'report-tools' }, el('div', { class: 'row' }, this.which, this.copied, this.json, this.html), this.search);
        this.pages = {
            report: el('div', { class: 'report-page' }, this.tools, this.holder),
            changes: el('div', { class: 'report-page' }, this.changed),
            use: el('div', { class: 'report-page' }, this.useWords, this.vitals.element),
        };
        this.buttons = {
            report: el('button', { onclick: () => this.open('report') }, 'Report'),
            changes: el('button', { onclick: () => this.open('changes') }, 'What changed'),
            use: el('button', { onclick: () => this.open('use') }, 'Live use'),
        };
        this.chooser = el('div', { class: 'row report-pages', role: 'group', 'aria-label': 'Pages of the report', hidden: true }, ...Object.values(this.buttons));
        this.element = el('div', { class: 'report' }, this.state, this.bar, this.ask, this.chooser, ...Object.values(this.pages));
        this.open('report');
    }

    /** @param {'report' | 'changes' | 'use'} page */
    open(page) {
        this.#page = page;
        for (const [name, element] of Object.entries(this.pages)) element.hidden = name !== page || this.#drawn === 0;
        for (const [name, button] of Object.entries(this.buttons)) button.setAttribute('aria-pressed', String(name === page));
        this.use();
    }

    /** Bring live use up to date, while it is looked at. */
    use() {
        const { reports, ledger, ground } = this.view.conduct;
        this.buttons.use.hidden = reports.vitals.length === 0;
        if (this.#page !== 'use') return;
        const flows = ledger.living().has('report') && reports.state.step === 'here';
        write(this.useWords, flows ? SEES_USE : USE_OVER);
        this.vitals.draw(reports.vitals, flows ? ground.clock() : reports.vitals.at(-1)?.at ?? ground.clock(), flows ? 'now' : 'the end');
    }

    /** Follow what is true now. */
    follow() {
        const { reports: { state, received }, ledger, lost, waits } = this.view.conduct;
        const isComing = state.step === 'looking' || state.step === 'reading';
        const step = isComing && lost === null && !waits && !ledger.living().has('report') ? 'over' : state.step;
        write(this.state, step === 'looking' ? `${state.looking} (${state.number} of ${state.of}).` : WORDS[step]);
        this.bar.hidden = step !== 'looking';
        this.bar.max = Math.max(1, state.of);
        this.bar.value = state.number;
        this.ask.hidden = !this.view.askable.includes('report');
        write(this.askWords, received.length > 0 ? 'Ask for another' : 'Ask for a health report');
        if (received.length !== this.#drawn) this.offer(received);
        this.use();
    }

    /** @param {readonly Received[]} reports */
    offer(reports) {
        this.#drawn = reports.length;
        this.chooser.hidden = false;
        this.which.hidden = reports.length < 2;
        this.which.replaceChildren(...reports.map(({ report }, at) =>
            el('option', { value: at, selected: at === reports.length - 1 }, `Report ${at + 1}, ${report.made.at.slice(11, 16)} UTC`)));
        this.draw();
        this.open(reports.length > 1 ? 'changes' : this.#page);
    }

    /** Show the chosen report. */
    draw() {
        const chosen = this.chosen;
        if (chosen === undefined) return;
        titles().then((known) => {
            if (this.chosen !== chosen) return;
            this.#body = reportView(chosen.report, known, (text) => this.view.panels.notes.add(text));
            this.holder.replaceChildren(this.#body);
            this.compare(chosen, known);
        }).catch(reportError);
    }

    /**
     * Show what changed from the first report to the chosen one, or to the last when the first is chosen.
     *
     * @param {Received} chosen
     * @param {import('../protocol/report/register/entry.js').Register} known
     */
    compare(chosen, known) {
        const { received } = this.view.conduct.reports;
        const [first] = received;
        const other = chosen === first ? received[received.length - 1] : chosen;
        this.buttons.changes.hidden = received.length < 2;
        if (received.length < 2) return;
        const { element, count } = changesView(first, other, known);
        this.changed.replaceChildren(element);
        write(this.buttons.changes, `What changed (${count})`);
    }

    /** The report that is shown. */
    get chosen() {
        return this.view.conduct.reports.received[Number(this.which.value)];
    }

    /** Put what is shown, as text, where this browser keeps copied things. */
    copy() {
        if (this.#body === null) return;
        navigator.clipboard.writeText(this.#body.innerText).then(
            () => this.view.say('The report is copied on your computer.'),
            () => this.view.say('Your browser did not allow copying. Save the page instead.'),
        );
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
