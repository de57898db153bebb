// protocol/image_size.js — mirrors protocol/image_size.py

const PNG_BEGIN = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52);
const FRAME_HEADER_BYTES = 7;

/** @typedef {{w: number, h: number}} Size */

/**
 * Width and height from the IHDR chunk (PNG, 11.2.1), or null when this does not begin as a PNG.
 *
 * @param {Uint8Array} data
 * @returns {Size | null}
 */
export function pngSize(data) {
    if (data.length < PNG_BEGIN.length + 8 || PNG_BEGIN.some((byte, at) => data[at] !== byte)) return null;
    const view = new DataView(data.buffer, data.byteOffset + PNG_BEGIN.length);
    return { w: view.getUint32(0), h: view.getUint32(4) };
}

/**
 * Width and height from the first frame header (ITU-T T.81, B.2.2), or null when there is none before a scan.
 *
 * @param {Uint8Array} data
 * @returns {Size | null}
 */
export function jpegSize(data) {
    if (data[0] !== 0xff || data[1] !== 0xd8) return null;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 2; at + 4 <= data.length && data[at] === 0xff; ) {
        const marker = data[at + 1];
        if (marker === 0x01 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd9)) return null;
        if (isFrameHeader(marker)) {
            if (at + 2 + FRAME_HEADER_BYTES > data.length) return null;
            return { w: view.getUint16(at + 7), h: view.getUint16(at + 5) };
        }
        at += 2 + Math.max(view.getUint16(at + 2), 2);
    }
    return null;
}

/** @param {number} marker */
function isFrameHeader(marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
