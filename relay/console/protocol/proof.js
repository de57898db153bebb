// protocol/proof.js — mirrors protocol/proof.py: proofs that an entry stands in a log (c2sp.org/tlog-proof@v1)

import { utf8 } from '../consent/encoding.js';
import * as base64Line from './base64_line.js';
import * as checkpoints from './checkpoint.js';
import { LogProofMalformed } from './errors.js';
import * as limits from './limits.js';
import { HASH_BYTES, leafHash, verifyInclusion } from './merkle.js';

/**
 * Where an entry stands, how it hashes up to the root, and the log's signed checkpoint. No signature covers `extra`:
 * it must not be believed.
 *
 * @typedef {{readonly index: number, readonly path: readonly Uint8Array[], readonly checkpoint: string,
 *     readonly extra: Uint8Array | null}} Proof
 */

export const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const LONGEST = limits.NOTE_BYTES + 2 * limits.LOG_PROOF_EXTRA_BYTES + 64 * limits.LOG_PROOF_HASHES;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Write a proof; what `parse` read comes out byte for byte.
 *
 * @param {Proof} proof
 */
export function write({ index, path, checkpoint, extra }) {
    const extras = extra ? [EXTRA + base64Line.write(extra)] : [];
    return [FIRST_LINE, ...extras, `index ${index}`, ...path.map(base64Line.write), '', checkpoint].join('\n');
}

/**
 * Take a proof apart without judging it.
 *
 * @param {Uint8Array} data
 * @returns {Proof}
 * @throws {LogProofMalformed} It is not a proof, or too long.
 */
export function parse(data) {
    if (data.length > LONGEST) throw new LogProofMalformed('too long');
    let text;
    try {
        text = UTF8.decode(data);
    } catch {
        throw new LogProofMalformed('not UTF-8');
    }
    // The proof's own lines are never empty; the checkpoint comes verbatim after the first empty line.
    const gap = text.indexOf('\n\n');
    const lines = text.slice(0, Math.max(gap, 0)).split('\n');
    if (gap < 0 || lines.shift() !== FIRST_LINE) throw new LogProofMalformed('the first line');
    const extra = lines[0]?.startsWith(EXTRA) ? bytesOf(lines.shift()?.slice(EXTRA.length) ?? '', 'the extra data') : null;
    const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '');
    if (!index || Number(index[1]) > limits.LOG_SIZE) throw new LogProofMalformed('the index');
    if (lines.length > limits.LOG_PROOF_HASHES) throw new LogProofMalformed('too many hashes');
    const path = lines.map((line) => bytesOf(line, 'a hash'));
    if (path.some((node) => node.length !== HASH_BYTES)) throw new LogProofMalformed("a hash's length");
    return { index: Number(index[1]), path, checkpoint: text.slice(gap + 2), extra };
}

/**
 * Check that the log with this key holds exactly these bytes as an entry, and give the checkpoint that says so.
 *
 * @param {Uint8Array} data
 * @param {Uint8Array} entry
 * @param {import('./note.js').VerifierKey} key
 * @returns {Promise<checkpoints.Checkpoint>}
 * @throws {LogProofMalformed} Not a proof; see `checkpoint.verify` and `merkle.verifyInclusion` for the rest.
 */
export async function verify(data, entry, key) {
    const proof = parse(data); // 1 a proof
    const signed = await checkpoints.verify(utf8(proof.checkpoint), key); // 2 with a checkpoint of this log
    await verifyInclusion(await leafHash(entry), proof.index, signed.size, proof.path, signed.root); // 3 and holding
    return signed;
}

/**
 * @param {string} line
 * @param {string} what
 */
function bytesOf(line, what) {
    const data = base64Line.read(line);
    if (!data) throw new LogProofMalformed(what);
    return data;
}
