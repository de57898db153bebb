// protocol/technician.js — mirrors protocol/technician.py: the technician's proof. Only the making of it stands here;
// the agent judges it.

import { b64u, joined, utf8 } from '../consent/encoding.js';

/**
 * Give what the technician signs: a label and SHA-512 of the pairing's transcript.
 *
 * @param {Uint8Array} transcript CPace's `transcript_ir`
 */
export async function proofBytes(transcript) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', joined(transcript)));
    return joined(utf8('attended/1 technician\0'), digest);
}

/**
 * Make the technician's first sealed message.
 *
 * @param {string} entry the directory entry, a JWS
 * @param {Uint8Array} transcript
 * @param {import('../consent/jws.js').SigningKey} key
 */
export async function proveTechnician(entry, transcript, key) {
    const signature = b64u(await key.sign(await proofBytes(transcript)));
    return { kind: /** @type {const} */ ('technician.proof'), entry, signature };
}
