// view/draws.js — from a frame's operations to what is drawn on a canvas
//
// Small tiles need no decoder and are ready at once; the rest is decoded by the browser, wherever this is called.

import { flatColour, isOurs, pixelsAtOnce, pixelsLater } from './tile_pixels.js';

/**
 * @typedef {import('../protocol/screen.js').Operation} Operation
 * @typedef {import('../protocol/screen.js').Tile} Tile
 * @typedef {import('../protocol/screen.js').Copy} Copy
 *
 * @typedef {Copy
 *     | {kind: 'flat', x: number, y: number, w: number, h: number, colour: string}
 *     | {kind: 'pixels', x: number, y: number, w: number, h: number, pixels: Uint8ClampedArray<ArrayBuffer>}
 *     | {kind: 'image', x: number, y: number, image: ImageBitmap}} Draw
 */

// No colour management and no alpha arithmetic: the pixels drawn are the pixels sent.
const EXACT = /** @type {const} */ ({ colorSpaceConversion: 'none', premultiplyAlpha: 'none' });

/**
 * What a frame draws, when nothing in it has to be waited for; null otherwise.
 *
 * @param {Operation[]} operations
 * @returns {Draw[] | null}
 */
export function readyAtOnce(operations) {
    /** @type {Draw[]} */
    const draws = [];
    for (const operation of operations) {
        if (operation.kind === 'copy') draws.push(operation);
        if (operation.kind !== 'tile') continue;
        const draw = drawAtOnce(operation);
        if (draw === null) return null;
        draws.push(draw);
    }
    return draws;
}

/**
 * What a frame draws, once all of it is decoded.
 *
 * @param {Operation[]} operations
 * @returns {Promise<Draw[]>}
 * @throws {import('../protocol/errors.js').ScreenMalformed} A tile is damaged.
 */
export function ready(operations) {
    return Promise.all(operations.flatMap((operation) => {
        if (operation.kind === 'copy') return [operation];
        return operation.kind === 'tile' ? [drawAtOnce(operation) ?? drawLater(operation)] : [];
    }));
}

/**
 * @param {Tile} tile
 * @returns {Draw | null}
 */
function drawAtOnce(tile) {
    const { x, y, w, h } = tile;
    const colour = flatColour(tile);
    if (colour !== null) return { kind: 'flat', x, y, w, h, colour };
    const pixels = pixelsAtOnce(tile);
    return pixels === null ? null : { kind: 'pixels', x, y, w, h, pixels };
}

/**
 * @param {Tile} tile
 * @returns {Promise<Draw>}
 */
async function drawLater(tile) {
    const { x, y, w, h, data } = tile;
    if (isOurs(tile)) return { kind: 'pixels', x, y, w, h, pixels: await pixelsLater(tile) };
    const image = await createImageBitmap(new Blob([/** @type {BlobPart} */ (data)]), EXACT);
    return { kind: 'image', x, y, image };
}

/**
 * Draw a frame, all of it in this one task of the page, so that it shows whole or not at all.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Draw[]} draws
 */
export function draw(context, draws) {
    for (const step of draws) {
        switch (step.kind) {
            case 'copy':
                context.drawImage(context.canvas, step.fromX, step.fromY, step.w, step.h, step.x, step.y, step.w, step.h);
                break;
            case 'flat':
                context.fillStyle = step.colour;
                context.fillRect(step.x, step.y, step.w, step.h);
                break;
            case 'pixels':
                context.putImageData(new ImageData(step.pixels, step.w, step.h), step.x, step.y);
                break;
            case 'image':
                context.drawImage(step.image, step.x, step.y);
                step.image.close();
        }
    }
}

/**
 * What can be handed from a worker to the page without a copy.
 *
 * @param {Draw[]} draws
 * @returns {Transferable[]}
 */
export function transferable(draws) {
    /** @type {Transferable[]} */
    const found = [];
    for (const step of draws) {
        if (step.kind === 'pixels') found.push(step.pixels.buffer);
        if (step.kind === 'image') found.push(step.image);
    }
    return found;
}
