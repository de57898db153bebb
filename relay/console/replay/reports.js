// replay/reports.js — the player's tab "Report": live use at the moment that is shown, the reports, and what changed

import { changesView } from '../page/changes_view.js';
import { el, write } from '../page/dom.js';
import { reportView, titles } from '../page/report_view.js';
import { VitalsView } from '../page/vitals_view.js';
import { VITALS_SECONDS } from '../protocol/limits.js';
import { timeOfDay } from './allowed.js';

/** @typedef {import('./film.js').Film} Film */

/** Seconds after a sample in which what it said still counts as shown. */
const FRESH = 3 * VITALS_SECONDS;

/** What the technician had of the computer's health. */
export class Reports {
    /**
     * @param {Film} film
     * @param {(at: number) => void} seek
     */
    constructor(film, seek) {
        this.film = film;
        this.samples = film.vitals.map(({ at, use }) => ({ at: at / 1000, use }));
        this.vitals = new VitalsView();
        this.when = el('p', { class: 'hint' });
        this.use = el('details', { hidden: this.samples.length === 0 }, el('summary', {}, 'Live use'), this.when, this.vitals.element);
        this.element = el('div', { class: 'report' }, this.use);
        if (film.reports.length === 0) this.element.append(el('p', { class: 'hint' }, 'No health report was sent, or it was not opened.'));
        titles().then((known) => this.#list(known, seek)).catch(reportError);
    }

    /**
     * Show live use as it was.
     *
     * @param {number} at ms from the beginning
     */
    tell(at) {
        if (this.samples.length === 0 || !this.use.open) return;
        const now = at / 1000;
        const isShown = this.samples.some((sample) => sample.at <= now && sample.at > now - FRESH);
        write(this.when, `${timeOfDay(this.film.began + at)}: ${isShown ? 'the technician sees this.' : 'nothing of this is shown.'}`);
        this.vitals.draw(this.samples, now, 'this moment');
    }

    /**
     * @param {import('../protocol/report/register/entry.js').Register} known
     * @param {(at: number) => void} seek
     */
    #list(known, seek) {
        const [first] = this.film.reports;
        this.film.reports.forEach((sent) => {
            const when = el('button', { class: 'quiet when', onclick: () => seek(sent.at) }, timeOfDay(this.film.began + sent.at));
            const changed = sent === first ? null : changesView(first, sent, known).element;
            this.element.append(el('section', {}, el('p', {}, when, ' Sent by the customer.'), changed, reportView(sent.report, known)));
        });
    }
}
