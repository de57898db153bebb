// view/tile_pixels.js — tiles of our own encodings to RGBA bytes; PNG and JPEG are the browser's to decode

import { ScreenMalformed } from '../protocol/errors.js';
import { FLAT, INDEXED, INDEXED_ZLIB, RGB_ZLIB } from '../protocol/screen.js';
import { inflate } from './inflate.js';

/** @typedef {import('../protocol/screen.js').Tile} Tile */

/**
 * The pixels of a tile in an encoding of our own; null for all others.
 *
 * @param {Tile} tile
 * @returns {Uint8ClampedArray<ArrayBuffer> | null}
 * @throws {import('../protocol/errors.js').ScreenMalformed} It is damaged, or holds more or less than the tile.
 */
export function pixelsOf({ encoding, data, w, h }) {
    if (encoding === RGB_ZLIB) return fromRgb(inflate(data, 3 * w * h));
    if (encoding !== INDEXED && encoding !== INDEXED_ZLIB) return null;
    const end = 1 + 3 * (data[0] + 1);
    const indexes = data.subarray(end);
    return fromPalette(data.subarray(1, end), encoding === INDEXED ? indexes : inflate(indexes, w * h));
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
