// view/picture.js — the customer's screen on a canvas
//
// Small frames, such as a typed letter, are drawn at once; the others are decoded by picture-worker.js and drawn here in
// the order sent, each in one task. The pointer is shown as soon as its message comes: it never waits for pixels.

import { ScreenMalformed } from '../protocol/errors.js';
import { parse } from '../protocol/screen.js';
import { CODECS } from '../protocol/video_header.js';
import { draw, drop, readyAtOnce } from './draws.js';
import { fitted, onScreen } from './geometry.js';

/**
 * @typedef {import('../protocol/screen.js').ScreenMessage} ScreenMessage
 * @typedef {import('./draws.js').Draw} Draw
 *
 * @typedef {object} Drawn
 * @property {number} frame
 * @property {number} monitor
 * @property {number} width
 * @property {number} height
 * @property {number} capturedAt in ms since the session began, by the agent's clock
 * @property {boolean} keyframe
 * @property {boolean} quiet
 * @property {number} decodeMs
 *
 * @typedef {object} Told What a page may want to hear.
 * @property {(drawn: Drawn) => void} [onDrawn] a frame is on the canvas; acknowledge it with `screen.ack` unless it is quiet
 * @property {(code: string, detail: string) => void} [onFailed] a message was damaged; end the session with this code
 * @property {(codec: import('../protocol/video_header.js').CodecName) => void} [onFilmLost] a film could not be decoded
 * @property {(monitors: import('../protocol/screen.js').Monitor[]) => void} [onMonitors] what may be seen changed
 *
 * @typedef {'fit' | number} Scale 'fit', or pixels of the page's screen for each pixel of the customer's (1 is 1:1)
 */

/** Bytes up to which a message may be drawn without the worker: parsing it costs less than the way there and back. */
const SMALL = 16_384;

/** The decoder that `prepare` began, for the next picture. @type {Worker | null} */
let prepared = null;

/** Begin to decode nothing, while people still talk: the first picture then finds a worker that has started. */
export function prepare() {
    prepared ??= decoder();
}

function decoder() {
    return new Worker(new URL('./picture-worker.js', import.meta.url), { type: 'module' });
}

/** One picture on one canvas. */
export class Picture {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {Told} [told]
     */
    constructor(canvas, told = {}) {
        this.canvas = canvas;
        this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
        this.told = told;
        this.generation = 0;
        /** Messages that the worker has not answered; while there are any, order demands that all go there. */
        this.atWorker = 0;
        /** How many messages have come. */
        this.come = 0;
        /** Which of them last told what. @type {Record<string, number>} */
        this.toldBy = {};
        this.width = 0;
        this.height = 0;
        /** @type {number | null} */
        this.monitor = null;
        /** @type {Scale} */
        this.scale = 'fit';
        this.pointer = new PointerImage(this);
        this.worker = prepared ?? decoder();
        prepared = null;
        this.worker.addEventListener('message', ({ data }) => this.answered(data));
        this.rescale('fit');
    }

    /** Width and height of the monitor shown, in its own pixels; zero before the first frame and after `clear`. */
    get size() {
        return { w: this.width, h: this.height };
    }

    /** Pixels of the page's screen for each pixel of the customer's, as the picture is shown now. */
    get unit() {
        if (this.scale !== 'fit') return this.scale;
        return this.width === 0 ? 1 : (fitted(this.canvas.getBoundingClientRect(), this.size).width * window.devicePixelRatio) / this.width;
    }

    /**
     * Show one screen message (channel 1). The bytes are the picture's from now on.
     *
     * @param {Uint8Array} data
     */
    show(data) {
        const began = performance.now();
        const number = (this.come += 1);
        if (data.length <= SMALL && this.showSmall(data, began, number)) return;
        const whole = data.byteLength === data.buffer.byteLength ? data : data.slice();
        this.atWorker += 1;
        this.worker.postMessage({ data: whole, stamp: { generation: this.generation, began, number } }, [whole.buffer]);
    }

    /**
     * Do at once what can be done at once; say whether that was all.
     *
     * @param {Uint8Array} data
     * @param {number} began
     * @param {number} number which message this is
     */
    showSmall(data, began, number) {
        try {
            const message = parse(data);
            this.point(message, number);
            const draws = this.atWorker > 0 || message.more ? null : readyAtOnce(message.operations);
            if (draws === null) return false;
            this.draw(message, draws, began);
        } catch (error) {
            if (this.atWorker > 0) return false; // the worker finds the same, in its turn
            this.fail(String(error));
        }
        return true;
    }

    /**
     * Hear the worker's answer to one message.
     *
     * @param {any} said
     */
    answered(said) {
        if (said.stamp.generation !== this.generation) return drop(said.draws ?? []); // from before the last `reset`
        this.atWorker -= 1;
        if (said.kind === 'failed') this.fail(said.detail);
        if (said.kind !== 'frame') return;
        this.point(said.frame, said.stamp.number);
        this.draw(said.frame, said.draws, said.stamp.began);
    }

    /** @param {string} detail for our own log */
    fail(detail) {
        this.told.onFailed?.(new ScreenMalformed(detail).code, detail);
    }

    /**
     * Follow what a message says about the pointer and the monitors.
     *
     * @param {ScreenMessage} message
     * @param {number} number which message this is: a small one overtakes a large one at the worker
     */
    point(message, number) {
        for (const operation of message.operations) {
            if (number < (this.toldBy[operation.kind] ?? 0)) continue;
            this.toldBy[operation.kind] = number;
            if (operation.kind === 'shape') this.pointer.shape(operation);
            if (operation.kind === 'position') this.pointer.move(operation);
            if (operation.kind === 'monitors') this.told.onMonitors?.(operation.monitors);
        }
    }

    /**
     * @param {ScreenMessage} frame
     * @param {Draw[]} draws
     * @param {number} began
     */
    draw(frame, draws, began) {
        const { frame: number, monitor, width, height, capturedAt, keyframe, quiet } = frame;
        if (width !== this.width || height !== this.height) this.resize(width, height);
        this.monitor = monitor;
        draw(this.context, draws);
        const lost = draws.find((step) => step.kind === 'lost');
        if (lost?.kind === 'lost') this.told.onFilmLost?.(CODECS[/** @type {1 | 2} */ (lost.codec)]);
        const decodeMs = Math.round(performance.now() - began);
        this.told.onDrawn?.({ frame: number, monitor, width, height, capturedAt, keyframe, quiet, decodeMs });
    }

    /**
     * Take another size; a canvas that is given a size has nothing on it.
     *
     * @param {number} width
     * @param {number} height
     */
    resize(width, height) {
        this.width = width;
        this.height = height;
        this.canvas.width = Math.max(width, 1);
        this.canvas.height = Math.max(height, 1);
        this.rescale(this.scale);
    }

    /** Remove every pixel and the pointer, and forget frames on their way. */
    clear() {
        this.reset();
        this.monitor = null;
        this.resize(0, 0);
    }

    /** Forget frames on their way, for a jump: what is drawn stays until the keyframe that must come next. */
    reset() {
        this.generation += 1;
        this.atWorker = 0;
        this.pointer.hide();
    }

    /** @param {Scale} scale */
    rescale(scale) {
        this.scale = scale;
        const style = this.canvas.style;
        if (scale === 'fit') {
            style.width = style.height = '100%';
            style.objectFit = 'contain';
        } else {
            const unit = scale / window.devicePixelRatio;
            style.width = `${this.width * unit}px`;
            style.height = `${this.height * unit}px`;
            style.objectFit = 'fill';
        }
        this.pointer.place();
    }

    /**
     * The monitor's pixel under a place of the page, moved onto the picture's edge when it is beside it; null while
     * there is no picture.
     *
     * @param {number} clientX
     * @param {number} clientY
     * @returns {{x: number, y: number, inside: boolean} | null}
     */
    toScreen(clientX, clientY) {
        if (this.width === 0) return null;
        return onScreen(fitted(this.canvas.getBoundingClientRect(), this.size), this.size, clientX, clientY);
    }

    /** End the worker; the picture cannot be used any more. */
    close() {
        this.pointer.close();
        this.worker.terminate();
    }
}

/**
 * The customer's pointer: an image over the canvas, or, while the technician's own pointer is over it and works there,
 * the shape of that one. Never part of the picture's pixels.
 */
class PointerImage {
    /** @param {Picture} picture */
    constructor(picture) {
        this.picture = picture;
        this.image = document.createElement('img');
        this.image.alt = '';
        this.image.setAttribute('aria-hidden', 'true');
        Object.assign(this.image.style, { position: 'absolute', pointerEvents: 'none', display: 'none' });
        this.hot = { x: 0, y: 0, w: 0, h: 0 };
        /** @type {{x: number, y: number} | null} */
        this.at = null;
        this.isOwn = false;
        picture.canvas.after(this.image);
    }

    /** @param {{hotX: number, hotY: number, w: number, h: number, png: Uint8Array}} shape */
    shape(shape) {
        const former = this.image.src;
        this.image.src = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (shape.png)], { type: 'image/png' }));
        if (former) URL.revokeObjectURL(former);
        this.hot = { x: shape.hotX, y: shape.hotY, w: shape.w, h: shape.h };
        this.place();
    }

    /** @param {{x: number, y: number, visible: boolean}} position */
    move({ x, y, visible }) {
        this.at = visible ? { x, y } : null;
        this.place();
    }

    /** @param {boolean} isOwn whether the technician's own pointer takes this one's place */
    own(isOwn) {
        this.isOwn = isOwn;
        this.place();
    }

    hide() {
        this.at = null;
        this.place();
    }

    /** Take it away, and give back what the browser keeps for it. */
    close() {
        this.hide();
        if (this.image.src) URL.revokeObjectURL(this.image.src);
        this.image.remove();
    }

    place() {
        const { canvas, size } = this.picture;
        const { style } = this.image;
        const isShown = this.at !== null && !this.isOwn && size.w > 0 && this.image.src !== '';
        style.display = isShown ? 'block' : 'none';
        canvas.style.cursor =
            this.isOwn && this.image.src !== '' ? `url("${this.image.src}") ${this.hot.x} ${this.hot.y}, default` : '';
        if (!isShown || this.at === null) return;
        const box = { left: canvas.offsetLeft, top: canvas.offsetTop, width: canvas.offsetWidth, height: canvas.offsetHeight };
        const area = fitted(box, size);
        const unit = area.width / size.w;
        style.left = `${area.left + (this.at.x - this.hot.x) * unit}px`;
        style.top = `${area.top + (this.at.y - this.hot.y) * unit}px`;
        style.width = `${this.hot.w * unit}px`;
        style.height = `${this.hot.h * unit}px`;
    }
}
