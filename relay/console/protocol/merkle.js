// protocol/merkle.js — mirrors protocol/merkle.py: the tree of RFC 6962; both pass tests/vectors/rfc6962-merkle.json
//
// A node is the hash of a complete subtree: (level, index) covers the leaves from index * 2**level up to, not including,
// (index + 1) * 2**level. Sizes and indexes are counted exactly up to 2**53 - 1, so nothing here uses 32-bit operators.

import { joined, same } from '../consent/encoding.js';
import { ConsistencyWrong, InclusionWrong, ProofShapeWrong, TreeShrank } from './errors.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {(level: number, index: number) => Promise<Uint8Array>} NodeReader */

export const HASH_BYTES = 32;
/** SHA-256 of nothing. */
export const EMPTY_ROOT = Uint8Array.from(
    /** @type {string[]} */ ('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'.match(/../g)),
    (pair) => parseInt(pair, 16),
);

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** @param {...Uint8Array} parts */
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));

/**
 * Hash one entry (RFC 6962 2.1: the prefix 0x00 keeps a leaf from passing for a node).
 *
 * @param {Uint8Array} entry
 * @returns {Promise<Bytes>}
 */
export function leafHash(entry) {
    return sha256(LEAF, entry);
}

/**
 * Hash two neighbouring nodes into their parent (RFC 6962 2.1: prefix 0x01).
 *
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 * @returns {Promise<Bytes>}
 */
export function nodeHash(left, right) {
    return sha256(NODE, left, right);
}

/** A tree in memory: takes leaves at once, hashes upwards when asked and remembers every node. */
export class Tree {
    /** @type {Uint8Array[]} */
    #leaves = [];
    /** @type {Map<string, Promise<Uint8Array>>} */
    #nodes = new Map();

    /** @param {Iterable<Uint8Array>} [leaves] */
    constructor(leaves = []) {
        for (const leaf of leaves) this.append(leaf);
    }

    /** The number of leaves. */
    get size() {
        return this.#leaves.length;
    }

    /**
     * Add one leaf hash (32 bytes, see `leafHash`) and say at which index it now stands.
     *
     * @param {Uint8Array} leaf
     * @returns {number}
     * @throws {ProofShapeWrong} not 32 bytes
     */
    append(leaf) {
        demandHashes([leaf]);
        return this.#leaves.push(leaf) - 1;
    }

    /**
     * The hash of one complete subtree (a `NodeReader`).
     *
     * @type {NodeReader}
     */
    node = (level, index) => {
        if (level === 0) return Promise.resolve(this.#leaves[index]);
        const name = `${level} ${index}`;
        const known = this.#nodes.get(name);
        if (known) return known;
        const below = Promise.all([this.node(level - 1, 2 * index), this.node(level - 1, 2 * index + 1)]);
        const hashed = below.then(([left, right]) => nodeHash(left, right));
        this.#nodes.set(name, hashed);
        return hashed;
    };

    /**
     * The root now, or at an earlier size.
     *
     * @param {number} [size]
     */
    async root(size) {
        return root(this.#within(size), this.node);
    }

    /**
     * The path from a leaf to the root; see `inclusionProof`.
     *
     * @param {number} index
     * @param {number} [size]
     */
    async inclusionProof(index, size) {
        return inclusionProof(index, this.#within(size), this.node);
    }

    /**
     * The hashes that show an earlier tree to be the beginning of this one; see `consistencyProof`.
     *
     * @param {number} old
     * @param {number} [size]
     */
    async consistencyProof(old, size) {
        return consistencyProof(old, this.#within(size), this.node);
    }

    /** @param {number | undefined} size */
    #within(size) {
        if (size === undefined) return this.size;
        if (!isCount(size) || size > this.size) throw new ProofShapeWrong(`size ${size} of a tree of ${this.size}`);
        return size;
    }
}

/**
 * The root of the first `size` leaves (RFC 6962 2.1).
 *
 * @param {number} size
 * @param {NodeReader} read
 */
export function root(size, read) {
    return rangeHash(0, size, read);
}

/**
 * The path of a leaf in the tree of `size` leaves, from the leaf's sibling up to the root's child (RFC 6962 2.1.1).
 *
 * @param {number} index
 * @param {number} size
 * @param {NodeReader} read
 * @returns {Promise<Uint8Array[]>}
 * @throws {ProofShapeWrong} The tree holds no such leaf.
 */
export async function inclusionProof(index, size, read) {
    if (!isCount(index) || !isCount(size) || index >= size) throw new ProofShapeWrong(`leaf ${index} of ${size}`);
    const path = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
        const middle = start + split(end - start);
        if (index < middle) {
            path.push(rangeHash(middle, end, read));
            end = middle;
        } else {
            path.push(rangeHash(start, middle, read));
            start = middle;
        }
    }
    return Promise.all(path.reverse());
}

/**
 * The hashes that show the tree of `old` leaves to be the beginning of the tree of `size` leaves (RFC 6962 2.1.2).
 *
 * Empty when `old` is 0 or equals `size`.
 *
 * @param {number} old
 * @param {number} size
 * @param {NodeReader} read
 * @returns {Promise<Uint8Array[]>}
 * @throws {ProofShapeWrong} `old` is larger than `size`, or negative.
 */
export async function consistencyProof(old, size, read) {
    if (!isCount(old) || !isCount(size) || old > size) throw new ProofShapeWrong(`from ${old} to ${size}`);
    if (old === 0 || old === size) return [];
    const path = [];
    let [start, end] = [0, size];
    while (end !== old) {
        const middle = start + split(end - start);
        if (old <= middle) {
            path.push(rangeHash(middle, end, read));
            end = middle;
        } else {
            path.push(rangeHash(start, middle, read));
            start = middle;
        }
    }
    // With start 0 the verifier already holds this hash: it is the old root itself.
    if (start > 0) path.push(rangeHash(start, end, read));
    return Promise.all(path.reverse());
}

/**
 * Check that the leaf hash stands at `index` in the tree of `size` leaves with the root `claimed`.
 *
 * Take `size` and `claimed` from a verified checkpoint, never from the one who hands in the path.
 *
 * @param {Uint8Array} leaf
 * @param {number} index
 * @param {number} size
 * @param {readonly Uint8Array[]} path
 * @param {Uint8Array} claimed
 * @throws {ProofShapeWrong} Not a path of this leaf in a tree of this size.
 * @throws {InclusionWrong} The path leads to another root.
 */
export async function verifyInclusion(leaf, index, size, path, claimed) {
    if (!isCount(index) || !isCount(size) || index >= size) { // 1 the tree has such a leaf
        throw new ProofShapeWrong(`leaf ${index} of a tree of ${size}`);
    }
    demandHashes([leaf, claimed, ...path]); // 2 every hash has its length
    const inner = (BigInt(index) ^ BigInt(size - 1)).toString(2).replace(/^0$/, '').length;
    const border = (BigInt(index) >> BigInt(inner)).toString(2).replaceAll('0', '').length;
    if (path.length !== inner + border) { // 3 the path is exactly as long as this place demands
        throw new ProofShapeWrong(`${path.length} hashes where ${inner + border} belong`);
    }
    let node = leaf;
    for (const [level, sibling] of path.entries()) {
        const onTheRight = level >= inner || isOdd(Math.floor(index / 2 ** level));
        node = onTheRight ? await nodeHash(sibling, node) : await nodeHash(node, sibling);
    }
    if (!same(node, claimed)) throw new InclusionWrong(`leaf ${index} of ${size}`); // 4 it leads to the claimed root
}

/**
 * Check that the tree (`old`, `oldRoot`) is the beginning of the tree (`size`, `newRoot`) (RFC 9162 2.1.4.2).
 *
 * The empty tree begins every tree and needs no proof: decide size 0 before calling.
 *
 * @param {number} old
 * @param {number} size
 * @param {readonly Uint8Array[]} path
 * @param {Uint8Array} oldRoot
 * @param {Uint8Array} newRoot
 * @throws {TreeShrank} The new tree is smaller than the old one.
 * @throws {ProofShapeWrong} Not a proof between trees of these sizes.
 * @throws {ConsistencyWrong} One of the two trees is not the one the proof speaks of.
 */
export async function verifyConsistency(old, size, path, oldRoot, newRoot) {
    if (old > size) throw new TreeShrank(`from ${old} to ${size}`); // 1 a log never shrinks
    if (!isCount(old) || !isCount(size) || old === 0) { // 2 the old tree has leaves
        throw new ProofShapeWrong('nothing is proven about an empty tree');
    }
    if (old === size) { // 3 the same size is the same tree, and there is nothing to prove
        if (path.length) throw new ProofShapeWrong('a proof between equal sizes is empty');
        if (!same(oldRoot, newRoot)) throw new ConsistencyWrong(`two roots of size ${old}`);
        return;
    }
    demandHashes([oldRoot, newRoot, ...path]); // 4 every hash has its length
    const whole = old === 1 || 2 * split(old) === old;
    const hashes = whole ? [oldRoot, ...path] : path; // an old tree that is one subtree is its own first hash
    const [fromOld, fromNew] = await foldBoth(old, size, hashes); // 5 the proof is exactly as long as it must be
    if (!same(fromOld, oldRoot)) throw new ConsistencyWrong(`the old root of ${old} to ${size}`); // 6 starts at the old
    if (!same(fromNew, newRoot)) throw new ConsistencyWrong(`the new root of ${old} to ${size}`); // 7 ends at the new
}

/**
 * Walk from the old tree's last complete subtree to both roots (RFC 9162 2.1.4.2, steps 4 to 6).
 *
 * @param {number} old
 * @param {number} size
 * @param {readonly Uint8Array[]} hashes
 */
async function foldBoth(old, size, hashes) {
    if (!hashes.length) throw new ProofShapeWrong(`no hashes between ${old} and ${size}`);
    let [first, last] = [old - 1, size - 1];
    const up = () => {
        first = Math.floor(first / 2);
        last = Math.floor(last / 2);
    };
    while (isOdd(first)) up();
    let fromOld = hashes[0];
    let fromNew = hashes[0];
    for (const sibling of hashes.slice(1)) {
        if (last === 0) throw new ProofShapeWrong(`too many hashes between ${old} and ${size}`);
        if (isOdd(first) || first === last) {
            fromOld = await nodeHash(sibling, fromOld);
            fromNew = await nodeHash(sibling, fromNew);
            while (!isOdd(first) && first) up();
        } else {
            fromNew = await nodeHash(fromNew, sibling);
        }
        up();
    }
    if (last) throw new ProofShapeWrong(`too few hashes between ${old} and ${size}`);
    return [fromOld, fromNew];
}

/**
 * Hash the leaves from `start` up to `end`: the complete subtrees in it, folded from the right.
 *
 * @param {number} start
 * @param {number} end
 * @param {NodeReader} read
 */
async function rangeHash(start, end, read) {
    const nodes = [];
    let at = start;
    while (at < end) {
        let level = 0;
        while (at + 2 ** (level + 1) <= end && at % 2 ** (level + 1) === 0) level += 1;
        nodes.push(read(level, at / 2 ** level));
        at += 2 ** level;
    }
    return fold(await Promise.all(nodes));
}

/**
 * The root over complete subtrees that stand side by side, the largest first.
 *
 * @param {readonly Uint8Array[]} nodes
 * @returns {Promise<Uint8Array>}
 */
export async function fold(nodes) {
    if (!nodes.length) return EMPTY_ROOT;
    let folded = nodes[nodes.length - 1];
    for (let at = nodes.length - 2; at >= 0; at -= 1) folded = await nodeHash(nodes[at], folded);
    return folded;
}

/** @param {readonly Uint8Array[]} values */
function demandHashes(values) {
    if (values.some((value) => value.length !== HASH_BYTES)) throw new ProofShapeWrong('a hash is not 32 bytes long');
}

/**
 * The largest power of two smaller than `count` (RFC 6962 2.1: k).
 *
 * @param {number} count
 */
function split(count) {
    let power = 1;
    while (2 * power < count) power *= 2;
    return power;
}

/** @param {number} value */
function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}

/** @param {number} value */
function isOdd(value) {
    return value % 2 === 1;
}
