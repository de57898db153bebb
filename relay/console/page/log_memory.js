// page/log_memory.js — remembers how far each relay's log had come, and demands that it only ever grows

import { b64u, same, unb64u, utf8 } from '../consent/encoding.js';
import { verify } from '../protocol/checkpoint.js';
import { AnotherLogKey, CheckFailed, RelayLogRolledBack } from '../protocol/errors.js';
import { consistencyProof, verifyConsistency } from '../protocol/merkle.js';
import { parseVerifierKey } from '../protocol/note.js';
import { nodeReader } from '../protocol/tiles.js';
import { Refusal, ask } from './server.js';

/** @typedef {{logKey: string, size: number, root: string}} Remembered */

/**
 * What is asked for; tests hand in their own.
 *
 * @typedef {object} Asks
 * @property {() => Promise<string>} checkpoint
 * @property {(path: string) => Promise<Uint8Array>} tile
 * @property {() => Promise<Remembered | undefined>} recall
 * @property {(now: Remembered) => Promise<void>} remember
 */

/**
 * Compare the log with what this browser remembers of it, and remember it as it is now.
 *
 * @param {string} logKey as the relay says it
 * @param {Asks} asks
 * @returns {Promise<number>} the log's size
 * @throws {AnotherLogKey} the log had another key before
 * @throws {RelayLogRolledBack} what was remembered is not its beginning
 * @throws {CheckFailed} it is not signed by its key
 */
export async function demandGrowth(logKey, asks) {
    const { size, root } = await verify(utf8(await asks.checkpoint()), await parseVerifierKey(logKey));
    const before = await asks.recall();
    if (before !== undefined) {
        if (before.logKey !== logKey) throw new AnotherLogKey();
        await demandBeginning(before, { size, root }, asks.tile);
    }
    await asks.remember({ logKey, size, root: b64u(root) });
    return size;
}

/**
 * @param {Remembered} before
 * @param {{size: number, root: Uint8Array}} now
 * @param {(path: string) => Promise<Uint8Array>} tile
 */
async function demandBeginning(before, now, tile) {
    const root = unb64u(before.root);
    if (before.size === now.size && same(root, now.root)) return;
    if (before.size >= now.size) throw new RelayLogRolledBack(`${before.size} and ${now.size}`);
    if (before.size === 0) return;
    try {
        const path = await consistencyProof(before.size, now.size, nodeReader(now.size, tile));
        await verifyConsistency(before.size, now.size, path, root, now.root);
    } catch (wrong) {
        if (wrong instanceof CheckFailed) throw new RelayLogRolledBack(wrong.message);
        throw wrong;
    }
}

/**
 * Fetch one file of the log.
 *
 * @param {string} path
 */
export async function fetchTile(path) {
    const answer = await fetch(`/log/${path}`, { credentials: 'same-origin' });
    if (!answer.ok) throw new RelayLogRolledBack(`${path} is missing`);
    return new Uint8Array(await answer.arrayBuffer());
}

/** Fetch the log's checkpoint. */
export async function fetchCheckpoint() {
    const text = await ask('/log/checkpoint');
    if (typeof text !== 'string') throw new Refusal({ code: 'A-112', words: 'This is no log.', remedy: 'Tell who runs the relay.' });
    return text;
}
