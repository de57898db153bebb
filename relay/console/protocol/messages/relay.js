// protocol/messages/relay.js — mirrors protocol/messages/relay.py as far as a technician's end says or hears it:
// what only an agent says to the relay, or hears from it, has no place in a browser.

import { joined, utf8 } from '../../consent/encoding.js';
import { count, epoch, origin, position, sessionId, sha256 } from '../../consent/fields.js';
import { list, oneOf, orNull, text, truth, whole } from '../../consent/model.js';
import * as limits from '../limits.js';
import { bytes32, bytes64, errorCode, message, remaining, sentence, token } from '../wire.js';

/** @typedef {import('../../consent/encoding.js').Bytes} Bytes */

const version = text(/^attended\.v[0-9]{1,4}$/, 15);
const locator = text(/^(?:[0-8][0-9]{3}|9[0-9]{5})$/, 6);
const verifierKey = text(/^[\s\S]{8,}$/, 512);
const logEntry = text(/^[A-Za-z0-9_-]+$/, limits.LOG_ENTRY_TEXT);
const proof = text(/^[\s\S]+$/, limits.LOG_PROOF_TEXT);

/** A technician asks for the agent that waits at a locator. */
export const technicianJoin = message('technician.join', { version, locator });

/** The session's names for the technician. */
export const technicianJoined = message('technician.joined', {
    session: sessionId,
    origin,
    log_key: verifierKey,
    server_time: count,
    policy_sha256: sha256,
});

/** The other end is here for the first time. */
export const peerArrived = message('peer.arrived', {});

/** The other end's line is lost; it may come back within so many seconds. */
export const peerLost = message('peer.lost', { seconds: remaining });

/** The other end's line is back; the technician now runs the resume. */
export const peerBack = message('peer.back', {});

/** The other end is gone for good. */
export const peerLeft = message('peer.left', {});

/** How long is the way to the relay and back? Answered at once, so that a page can show it; nothing is recorded. */
export const lineAsk = message('line.ask', {});

/** The answer to `line.ask`. */
export const lineHere = message('line.here', {});

/** The desk has signed that the session is over: the technician's last statement is due, sealed word or none. */
export const endSigned = message('end.signed', { token });

/** A signed document for the recording. */
export const documentSent = message('document', { token });

/** A document is written. `entry`, `salt` and `proof` come with those that go to the log. */
export const acknowledged = message('acknowledged', {
    token_sha256: sha256,
    entry: orNull(logEntry),
    salt: orNull(bytes32),
    proof: orNull(proof),
});

/** So many sealed bytes more may be sent. */
export const credit = message('credit', { bytes: whole(1, limits.FLOW_WINDOW) });

/** The gate did not let a sealed message pass. Told to both ends, so that the gap it leaves is known. */
export const refused = message('refused', {
    epoch,
    direction: oneOf(/** @type {const} */ ([0, 1])),
    channel: whole(0, limits.CHANNELS - 1),
    counter: whole(0, limits.SFRAME_FRAMES - 1),
    code: errorCode,
    words: sentence,
    remedy: sentence,
});

/** The recording stands still or runs again; while it stands still nothing is forwarded. */
export const recordingState = message('recording', {
    state: oneOf(/** @type {const} */ (['paused', 'running'])),
    words: sentence,
});

/** The relay's last word; then it closes the socket. */
export const closed = message('closed', { code: errorCode, words: sentence, remedy: sentence });

const role = oneOf(/** @type {const} */ (['agent', 'technician']));

/** An end is back on a new line. */
export const resume = message('resume', { version, session: sessionId, role });

/** The relay wants proof that it is the same end. */
export const resumeChallenge = message('resume.challenge', { nonce: bytes32 });

/** The end's signature over `resumeProofBytes`, with the key it paired with. */
export const resumeProof = message('resume.proof', { signature: bytes64 });

/** The line counts again. `positions` says what was recorded; `peer`, whether the other end is there. */
export const resumed = message('resumed', {
    origin,
    log_key: verifierKey,
    server_time: count,
    positions: list(position, 0, limits.POSITIONS),
    peer: truth,
});

/** @typedef {ReturnType<typeof refused.check>} Refused */
/** @typedef {ReturnType<typeof technicianJoined.check>} TechnicianJoined */

/**
 * Give what an end signs to prove to the relay that it is back; `session` is the id's text.
 *
 * @param {'agent' | 'technician'} who
 * @param {string} session
 * @param {Uint8Array} nonce
 */
export function resumeProofBytes(who, session, nonce) {
    return joined(utf8(`attended/1 resume\0${who}\0${session}\0`), nonce);
}
