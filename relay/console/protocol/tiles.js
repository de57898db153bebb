// protocol/tiles.js — mirrors protocol/tiles.py as far as a page needs it: nodes of the log's tree, read out of its tiles

import { TileMalformed } from './errors.js';
import { HASH_BYTES, nodeHash } from './merkle.js';

/** @typedef {import('./merkle.js').NodeReader} NodeReader */

export const HEIGHT = 8;
export const WIDTH = 2 ** HEIGHT;

/**
 * Say where the tile of a tree of this size lies, relative to the log, and how many hashes it holds.
 *
 * @param {number} level
 * @param {number} index
 * @param {number} size of the tree, in entries
 */
export function tileOf(level, index, size) {
    const width = Math.min(WIDTH, held(level, size) - index * WIDTH);
    return { path: `tile/${level}/${indexPath(index)}${width === WIDTH ? '' : `.p/${width}`}`, width };
}

/**
 * Say how many hashes a level holds in a tree of this size.
 *
 * @param {number} level
 * @param {number} size
 */
export function held(level, size) {
    return Math.floor(size / 2 ** (HEIGHT * level));
}

/**
 * Take a tile of exactly `width` hashes apart.
 *
 * @param {Uint8Array} data
 * @param {number} width
 * @returns {Uint8Array[]}
 * @throws {TileMalformed} it has another length
 */
export function readHashes(data, width) {
    if (data.length !== width * HASH_BYTES) throw new TileMalformed('a tile’s length');
    return Array.from({ length: width }, (_, at) => data.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/**
 * Read the nodes of a tree of this size out of its tiles; each tile is fetched once.
 *
 * @param {number} size
 * @param {(path: string) => Promise<Uint8Array>} read
 * @returns {NodeReader}
 */
export function nodeReader(size, read) {
    /** @type {Map<string, Promise<Uint8Array[]>>} */
    const seen = new Map();
    /** @param {number} level @param {number} index */
    const hashes = (level, index) => {
        const { path, width } = tileOf(level, index, size);
        const found = seen.get(path) ?? read(path).then((data) => readHashes(data, width));
        seen.set(path, found);
        return found;
    };
    return async (level, index) => {
        const inner = level % HEIGHT;
        const first = index * 2 ** inner;
        const tile = await hashes((level - inner) / HEIGHT, Math.floor(first / WIDTH));
        let nodes = tile.slice(first % WIDTH, (first % WIDTH) + 2 ** inner);
        while (nodes.length > 1) {
            const pairs = nodes;
            nodes = await Promise.all(Array.from({ length: pairs.length / 2 }, (_, at) => nodeHash(pairs[2 * at], pairs[2 * at + 1])));
        }
        return nodes[0];
    };
}

/** @param {number} index three digits to a folder, an x before all but the last (c2sp.org/tlog-tiles) */
function indexPath(index) {
    const groups = [];
    for (let left = index; groups.length === 0 || left > 0; left = Math.floor(left / 1000)) {
        groups.unshift(String(left % 1000).padStart(3, '0'));
    }
    return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}
