// protocol/checkpoint.js — mirrors protocol/checkpoint.py: the log's signed size and root (c2sp.org/tlog-checkpoint)

import { same } from '../consent/encoding.js';
import * as base64Line from './base64_line.js';
import { CheckpointMalformed, CheckpointOfAnotherLog } from './errors.js';
import * as limits from './limits.js';
import { EMPTY_ROOT, HASH_BYTES } from './merkle.js';
import * as note from './note.js';

/**
 * A log's origin, its size in entries and its root (32 bytes), with lines that others may have added.
 *
 * @typedef {{readonly origin: string, readonly size: number, readonly root: Uint8Array,
 *     readonly extensions: readonly string[]}} Checkpoint
 */

const FIXED_LINES = 3;

/**
 * Write the text that is signed; it ends in a newline.
 *
 * @param {Checkpoint} checkpoint
 */
export function write({ origin, size, root, extensions }) {
    return [origin, String(size), base64Line.write(root), ...extensions].map((line) => `${line}\n`).join('');
}

/**
 * Read the text of a checkpoint (a verified note's text).
 *
 * @param {string} text
 * @returns {Checkpoint}
 * @throws {CheckpointMalformed} Fewer than three lines, an empty line, a size with leading zeroes, a root not of 32 bytes.
 */
export function parseText(text) {
    const lines = text.split('\n');
    if (lines.pop() !== '' || lines.length < FIXED_LINES || lines.includes('')) {
        throw new CheckpointMalformed('the lines');
    }
    const [origin, counted, hashed, ...extensions] = lines;
    const size = Number(counted);
    if (!/^(0|[1-9][0-9]{0,15})$/.test(counted) || size > limits.LOG_SIZE) throw new CheckpointMalformed('the size');
    const root = base64Line.read(hashed);
    if (!root) throw new CheckpointMalformed('the root');
    if (root.length !== HASH_BYTES) throw new CheckpointMalformed("the root's length");
    if (size === 0 && !same(root, EMPTY_ROOT)) throw new CheckpointMalformed('an empty tree has one root only');
    return { origin, size, root, extensions };
}

/**
 * Read a checkpoint that its log signed.
 *
 * @param {Uint8Array} data
 * @param {note.VerifierKey} key
 * @returns {Promise<Checkpoint>}
 * @throws {CheckpointMalformed} The text is no checkpoint; see `note.openNote` for what else may be wrong.
 * @throws {CheckpointOfAnotherLog} The origin is not the key's name.
 */
export async function verify(data, key) {
    const opened = await note.openNote(data, key); // 1 a note, 2 signed by the log's key
    const checkpoint = parseText(opened.text); // 3 a checkpoint
    if (checkpoint.origin !== key.name) { // 4 of the log that the key belongs to
        throw new CheckpointOfAnotherLog(`${checkpoint.origin} signed by ${key.name}`);
    }
    return checkpoint;
}
