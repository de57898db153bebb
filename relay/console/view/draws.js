// view/draws.js — from a frame's operations to what is drawn on a canvas
//
// Our own encodings are unpacked at once; PNG, JPEG and video later, by the browser.

import { FLAT, JPEG, PNG } from '../protocol/screen.js';
import { drawCopy } from './copies.js';
import { flatColour, pixelsOf } from './tile_pixels.js';

/**
 * @typedef {import('../protocol/screen.js').Operation} Operation
 * @typedef {import('../protocol/screen.js').Tile} Tile
 * @typedef {import('../protocol/screen.js').Copy} Copy
 *
 * @typedef {Copy
 *     | {kind: 'flat', x: number, y: number, w: number, h: number, colour: string}
 *     | {kind: 'pixels', x: number, y: number, w: number, h: number, pixels: Uint8ClampedArray<ArrayBuffer>}
 *     | {kind: 'image', x: number, y: number, image: ImageBitmap}
 *     | {kind: 'lost', x: number, y: number, w: number, h: number, codec: number}} Draw
 */

// No colour management and no alpha arithmetic: the pixels drawn are the pixels sent.
const EXACT = /** @type {const} */ ({ colorSpaceConversion: 'none', premultiplyAlpha: 'none' });

/** Pixels up to which a frame is unpacked on the page's own thread: half a millisecond. */
const FEW = 32_768;

/** What stands where a film is that could not be decoded. */
const GREY = 'rgb(128 128 128)';

/**
 * What a frame draws, when that is the work of a moment; null otherwise.
 *
 * @param {Operation[]} operations
 * @returns {Draw[] | null}
 * @throws {import('../protocol/errors.js').ScreenMalformed} A tile is damaged.
 */
export function readyAtOnce(operations) {
    let pixels = 0;
    for (const operation of operations) {
        if (operation.kind === 'video') return null;
        if (operation.kind !== 'tile' || operation.encoding === FLAT) continue;
        if (operation.encoding === PNG || operation.encoding === JPEG) return null;
        pixels += operation.w * operation.h;
    }
    return pixels > FEW ? null : operations.flatMap((operation) => drawOf(operation) ?? []);
}

/**
 * What a frame draws, once all of it is decoded. A jump in a recording brings many pictures of a film, which build upon
 * each other: only the last is drawn, the others go back to the decoder at once.
 *
 * @param {Operation[]} operations
 * @param {import('./films.js').Films} films
 * @returns {Promise<Draw[]>}
 * @throws {import('../protocol/errors.js').ScreenMalformed} A tile is damaged.
 */
export async function ready(operations, films) {
    const seen = new Map(operations.flatMap((operation) => (operation.kind === 'video' ? [[operation.which, operation]] : [])));
    const draws = await Promise.all(operations.map((operation) => {
        if (operation.kind === 'tile') return drawOf(operation) ?? decoded(operation);
        if (operation.kind === 'video') return playedBy(films, operation, seen.get(operation.which) === operation);
        return drawOf(operation);
    }));
    return draws.filter((step) => step !== null);
}

/**
 * @param {Operation} operation
 * @returns {Draw | null}
 */
function drawOf(operation) {
    if (operation.kind === 'copy') return operation;
    if (operation.kind !== 'tile') return null;
    const { x, y, w, h } = operation;
    const colour = flatColour(operation);
    if (colour !== null) return { kind: 'flat', x, y, w, h, colour };
    const pixels = pixelsOf(operation);
    return pixels === null ? null : { kind: 'pixels', x, y, w, h, pixels };
}

/**
 * @param {Tile} tile
 * @returns {Promise<Draw>}
 */
async function decoded({ x, y, data }) {
    const image = await createImageBitmap(new Blob([/** @type {BlobPart} */ (data)]), EXACT);
    return { kind: 'image', x, y, image };
}

/**
 * @param {import('./films.js').Films} films
 * @param {import('../protocol/screen.js').Video} video
 * @param {boolean} isSeen whether it is drawn, and not only decoded
 * @returns {Promise<Draw | null>}
 */
async function playedBy(films, video, isSeen) {
    const { x, y, w, h, codec } = video;
    const frame = await films.next(video);
    if (frame === null) return isSeen ? { kind: 'lost', x, y, w, h, codec } : null;
    try {
        return isSeen ? await flattened(frame, x, y, w, h) : null;
    } finally {
        frame.close(); // here, where it was made: decoders stop when their pictures are not given back
    }
}

/**
 * A film's picture as plain pixels. A browser keeps each picture of a decoder that was drawn on a canvas, in case it is
 * drawn again: a thousand of them, which is half a gigabyte of 640 x 360. (Measured in Chromium 156.)
 *
 * @param {VideoFrame} frame
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @returns {Promise<Draw>}
 */
async function flattened(frame, x, y, w, h) {
    const pixels = new Uint8ClampedArray(4 * w * h);
    try {
        await frame.copyTo(pixels, { format: 'RGBA', colorSpace: 'srgb' });
    } catch {
        return { kind: 'image', x, y, image: await createImageBitmap(frame) }; // a browser that copies no colours
    }
    return { kind: 'pixels', x, y, w, h, pixels };
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
                drawCopy(context, step);
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
                break;
            case 'lost':
                context.fillStyle = GREY;
                context.fillRect(step.x, step.y, step.w, step.h);
        }
    }
    drop(draws);
}

/**
 * Give back what a browser keeps for a frame, drawn or not.
 *
 * @param {Draw[]} draws
 */
export function drop(draws) {
    for (const step of draws) {
        if (step.kind === 'image') step.image.close();
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
