// protocol/video_header.js — mirrors protocol/video_header.py, which names the sources

/** The codecs by their numbers, with the names they have in messages. */
export const VP8 = 1;
export const VP9 = 2;
export const CODECS = /** @type {const} */ ({ [VP8]: 'vp8', [VP9]: 'vp9' });

/** @typedef {'vp8' | 'vp9'} CodecName */

/**
 * Say whether `data` is one shown picture of `w` x `h`, standing for itself when `intra` and only then.
 *
 * @param {number} codec
 * @param {Uint8Array} data
 * @param {number} w
 * @param {number} h
 * @param {boolean} intra
 */
export function videoFits(codec, data, w, h, intra) {
    if (codec === VP8) return fitsVp8(data, w, h, intra);
    return codec === VP9 && fitsVp9(data, w, h, intra);
}

/**
 * @param {Uint8Array} data
 * @param {number} w
 * @param {number} h
 * @param {boolean} intra
 */
function fitsVp8(data, w, h, intra) {
    if (data.length <= (intra ? 10 : 3)) return false;
    const isKey = (data[0] & 1) === 0;
    const isShown = (data[0] & 0x10) !== 0;
    if (isKey !== intra || !isShown) return false;
    const begins = data[3] === 0x9d && data[4] === 0x01 && data[5] === 0x2a;
    return !intra || (begins && (data[6] | (data[7] << 8)) === w && (data[8] | (data[9] << 8)) === h);
}

/**
 * A picture of profile 0 (8 bits, 4:2:0) that is no superframe.
 *
 * @param {Uint8Array} data
 * @param {number} w
 * @param {number} h
 * @param {boolean} intra
 */
function fitsVp9(data, w, h, intra) {
    if (data.length <= (intra ? 9 : 4) || (data[data.length - 1] & 0xe0) === 0xc0) return false;
    if ((data[0] & 0xfe) !== (intra ? 0x82 : 0x86)) return false;
    if (!intra) return keepsSize(data);
    const begins = data[1] === 0x49 && data[2] === 0x83 && data[3] === 0x42;
    const [width, height] = [bits(data, 36, 16) + 1, bits(data, 52, 16) + 1];
    return begins && bits(data, 32, 3) !== 7 && width === w && height === h && bits(data, 68, 1) === 0;
}

/** @param {Uint8Array} data */
function keepsSize(data) {
    return bits(data, (data[0] & 1) === 1 ? 28 : 30, 3) !== 0;
}

/**
 * Some bits as a number, the first the highest.
 *
 * @param {Uint8Array} data
 * @param {number} from
 * @param {number} count
 */
function bits(data, from, count) {
    let value = 0;
    for (let at = from; at < from + count; at += 1) value = (value << 1) | ((data[at >> 3] >> (7 - (at & 7))) & 1);
    return value;
}
