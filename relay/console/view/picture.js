// view/picture.js — the customer's screen on a canvas: the page's half; picture-worker.js decodes and draws

import { fitted, onScreen } from './geometry.js';

/**
 * @typedef {object} Drawn
 * @property {number} frame
 * @property {number} monitor
 * @property {number} width
 * @property {number} height
 * @property {number} capturedAt in ms since the session began, by the agent's clock
 * @property {boolean} keyframe
 * @property {number} decodeMs
 *
 * @typedef {object} Told What a page may want to hear.
 * @property {(drawn: Drawn) => void} [onDrawn] a frame is on the canvas; acknowledge it with `screen.ack`
 * @property {(code: string, detail: string) => void} [onFailed] a message was damaged; end the session with this code
 * @property {(monitors: import('../protocol/screen.js').Monitor[]) => void} [onMonitors] what may be seen changed
 *
 * @typedef {'fit' | number} Scale 'fit', or pixels of the page's screen for each pixel of the customer's (1 is 1:1)
 */

/** One picture on one canvas, which must be new: its drawing is handed to a worker. */
export class Picture {
    /**
     * @param {HTMLCanvasElement} canvas
     * @param {Told} [told]
     */
    constructor(canvas, told = {}) {
        this.canvas = canvas;
        this.told = told;
        this.generation = 0;
        this.width = 0;
        this.height = 0;
        /** @type {number | null} */
        this.monitor = null;
        /** @type {Scale} */
        this.scale = 'fit';
        this.pointer = new PointerImage(this);
        this.worker = new Worker(new URL('./picture-worker.js', import.meta.url), { type: 'module' });
        this.worker.addEventListener('message', ({ data }) => this.heard(data));
        const offscreen = canvas.transferControlToOffscreen();
        this.worker.postMessage({ kind: 'canvas', canvas: offscreen }, [offscreen]);
        this.rescale('fit');
    }

    /** Width and height of the monitor shown, in its own pixels; zero before the first frame and after `clear`. */
    get size() {
        return { w: this.width, h: this.height };
    }

    /**
     * Show one screen message (channel 1). The bytes are the picture's from now on.
     *
     * @param {Uint8Array} data
     */
    show(data) {
        const whole = data.byteLength === data.buffer.byteLength ? data : data.slice();
        this.worker.postMessage({ kind: 'show', data: whole }, [whole.buffer]);
    }

    /** Remove every pixel and the pointer, and forget frames on their way. */
    clear() {
        this.begin('clear');
        this.width = this.height = 0;
        this.monitor = null;
    }

    /** Forget frames on their way, for a jump: what is drawn stays until the keyframe that must come next. */
    reset() {
        this.begin('reset');
    }

    /** @param {'clear' | 'reset'} kind */
    begin(kind) {
        this.generation += 1;
        this.pointer.hide();
        this.worker.postMessage({ kind, generation: this.generation });
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
        this.pointer.hide();
        this.worker.terminate();
    }

    /** @param {any} said */
    heard(said) {
        if (said.generation !== this.generation) return; // from before the last `clear` or `reset`
        switch (said.kind) {
            case 'drawn':
                this.drawn(said);
                break;
            case 'failed':
                this.told.onFailed?.(said.code, said.detail);
                break;
            case 'monitors':
                this.told.onMonitors?.(said.monitors);
                break;
            case 'shape':
                this.pointer.shape(said);
                break;
            default:
                this.pointer.move(said);
        }
    }

    /** @param {Drawn} drawn */
    drawn(drawn) {
        const isNewSize = drawn.width !== this.width || drawn.height !== this.height;
        this.width = drawn.width;
        this.height = drawn.height;
        this.monitor = drawn.monitor;
        if (isNewSize) this.rescale(this.scale);
        this.told.onDrawn?.(drawn);
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

    /** @param {{hotX: number, hotY: number, w: number, h: number, png: Uint8Array<ArrayBuffer>}} shape */
    shape(shape) {
        const former = this.image.src;
        this.image.src = URL.createObjectURL(new Blob([shape.png], { type: 'image/png' }));
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
