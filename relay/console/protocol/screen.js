// protocol/screen.js — mirrors protocol/screen.py, which says what every byte means; the console only reads

import { ScreenMalformed } from './errors.js';
import { jpegSize, pngSize } from './image_size.js';
import {
    SCREEN_CURSOR_SIDE,
    SCREEN_MESSAGE_BYTES,
    SCREEN_MONITORS,
    SCREEN_NAME_BYTES,
    SCREEN_OPERATIONS,
    SCREEN_SIDE,
    SCREEN_TILE_PIXELS,
    SCREEN_VIDEO_PIXELS,
    SCREEN_VIDEOS,
} from './limits.js';
import { videoFits } from './video_header.js';

export const VERSION = 1;
export const KEYFRAME = 1;
export const MORE = 2;
export const QUIET = 4;
export const HEADER_BYTES = 15;
export const RGB_BYTES = 3;
export const FLAT = 0;
export const INDEXED = 1;
export const INDEXED_ZLIB = 2;
export const RGB_ZLIB = 3;
export const PNG = 4;
export const JPEG = 5;

/**
 * @typedef {{kind: 'copy', fromX: number, fromY: number, x: number, y: number, w: number, h: number}} Copy
 * @typedef {{kind: 'tile', x: number, y: number, w: number, h: number, encoding: number, data: Uint8Array}} Tile
 * @typedef {{kind: 'shape', hotX: number, hotY: number, w: number, h: number, png: Uint8Array}} CursorShape
 * @typedef {{kind: 'position', x: number, y: number, visible: boolean}} CursorPosition
 * @typedef {{kind: 'video', which: number, x: number, y: number, w: number, h: number, codec: number, intra: boolean,
 *     data: Uint8Array}} Video
 * @typedef {{kind: 'complete', since: number}} Complete
 * @typedef {{id: number, x: number, y: number, w: number, h: number, scale: number, name: string}} Monitor
 * @typedef {{kind: 'monitors', monitors: Monitor[]}} Monitors
 * @typedef {Copy | Tile | CursorShape | CursorPosition | Video | Complete | Monitors} Operation
 */

/**
 * One frame, or one part of it. `capturedAt` is in ms since the session began, by the agent's clock.
 *
 * @typedef {object} ScreenMessage
 * @property {number} frame
 * @property {number} monitor
 * @property {number} width
 * @property {number} height
 * @property {number} capturedAt
 * @property {Operation[]} operations
 * @property {boolean} keyframe
 * @property {boolean} more
 * @property {boolean} quiet nobody waits for its acknowledgement: a later one says that it was drawn, too
 */

/**
 * Read one message.
 *
 * @param {Uint8Array} data
 * @returns {ScreenMessage}
 * @throws {ScreenMalformed} These bytes are no screen message, or one beyond the limits.
 */
export function parse(data) {
    demand(data.length >= HEADER_BYTES && data.length <= SCREEN_MESSAGE_BYTES, `${data.length} bytes`);
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const flags = view.getUint8(1);
    const [width, height] = [view.getUint16(7), view.getUint16(9)];
    demand(view.getUint8(0) === VERSION, `version ${view.getUint8(0)}`);
    demand((flags & ~(KEYFRAME | MORE | QUIET)) === 0, `flags ${flags}`);
    demand(isSide(width) && isSide(height), `monitor ${width} x ${height}`);
    return {
        frame: view.getUint32(2),
        monitor: view.getUint8(6),
        width,
        height,
        capturedAt: view.getUint32(11),
        operations: new Reader(data, width, height).operations(),
        keyframe: (flags & KEYFRAME) !== 0,
        more: (flags & MORE) !== 0,
        quiet: (flags & QUIET) !== 0,
    };
}

/**
 * @param {boolean} holds
 * @param {string} detail
 * @returns {asserts holds}
 */
function demand(holds, detail) {
    if (!holds) throw new ScreenMalformed(detail);
}

/** @param {number} pixels */
function isSide(pixels) {
    return pixels > 0 && pixels <= SCREEN_SIDE;
}

/** Reads operations from one message; every length is checked against what is left before it is used. */
class Reader {
    /**
     * @param {Uint8Array} data
     * @param {number} width
     * @param {number} height
     */
    constructor(data, width, height) {
        this.data = data;
        this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
        this.at = HEADER_BYTES;
        this.width = width;
        this.height = height;
    }

    operations() {
        /** @type {Operation[]} */
        const found = [];
        while (this.at < this.data.length) {
            demand(found.length < SCREEN_OPERATIONS, 'too many operations');
            found.push(this.operation());
        }
        return found;
    }

    /** @returns {Operation} */
    operation() {
        const kind = this.u8();
        switch (kind) {
            case 1:
                return this.copy();
            case 2:
                return this.tile();
            case 3:
                return this.shape();
            case 4:
                return this.position();
            case 5:
                return this.video();
            case 6:
                return { kind: 'complete', since: this.u32() };
            case 7:
                return this.monitors();
            case 8:
                return this.spot();
            default:
                throw new ScreenMalformed(`operation ${kind}`);
        }
    }

    /** @param {number} length */
    step(length) {
        demand(this.at + length <= this.data.length, 'cut short');
        this.at += length;
        return this.at - length;
    }

    u8() {
        return this.view.getUint8(this.step(1));
    }

    u16() {
        return this.view.getUint16(this.step(2));
    }

    u32() {
        return this.view.getUint32(this.step(4));
    }

    i32() {
        return this.view.getInt32(this.step(4));
    }

    /** @param {number} length */
    bytes(length) {
        const begin = this.step(length);
        return this.data.subarray(begin, begin + length);
    }

    /** @param {{x: number, y: number, w: number, h: number}} at */
    demandInside({ x, y, w, h }) {
        demand(w > 0 && h > 0 && x + w <= this.width && y + h <= this.height, `${w} x ${h} at ${x}, ${y}`);
    }

    /** @returns {Copy} */
    copy() {
        const [fromX, fromY, x, y, w, h] = [this.u16(), this.u16(), this.u16(), this.u16(), this.u16(), this.u16()];
        this.demandInside({ x: fromX, y: fromY, w, h });
        this.demandInside({ x, y, w, h });
        return { kind: 'copy', fromX, fromY, x, y, w, h };
    }

    /** @returns {Tile} */
    tile() {
        const [x, y, w, h, encoding] = [this.u16(), this.u16(), this.u16(), this.u16(), this.u8()];
        const length = this.u32();
        this.demandInside({ x, y, w, h });
        demand(encoding === FLAT || w * h <= SCREEN_TILE_PIXELS, `tile ${w} x ${h}`);
        const data = this.bytes(length);
        demand(tileFits(encoding, data, w, h), `tile of ${length} bytes, encoding ${encoding}, for ${w} x ${h}`);
        return { kind: 'tile', x, y, w, h, encoding, data };
    }

    /** @returns {Tile} */
    spot() {
        const [x, y, w, h] = [this.u16(), this.u16(), this.u8(), this.u8()];
        this.demandInside({ x, y, w, h });
        return { kind: 'tile', x, y, w, h, encoding: FLAT, data: this.bytes(RGB_BYTES) };
    }

    /** @returns {CursorShape} */
    shape() {
        const [hotX, hotY, w, h] = [this.u16(), this.u16(), this.u16(), this.u16()];
        const inside = w > 0 && h > 0 && w <= SCREEN_CURSOR_SIDE && h <= SCREEN_CURSOR_SIDE && hotX < w && hotY < h;
        demand(inside, `cursor ${w} x ${h}`);
        const png = this.bytes(this.u32());
        demand(isSize(pngSize(png), w, h), 'cursor picture');
        return { kind: 'shape', hotX, hotY, w, h, png };
    }

    /** @returns {CursorPosition} */
    position() {
        const [x, y, visible] = [this.u16(), this.u16(), this.u8()];
        demand(visible <= 1 && x < this.width && y < this.height, 'cursor position');
        return { kind: 'position', x, y, visible: visible === 1 };
    }

    /** @returns {Video} */
    video() {
        const [which, x, y, w, h] = [this.u8(), this.u16(), this.u16(), this.u16(), this.u16()];
        const [codec, flags] = [this.u8(), this.u8()];
        const length = this.u32();
        this.demandInside({ x, y, w, h });
        demand(which < SCREEN_VIDEOS, `video ${which}`);
        demand(w * h <= SCREEN_VIDEO_PIXELS && flags <= 1, `video of ${w} x ${h}, flags ${flags}`);
        const data = this.bytes(length);
        const intra = flags === 1;
        demand(videoFits(codec, data, w, h, intra), `video of ${length} bytes, codec ${codec}, for ${w} x ${h}`);
        return { kind: 'video', which, x, y, w, h, codec, intra, data };
    }

    /** @returns {Monitors} */
    monitors() {
        const count = this.u8();
        demand(count <= SCREEN_MONITORS, `${count} monitors`);
        return { kind: 'monitors', monitors: Array.from({ length: count }, () => this.monitor()) };
    }

    /** @returns {Monitor} */
    monitor() {
        const [id, x, y, w, h, scale] = [this.u8(), this.i32(), this.i32(), this.u16(), this.u16(), this.u16()];
        const length = this.u8();
        demand(isSide(w) && isSide(h), `monitor ${w} x ${h}`);
        demand(length <= SCREEN_NAME_BYTES, `name of ${length} bytes`);
        return { id, x, y, w, h, scale, name: textOf(this.bytes(length)) };
    }
}

/** @param {Uint8Array} data */
function textOf(data) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    } catch {
        throw new ScreenMalformed('name');
    }
}

/**
 * @param {number} encoding
 * @param {Uint8Array} data
 * @param {number} w
 * @param {number} h
 */
function tileFits(encoding, data, w, h) {
    const header = data.length > 0 ? 1 + 3 * (data[0] + 1) : Infinity;
    switch (encoding) {
        case FLAT:
            return data.length === RGB_BYTES;
        case INDEXED:
            return data.length === header + w * h;
        case INDEXED_ZLIB:
            return data.length > header;
        case RGB_ZLIB:
            return data.length > 0;
        case PNG:
            return isSize(pngSize(data), w, h);
        case JPEG:
            return isSize(jpegSize(data), w, h);
        default:
            return false;
    }
}

/**
 * @param {import('./image_size.js').Size | null} size
 * @param {number} w
 * @param {number} h
 */
function isSize(size, w, h) {
    return size !== null && size.w === w && size.h === h;
}
