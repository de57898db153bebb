// view/picture-worker.js — decodes screen messages and draws them, off the page's own thread
//
// Frames are decoded as they come and drawn in order, each in one go, so a frame shows whole or not at all. The pointer
// is told to the page at once: it never waits for pixels.

import { parse } from '../protocol/screen.js';
import { FrameAssembler } from '../protocol/screen_frames.js';
import { flatColour, isOurs, pixelsAtOnce, pixelsLater } from './tile_pixels.js';

/**
 * @typedef {import('../protocol/screen.js').ScreenMessage} ScreenMessage
 * @typedef {import('../protocol/screen.js').Tile} Tile
 * @typedef {(context: OffscreenCanvasRenderingContext2D) => void} Draw
 * @typedef {{kind: 'canvas', canvas: OffscreenCanvas} | {kind: 'show', data: Uint8Array}
 *     | {kind: 'clear', generation: number} | {kind: 'reset', generation: number}} ToWorker
 */

const EXACT = /** @type {const} */ ({ colorSpaceConversion: 'none', premultiplyAlpha: 'none' });

/** Draws frames on one canvas. */
export class Painter {
    /** @param {(message: object) => void} tell */
    constructor(tell) {
        this.tell = tell;
        this.assembler = new FrameAssembler();
        this.generation = 0;
        /** @type {Promise<void> | null} */
        this.drawing = null;
        /** @type {OffscreenCanvasRenderingContext2D | null} */
        this.context = null;
    }

    /** @param {OffscreenCanvas} canvas */
    use(canvas) {
        this.context = canvas.getContext('2d', { alpha: false });
    }

    /** @param {Uint8Array} data */
    show(data) {
        const began = performance.now();
        try {
            const message = parse(data);
            this.point(message);
            const frame = this.assembler.take(message, data.length);
            if (frame !== null) this.decode(frame, began);
        } catch (error) {
            this.fail(error);
        }
    }

    /** @param {ScreenMessage} message */
    point(message) {
        const about = { monitor: message.monitor, generation: this.generation };
        for (const operation of message.operations) {
            if (operation.kind === 'shape') {
                this.tell({ ...operation, ...about, kind: 'shape', png: operation.png.slice() });
            }
            if (operation.kind === 'position' || operation.kind === 'monitors') this.tell({ ...about, ...operation });
        }
    }

    /**
     * Decode a frame, at once where nothing has to be waited for, and draw it after those before.
     *
     * @param {ScreenMessage} frame
     * @param {number} began
     */
    decode(frame, began) {
        const generation = this.generation;
        const draws = frame.operations.map(drawOf);
        const later = draws.filter((draw) => draw instanceof Promise);
        if (later.length === 0 && this.drawing === null) {
            this.draw(frame, /** @type {Draw[]} */ (draws), began);
            return;
        }
        const before = this.drawing;
        const drawing = Promise.all(draws)
            .then(async (ready) => {
                await before;
                if (generation === this.generation) this.draw(frame, ready, began);
            })
            .catch((error) => {
                if (generation === this.generation) this.fail(error);
            })
            .finally(() => {
                if (this.drawing === drawing) this.drawing = null;
            });
        this.drawing = drawing;
    }

    /**
     * @param {ScreenMessage} frame
     * @param {Draw[]} draws
     * @param {number} began
     */
    draw(frame, draws, began) {
        const context = this.context;
        if (context === null) return;
        if (context.canvas.width !== frame.width || context.canvas.height !== frame.height) {
            context.canvas.width = frame.width;
            context.canvas.height = frame.height;
        }
        for (const draw of draws) draw(context);
        this.tell({
            kind: 'drawn',
            generation: this.generation,
            frame: frame.frame,
            monitor: frame.monitor,
            width: frame.width,
            height: frame.height,
            capturedAt: frame.capturedAt,
            keyframe: frame.keyframe,
            decodeMs: Math.round(performance.now() - began),
        });
    }

    /** @param {unknown} error */
    fail(error) {
        this.assembler.clear();
        const code = error instanceof Error && 'code' in error ? error.code : 'P-180';
        this.tell({ kind: 'failed', generation: this.generation, code, detail: String(error) });
    }

    /**
     * Forget frames on their way; what is drawn stays.
     *
     * @param {number} generation
     */
    reset(generation) {
        this.generation = generation;
        this.assembler.clear();
        this.drawing = null;
    }

    /**
     * Remove every pixel, and frames on their way.
     *
     * @param {number} generation
     */
    clear(generation) {
        this.reset(generation);
        if (this.context === null) return;
        this.context.canvas.width = 1; // setting a size gives a canvas without the old pixels
        this.context.canvas.height = 1;
    }
}

/**
 * What draws an operation: at once, or once it is decoded.
 *
 * @param {import('../protocol/screen.js').Operation} operation
 * @returns {Draw | Promise<Draw>}
 */
function drawOf(operation) {
    if (operation.kind === 'copy') {
        const { fromX, fromY, x, y, w, h } = operation;
        return (context) => context.drawImage(context.canvas, fromX, fromY, w, h, x, y, w, h);
    }
    return operation.kind === 'tile' ? drawOfTile(operation) : () => undefined;
}

/**
 * @param {Tile} tile
 * @returns {Draw | Promise<Draw>}
 */
function drawOfTile(tile) {
    const { x, y, w, h } = tile;
    const colour = flatColour(tile);
    if (colour !== null) {
        return (context) => {
            context.fillStyle = colour;
            context.fillRect(x, y, w, h);
        };
    }
    const pixels = pixelsAtOnce(tile);
    if (pixels !== null) return drawOfPixels(tile, pixels);
    if (isOurs(tile)) return pixelsLater(tile).then((ready) => drawOfPixels(tile, ready));
    return createImageBitmap(new Blob([/** @type {BlobPart} */ (tile.data)]), EXACT).then((image) => (context) => {
        context.drawImage(image, x, y);
        image.close();
    });
}

/**
 * @param {Tile} tile
 * @param {Uint8ClampedArray<ArrayBuffer>} pixels
 * @returns {Draw}
 */
function drawOfPixels(tile, pixels) {
    const image = new ImageData(pixels, tile.w, tile.h);
    return (context) => context.putImageData(image, tile.x, tile.y);
}

/** Set up as a worker; a page that imports this file for its class only has no `WorkerGlobalScope`. */
if ('WorkerGlobalScope' in globalThis) {
    const painter = new Painter((message) => self.postMessage(message));
    self.addEventListener('message', ({ data }) => {
        const said = /** @type {ToWorker} */ (data);
        if (said.kind === 'canvas') painter.use(said.canvas);
        else if (said.kind === 'show') painter.show(said.data);
        else painter[said.kind](said.generation);
    });
}
