// page/vitals_view.js — live use: how busy the customer's computer was over the last minutes, and which programs

import { VITALS_KEPT, VITALS_SECONDS } from '../protocol/limits.js';
import { el, write } from './dom.js';
import { shown } from '../protocol/report/words.js';
import { Chart } from './vitals_chart.js';

/** @typedef {import('../protocol/messages/report.js').ReportVitals} ReportVitals */
/** @typedef {{at: number, use: ReportVitals}} Sample `at`: seconds on one clock */

const SPAN = VITALS_KEPT * VITALS_SECONDS;
/** Bytes a second that a chart reaches at least: an idle line looks idle. */
const LEAST_RATE = 10_000;

const rate = (/** @type {number} */ value) => `${shown(value, 'bytes')}/s`;
const percent = (/** @type {number} */ value) => `${Math.round(value)} %`;

/** Charts of what is told, and a table of programs. What was crossed out of the report is not there. */
export class VitalsView {
    /** @type {Map<string, Chart>} */
    #charts = new Map();
    /** The last sample that was drawn, and when. @type {[ReportVitals | undefined, number]} */
    #drawn = [undefined, 0];

    constructor() {
        this.charts = el('div', { class: 'charts' });
        this.programs = el('tbody');
        this.table = el('table', { hidden: true }, el('caption', {}, 'Programs that use most'),
            el('thead', {}, el('tr', {}, ...['Program', 'Processes', 'Of one core', 'Memory'].map((name) => el('th', { scope: 'col' }, name)))),
            this.programs);
        this.quiet = el('p', { class: 'hint' });
        this.silent = el('p', { class: 'hint' });
        this.element = el('div', { class: 'vitals' }, this.charts, this.quiet, this.table, this.silent);
    }

    /**
     * @param {readonly Sample[]} samples the newest last
     * @param {number} now seconds, on the samples' clock
     * @param {string} [end] what that moment is called
     */
    draw(samples, now, end = 'now') {
        const seen = samples.filter(({ at }) => at > now - SPAN && at <= now);
        const last = seen.at(-1)?.use;
        if (last === this.#drawn[0] && Math.abs(now - this.#drawn[1]) < 1) return;
        this.#drawn = [last, now];
        const time = { at: seen.map(({ at }) => at), now, span: spanOf(seen, now), step: VITALS_SECONDS, end };
        const wanted = new Set();
        const show = (/** @type {string} */ name, /** @type {() => Chart} */ make, /** @type {import('./vitals_chart.js').Series[]} */ series, /** @type {string | undefined} */ words = undefined) => {
            wanted.add(name);
            this.#chart(name, make).draw(series, time, words);
        };
        if (seen.some(({ use }) => use.processor !== null)) {
            show('processor', () => new Chart('Processor', percent, { most: 100 }), [{ name: '', values: seen.map(({ use }) => use.processor) }]);
        }
        const memory = seen.map(({ use }) => (use.memory === null ? null : (100 * use.memory.used) / use.memory.total));
        if (memory.some((value) => value !== null)) {
            const words = last?.memory ? `${shown(last.memory.used, 'bytes')} of ${shown(last.memory.total, 'bytes')}` : 'not known';
            show('memory', () => new Chart('Memory in use', percent, { most: 100 }), [{ name: '', values: memory }], words);
        }
        /** @type {string[]} */
        const quiet = [];
        for (const name of names(seen, 'disks')) {
            const of = (/** @type {ReportVitals} */ use) => use.disks.find((disk) => disk.name === name);
            if (!seen.some(({ use }) => moves(of(use)))) {
                quiet.push(name);
                continue;
            }
            show(`disk ${name}`, () => new Chart(`Disk ${name}`, rate, { least: LEAST_RATE }), [
                { name: 'reads', values: seen.map(({ use }) => of(use)?.read ?? null) },
                { name: 'writes', values: seen.map(({ use }) => of(use)?.written ?? null) },
            ]);
        }
        for (const name of names(seen, 'networks')) {
            const of = (/** @type {ReportVitals} */ use) => use.networks.find((network) => network.name === name);
            if (!seen.some(({ use }) => moves(of(use)))) {
                quiet.push(name);
                continue;
            }
            show(`network ${name}`, () => new Chart(`Network ${name}`, rate, { least: LEAST_RATE }), [
                { name: 'receives', values: seen.map(({ use }) => of(use)?.received ?? null) },
                { name: 'sends', values: seen.map(({ use }) => of(use)?.sent ?? null) },
            ]);
        }
        for (const [name, chart] of this.#charts) if (!wanted.has(name)) this.#remove(name, chart);
        write(this.quiet, quiet.length === 0 ? '' : `Quiet all the time: ${quiet.join(', ')}.`);
        this.#programs(last?.programs ?? []);
        write(this.silent, last === undefined ? 'Nothing was told in these minutes.' : '');
    }

    /** @param {ReportVitals['programs']} programs */
    #programs(programs) {
        const rows = [...programs].sort((one, other) => other.cpu - one.cpu || other.memory - one.memory);
        this.table.hidden = rows.length === 0;
        this.programs.replaceChildren(...rows.map(({ name, processes, cpu, memory }) => el('tr', {},
            el('th', { scope: 'row' }, name), el('td', {}, String(processes)), el('td', {}, percent(cpu)), el('td', {}, shown(memory, 'bytes')))));
    }

    /**
     * @param {string} name
     * @param {() => Chart} make
     */
    #chart(name, make) {
        const known = this.#charts.get(name);
        if (known !== undefined) return known;
        const made = make();
        this.#charts.set(name, made);
        this.charts.append(made.element);
        return made;
    }

    /**
     * @param {string} name
     * @param {Chart} chart
     */
    #remove(name, chart) {
        chart.element.remove();
        this.#charts.delete(name);
    }
}

/** Whether anything moved. @param {Record<string, string | number> | undefined} use */
function moves(use) {
    return use !== undefined && Object.values(use).some((value) => typeof value === 'number' && value > 0);
}

/**
 * Whole minutes, at least one: a chart that has just begun is not empty for minutes.
 *
 * @param {readonly Sample[]} samples
 * @param {number} now
 */
function spanOf(samples, now) {
    const age = samples.length === 0 ? 0 : now - samples[0].at;
    return Math.min(SPAN, Math.max(1, Math.ceil(age / 60)) * 60);
}

/**
 * Name what the samples tell of, in their own order.
 *
 * @param {readonly Sample[]} samples
 * @param {'disks' | 'networks'} what
 */
function names(samples, what) {
    return new Set(samples.flatMap(({ use }) => use[what].map(({ name }) => name)));
}
