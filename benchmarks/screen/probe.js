// probe.js — reads the marks of painted steps from a page's canvas at every refresh, and remembers when each was there
//
// Works on any canvas, a console's as well as another program's. What it reads are some hundred bytes, by way of a small
// canvas of its own, so that it neither slows the picture nor makes the browser treat the picture's canvas differently.

/**
 * @typedef {{cell: number, lead: boolean[], bits: number, checkBits: number, trail: boolean[], steps: number}} Shape
 * @typedef {object} Track
 * @property {string} name
 * @property {[number, number][]} marks corners of the marks, in the window
 * @property {[number, number][]} path where the window is at each step, over and over; one place if it stands still
 * @property {[number, number, number, number] | null} area what is kept of some steps, whole
 */

const KEPT = 12;
const EVERY = 7;
/** Steps shown before any picture is kept: a film's coding finds its measure first. */
const WARM = 45;
const NEAR = 24;

/**
 * The step that some cells say, or null. Mirrors step_in of mark.py.
 *
 * @param {boolean[]} cells
 * @param {Shape} shape
 */
function stepIn(cells, { lead, bits, checkBits, trail }) {
    const wanted = (/** @type {boolean[]} */ part, /** @type {number} */ from) => part.every((bit, at) => cells[from + at] === bit);
    if (!wanted(lead, 0) || !wanted(trail, lead.length + bits + checkBits)) return null;
    const number = (/** @type {number} */ from, /** @type {number} */ count) =>
        cells.slice(from, from + count).reduce((sum, bit) => sum * 2 + Number(bit), 0);
    const step = number(lead.length, bits);
    const check = ((step * 40503 + 9) >>> 9) & ((1 << checkBits) - 1);
    return number(lead.length + bits, checkBits) === check ? step : null;
}

/**
 * @param {Uint8ClampedArray} data
 * @param {number} pixel
 */
function isWhite(data, pixel) {
    return data[4 * pixel] + data[4 * pixel + 1] + data[4 * pixel + 2] > 384;
}

class Probe {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {Shape} shape
     * @param {Track[]} tracks
     */
    constructor(canvas, shape, tracks) {
        this.canvas = canvas;
        this.shape = shape;
        this.count = shape.lead.length + shape.bits + shape.checkBits + shape.trail.length;
        this.small = this.paper(this.count, 1);
        this.band = this.paper(1, 1);
        this.tracks = tracks.map((track) => ({
            ...track, last: -1, reach: NEAR, torn: 0, shown: /** @type {[number, number][]} */ ([]),
            kept: /** @type {{step: number, pixels: Uint8ClampedArray}[]} */ ([]),
        }));
        /** @type {number[]} */
        this.pressed = [];
        this.refreshes = 0;
        this.spent = 0;
        this.isOpen = true;
        this.hears = (/** @type {KeyboardEvent} */ event) => this.pressed.push(event.timeStamp);
        window.addEventListener('keydown', this.hears, { capture: true });
        const look = () => {
            if (!this.isOpen) return;
            const at = performance.now();
            this.refreshes += 1;
            for (const track of this.tracks) this.look(track, at);
            this.spent += performance.now() - at;
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }

    /**
     * @param {number} width
     * @param {number} height
     */
    paper(width, height) {
        const made = /** @type {OffscreenCanvasRenderingContext2D} */ (
            new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false }));
        made.imageSmoothingEnabled = false;
        return made;
    }

    /**
     * The step that the mark at a place says. Each cell is read at its middle.
     *
     * @param {number} x
     * @param {number} y
     */
    read(x, y) {
        const { cell } = this.shape;
        this.small.drawImage(this.canvas, x, y, this.count * cell, cell, 0, 0, this.count, 1);
        const { data } = this.small.getImageData(0, 0, this.count, 1);
        return stepIn(Array.from({ length: this.count }, (_, at) => isWhite(data, at)), this.shape);
    }

    /**
     * See which step stands in the picture: one of its marks is enough. That others say another step is counted as torn.
     *
     * @param {Probe['tracks'][0]} track
     * @param {number} at
     */
    look(track, at) {
        if (track.marks.length === 0) return;
        const step = track.path.length === 1 ? this.still(track, track.path[0]) : this.moving(track);
        if (step === null || step === track.last) return;
        track.last = step;
        track.shown.push([step, at]);
        const { length } = track.shown;
        if (track.area !== null && track.kept.length < KEPT && length > WARM && length % EVERY === 0) this.keep(track, step);
    }

    /**
     * @param {Probe['tracks'][0]} track
     * @param {[number, number]} corner
     */
    still(track, [left, top]) {
        const said = track.marks.map(([x, y]) => this.read(left + x, top + y)).filter((step) => step !== null);
        if (said.some((step) => step !== said[0])) track.torn += 1;
        return said.length === 0 ? null : Math.max(...said);
    }

    /**
     * A window that moves is looked for where it was, and then where its next steps are: all those places are read at once.
     *
     * @param {Probe['tracks'][0]} track
     */
    moving(track) {
        const { path, marks, last, reach } = track;
        const place = (/** @type {number} */ step) => path[step % path.length];
        const said = (/** @type {number} */ step) =>
            marks.filter(([x, y]) => this.read(place(step)[0] + x, place(step)[1] + y) === step).length;
        const before = last < 0 ? 0 : said(last);
        if (before === marks.length) return null;
        const ahead = Array.from({ length: reach }, (_, at) => last + 1 + at);
        const [x, y] = marks[0];
        const found = this.readFirst(ahead, ahead.map((step) => [place(step)[0] + x, place(step)[1] + y]));
        if (found !== null) {
            track.reach = NEAR;
            if (said(found) < marks.length) track.torn += 1;
            return found;
        }
        if (before > 0) track.torn += 1;
        else track.reach = Math.min(reach + NEAR, path.length - 1);
        return null;
    }

    /**
     * The first of some steps whose mark stands at its place.
     *
     * @param {number[]} steps
     * @param {[number, number][]} places
     */
    readFirst(steps, places) {
        const { cell } = this.shape;
        const left = Math.min(...places.map(([x]) => x));
        const top = Math.min(...places.map(([, y]) => y));
        const width = Math.max(...places.map(([x]) => x)) - left + this.count * cell;
        const height = Math.max(...places.map(([, y]) => y)) - top + cell;
        if (this.band.canvas.width < width || this.band.canvas.height < height) this.band = this.paper(width, height);
        this.band.drawImage(this.canvas, left, top, width, height, 0, 0, width, height);
        const { data } = this.band.getImageData(0, 0, width, height);
        const found = places.findIndex(([x, y], number) => {
            const begin = (y - top + cell / 2) * width + x - left + cell / 2;
            return stepIn(Array.from({ length: this.count }, (_, at) => isWhite(data, begin + at * cell)), this.shape) === steps[number];
        });
        return found < 0 ? null : steps[found];
    }

    /**
     * @param {Probe['tracks'][0]} track
     * @param {number} step
     */
    keep(track, step) {
        const [x, y, width, height] = /** @type {[number, number, number, number]} */ (track.area);
        const paper = this.paper(width, height);
        paper.drawImage(this.canvas, x, y, width, height, 0, 0, width, height);
        track.kept.push({ step, pixels: paper.getImageData(0, 0, width, height).data });
    }

    /** What was seen; pixels as base64 of RGBA. */
    end() {
        this.isOpen = false;
        window.removeEventListener('keydown', this.hears, { capture: true });
        const tracks = this.tracks.map(({ name, shown, torn, kept }) => ({
            name, shown, torn, kept: kept.map(({ step, pixels }) => ({ step, pixels: written(pixels) })),
        }));
        return { tracks, pressed: this.pressed, refreshes: this.refreshes, spent: this.spent };
    }
}

/** @param {Uint8ClampedArray} bytes */
function written(bytes) {
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(text);
}
