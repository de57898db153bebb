// page/vitals_chart.js — one small chart: what something did over the last minutes, with its unit, its scale and words

import { el, write } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 72;
/** How the two lines look, before their names. */
const KEYS = ['━', '┅'];
/** A hole longer than this many samples is drawn as one. */
const HOLE = 3;

/** @typedef {{name: string, values: readonly (number | null)[]}} Series what one line shows: a value for each sample */

/**
 * @typedef {object} Time when the samples were taken
 * @property {readonly number[]} at seconds, rising
 * @property {number} now
 * @property {number} span seconds that the chart shows
 * @property {number} step seconds from sample to sample
 * @property {string} end what stands below the right end: "now", or when it was
 */

/** A chart of one or two lines; the second is dashed, so that colour alone tells nothing. */
export class Chart {
    /**
     * @param {string} title
     * @param {(value: number) => string} said a value in words, unit and all
     * @param {{most?: number, least?: number}} [scale] `most`: the upper end, where it is known; `least`: what it is at least
     */
    constructor(title, said, scale = {}) {
        this.title = title;
        this.said = said;
        this.scale = scale;
        this.value = el('p', { class: 'chart-now' });
        this.top = el('span');
        this.from = el('span');
        this.to = el('span');
        this.drawing = svg('svg', { class: 'chart-drawing', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img' });
        this.element = el('section', { class: 'chart' }, el('h4', {}, title), this.value,
            el('div', { class: 'chart-box' }, this.top, this.drawing),
            el('div', { class: 'chart-time', 'aria-hidden': 'true' }, this.from, this.to));
        this.top.className = 'chart-top';
        this.top.setAttribute('aria-hidden', 'true');
    }

    /**
     * @param {readonly Series[]} series
     * @param {Time} time
     * @param {string} [now] what stands above the lines, if not their last values
     */
    draw(series, time, now) {
        const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
        const highest = Math.max(0, ...known);
        const most = this.scale.most ?? roundUp(Math.max(highest, this.scale.least ?? 1));
        const lines = now === undefined ? series.map(({ name, values }, which) => el('span', {}, series.length > 1 ? `${KEYS[which]} ` : '', labelled(name, this.#last(values)))) : [now];
        this.value.replaceChildren(...lines);
        write(this.top, this.said(most));
        const minutes = Math.round(time.span / 60);
        write(this.from, time.end === 'now' ? `${minutes} min ago` : `${minutes} min before`);
        write(this.to, time.end);
        const spoken = series.map(({ name, values }) => `${labelled(name, this.#last(values))}, ${this.said(Math.max(0, ...values.filter((value) => value !== null)))} at most`);
        this.drawing.setAttribute('aria-label', `${this.title}, last ${minutes === 1 ? 'minute' : `${minutes} minutes`}: ${spoken.join('; ')}.`);
        this.drawing.replaceChildren(grid(), ...series.flatMap(({ values }, which) => strokes(values, most, time, which)));
    }

    /** @param {readonly (number | null)[]} values */
    #last(values) {
        const last = values.at(-1) ?? null;
        return last === null ? 'not known' : this.said(last);
    }
}

/** @param {string} name @param {string} value */
function labelled(name, value) {
    return name === '' ? value : `${name} ${value}`;
}

function grid() {
    return svg('path', { class: 'chart-grid', d: `M0 1H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - 1}H${WIDTH}` });
}

/**
 * @param {readonly (number | null)[]} values
 * @param {number} most
 * @param {Time} time
 * @param {number} which 0 is the first line, drawn whole and filled below
 */
function strokes(values, most, time, which) {
    const runs = unbroken(values, time).map((run) => run.map(([at, value]) => {
        const x = WIDTH * (1 - (time.now - at) / time.span);
        return /** @type {[number, number]} */ ([x, HEIGHT - 1 - (HEIGHT - 2) * Math.min(1, value / most)]);
    }));
    const lines = runs.map((points) => `M${points.map(place).join('L')}${points.length === 1 ? 'h-2' : ''}`).join('');
    const areas = which > 0 ? '' : runs.map((points) => `M${points[0][0].toFixed(1)} ${HEIGHT}L${points.map(place).join('L')}V${HEIGHT}Z`).join('');
    return [
        ...(areas === '' ? [] : [svg('path', { class: 'chart-area', d: areas })]),
        ...(lines === '' ? [] : [svg('path', { class: which === 0 ? 'chart-line' : 'chart-line is-second', d: lines })]),
    ];
}

/**
 * Cut the samples where there is a hole, or where nothing was known.
 *
 * @param {readonly (number | null)[]} values
 * @param {Time} time
 * @returns {[number, number][][]} runs of (when, value), what is older than the span left out
 */
export function unbroken(values, { at, now, span, step }) {
    /** @type {[number, number][][]} */
    const runs = [];
    let former = -Infinity;
    values.forEach((value, index) => {
        const when = at[index];
        if (value === null || when < now - span || when > now) return;
        if (when - former > HOLE * step) runs.push([]);
        runs[runs.length - 1].push([when, value]);
        former = when;
    });
    return runs;
}

/** @param {readonly [number, number]} point */
function place([x, y]) {
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/**
 * The next of 1, 2, 5, 10, … that is not smaller.
 *
 * @param {number} value
 */
export function roundUp(value) {
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
function svg(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
}
