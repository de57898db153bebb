// view/tile_pixels.js — tiles of our own encodings to RGBA bytes; PNG and JPEG are the browser's to decode

import { ScreenMalformed } from '../protocol/errors.js';
import { FLAT, INDEXED, INDEXED_ZLIB, RGB_ZLIB } from '../protocol/screen.js';

/** @typedef {import('../protocol/screen.js').Tile} Tile */

/**
 * The pixels of a tile that needs no decoder, at once; null for all others.
 *
 * @param {Tile} tile
 * @returns {Uint8ClampedArray<ArrayBuffer> | null}
 */
export function pixelsAtOnce(tile) {
    if (tile.encoding !== INDEXED) return null;
    const end = 1 + 3 * (tile.data[0] + 1);
    return fromPalette(tile.data.subarray(1, end), tile.data.subarray(end));
}

/**
 * The pixels of a deflated tile.
 *
 * @param {Tile} tile
 * @returns {Promise<Uint8ClampedArray<ArrayBuffer>>}
 * @throws {ScreenMalformed} The stream is damaged, or holds more or less than the tile.
 */
export async function pixelsLater(tile) {
    if (tile.encoding === RGB_ZLIB) return fromRgb(await inflated(tile.data, 3 * tile.w * tile.h));
    const end = 1 + 3 * (tile.data[0] + 1);
    return fromPalette(tile.data.subarray(1, end), await inflated(tile.data.subarray(end), tile.w * tile.h));
}

/** @param {Tile} tile */
export function isOurs(tile) {
    return tile.encoding === INDEXED_ZLIB || tile.encoding === RGB_ZLIB;
}

/**
 * The colour of a flat tile for a canvas, or null when it is not flat.
 *
 * @param {Tile} tile
 */
export function flatColour(tile) {
    return tile.encoding === FLAT ? `rgb(${tile.data[0]} ${tile.data[1]} ${tile.data[2]})` : null;
}

/**
 * @param {Uint8Array} palette
 * @param {Uint8Array} indexes
 */
function fromPalette(palette, indexes) {
    const colours = new Uint32Array(256);
    const bytes = new Uint8Array(colours.buffer);
    const count = palette.length / 3;
    for (let at = 0; at < count; at += 1) {
        bytes.set(palette.subarray(3 * at, 3 * at + 3), 4 * at);
        bytes[4 * at + 3] = 255;
    }
    const pixels = new Uint32Array(indexes.length);
    for (let at = 0; at < indexes.length; at += 1) {
        if (indexes[at] >= count) throw new ScreenMalformed('a pixel beyond its palette');
        pixels[at] = colours[indexes[at]];
    }
    return new Uint8ClampedArray(pixels.buffer);
}

/** @param {Uint8Array} rgb */
function fromRgb(rgb) {
    const pixels = new Uint8ClampedArray((rgb.length / 3) * 4);
    for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
        pixels[to] = rgb[from];
        pixels[to + 1] = rgb[from + 1];
        pixels[to + 2] = rgb[from + 2];
        pixels[to + 3] = 255;
    }
    return pixels;
}

/**
 * Unpack a zlib stream that must hold exactly `size` bytes; stops as soon as it holds more.
 *
 * @param {Uint8Array} data
 * @param {number} size
 */
async function inflated(data, size) {
    const out = new Uint8Array(size);
    let filled = 0;
    const stream = new Blob([/** @type {BlobPart} */ (data)]).stream().pipeThrough(new DecompressionStream('deflate'));
    const reader = stream.getReader();
    try {
        for (let step = await reader.read(); !step.done; step = await reader.read()) {
            if (filled + step.value.length > size) throw new ScreenMalformed('more pixels than the tile has');
            out.set(step.value, filled);
            filled += step.value.length;
        }
    } catch (error) {
        await reader.cancel().catch(() => undefined); // it is broken already; what counts is the error before
        throw error instanceof ScreenMalformed ? error : new ScreenMalformed('a damaged tile');
    }
    if (filled !== size) throw new ScreenMalformed('fewer pixels than the tile has');
    return out;
}
