// view/inflate.js — unpack a small zlib stream at once (RFC 1950, RFC 1951)
//
// The browser's DecompressionStream unpacks as well, but only later: each tile costs it several turns of the event loop,
// and a screen has a hundred tiles. Measured for a screen of text: 70 ms with it, 20 ms with this.

import { ScreenMalformed } from '../protocol/errors.js';

const END = 256;
// RFC 1951, 3.2.5: the length codes 257 to 285 and the distance codes 0 to 29.
const LENGTH_BASE = Uint16Array.of(
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
);
const LENGTH_BITS = Uint8Array.of(
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
);
const DISTANCE_BASE = Uint16Array.of(
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
);
const DISTANCE_BITS = Uint8Array.of(
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
);
/** The order in which lengths of code length codes are written (3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * A Huffman code as a table: at the next `bits` bits of input stands `symbol << 4 | length`, 0 where no code is.
 *
 * @typedef {{bits: number, at: Uint16Array}} Code
 */

/**
 * Unpack a stream that must hold exactly `size` bytes. Its checksum is not looked at: the message it came in was sealed.
 *
 * @param {Uint8Array} data
 * @param {number} size
 * @throws {ScreenMalformed} It is no such stream, or holds more or less.
 */
export function inflate(data, size) {
    demand(data.length > 2 && (data[0] & 15) === 8 && (data[1] & 32) === 0 && ((data[0] << 8) | data[1]) % 31 === 0);
    const input = new Bits(data);
    const output = new Uint8Array(size);
    let filled = 0;
    for (let isLast = false; !isLast; ) {
        isLast = input.take(1) === 1;
        const kind = input.take(2);
        if (kind === 0) filled = stored(input, output, filled);
        else if (kind === 1) filled = block(input, output, filled, FIXED_LENGTHS, FIXED_DISTANCES);
        else {
            demand(kind === 2);
            const [lengths, distances] = codes(input);
            filled = block(input, output, filled, lengths, distances);
        }
    }
    demand(filled === size);
    return output;
}

/**
 * @param {boolean} holds
 * @returns {asserts holds}
 */
function demand(holds) {
    if (!holds) throw new ScreenMalformed('a damaged tile');
}

/** Reads bits, the lowest of each byte first. */
class Bits {
    /** @param {Uint8Array} data */
    constructor(data) {
        this.data = data;
        this.at = 2; // after the header of RFC 1950
        this.held = 0;
        this.count = 0;
    }

    /** Hold at least 16 bits; beyond the end come zeros, and using more than those few is an end too early. */
    fill() {
        while (this.count <= 16) {
            demand(this.at < this.data.length + 4);
            this.held |= (this.data[this.at] ?? 0) << this.count;
            this.at += 1;
            this.count += 8;
        }
    }

    /** @param {number} bits at most 13 */
    take(bits) {
        this.fill();
        const value = this.held & ((1 << bits) - 1);
        this.held >>>= bits;
        this.count -= bits;
        return value;
    }

    /** @param {Code} code */
    symbol(code) {
        this.fill();
        const found = code.at[this.held & ((1 << code.bits) - 1)];
        const length = found & 15;
        demand(length > 0);
        this.held >>>= length;
        this.count -= length;
        return found >> 4;
    }

    /** Give up what is left of a byte, and the bytes held. */
    align() {
        this.at -= this.count >> 3;
        this.held = this.count = 0;
    }
}

/**
 * Make the table of a code from the lengths of its symbols (3.2.2).
 *
 * @param {Uint8Array} lengths
 * @returns {Code}
 */
function codeOf(lengths) {
    const counts = new Uint16Array(16);
    for (const length of lengths) counts[length] += 1;
    counts[0] = 0;
    let bits = 15;
    while (bits > 1 && counts[bits] === 0) bits -= 1;
    const next = new Uint16Array(16);
    let code = 0;
    for (let length = 1; length <= bits; length += 1) {
        code = (code + counts[length - 1]) << 1;
        next[length] = code;
        demand(code + counts[length] <= 1 << length);
    }
    const at = new Uint16Array(1 << bits);
    for (let symbol = 0; symbol < lengths.length; symbol += 1) {
        const length = lengths[symbol];
        if (length === 0) continue;
        const first = reversed(next[length], length);
        next[length] += 1;
        for (let place = first; place < at.length; place += 1 << length) at[place] = (symbol << 4) | length;
    }
    return { bits, at };
}

/**
 * @param {number} code
 * @param {number} length
 */
function reversed(code, length) {
    let value = 0;
    for (let bit = 0; bit < length; bit += 1) value |= ((code >> bit) & 1) << (length - 1 - bit);
    return value;
}

const FIXED_LENGTHS = codeOf(Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8)));
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5));

/**
 * Read the two codes of a block (3.2.7).
 *
 * @param {Bits} input
 * @returns {[Code, Code]}
 */
function codes(input) {
    const [literals, distances, written] = [input.take(5) + 257, input.take(5) + 1, input.take(4) + 4];
    demand(literals <= 286 && distances <= 30);
    const inner = new Uint8Array(19);
    for (let at = 0; at < written; at += 1) inner[ORDER[at]] = input.take(3);
    const code = codeOf(inner);
    const lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length; ) {
        const symbol = input.symbol(code);
        if (symbol < 16) {
            lengths[at] = symbol;
            at += 1;
            continue;
        }
        demand(symbol !== 16 || at > 0);
        const value = symbol === 16 ? lengths[at - 1] : 0;
        const times = symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7);
        demand(at + times <= lengths.length);
        lengths.fill(value, at, at + times);
        at += times;
    }
    return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))];
}

/**
 * @param {Bits} input
 * @param {Uint8Array} output
 * @param {number} filled
 */
function stored(input, output, filled) {
    input.align();
    const length = input.data[input.at] | (input.data[input.at + 1] << 8);
    const begin = input.at + 4;
    demand(begin + length <= input.data.length && filled + length <= output.length);
    output.set(input.data.subarray(begin, begin + length), filled);
    input.at = begin + length;
    return filled + length;
}

/**
 * @param {Bits} input
 * @param {Uint8Array} output
 * @param {number} filled
 * @param {Code} lengths
 * @param {Code} distances
 */
function block(input, output, filled, lengths, distances) {
    for (;;) {
        const symbol = input.symbol(lengths);
        if (symbol < END) {
            demand(filled < output.length);
            output[filled] = symbol;
            filled += 1;
            continue;
        }
        if (symbol === END) return filled;
        demand(symbol - 257 < LENGTH_BASE.length);
        const length = LENGTH_BASE[symbol - 257] + input.take(LENGTH_BITS[symbol - 257]);
        const place = input.symbol(distances);
        demand(place < DISTANCE_BASE.length);
        const distance = DISTANCE_BASE[place] + input.take(DISTANCE_BITS[place]);
        demand(distance <= filled && filled + length <= output.length);
        if (distance >= length) output.copyWithin(filled, filled - distance, filled - distance + length);
        else for (let at = filled; at < filled + length; at += 1) output[at] = output[at - distance];
        filled += length;
    }
}
