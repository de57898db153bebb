// protocol/messages/pairing.js — mirrors protocol/messages/pairing.py: from end to end in clear, first byte 2

import { epoch, sha256 } from '../../consent/fields.js';
import { jwk } from '../../consent/jws.js';
import { text } from '../../consent/model.js';
import { bytes16, bytes32, bytes64, errorCode, message } from '../wire.js';

/** The agent is ready for one share. */
export const pairHello = message('pair.hello', { nonce: bytes16 });

/** The technician's nonce, share (Ya) and associated data (ADa: `console`, `entry_sha256`, `key`). */
export const pairShare = message('pair.share', {
    nonce: bytes16,
    share: bytes32,
    key: jwk,
    entry_sha256: sha256,
    console: text(/^[A-Za-z0-9.+-]{1,32}$/, 32),
});

/** The agent's share (Yb) and associated data (ADb: `key`, `policy_sha256`). With it the code is spent. */
export const pairAnswer = message('pair.answer', { share: bytes32, key: jwk, policy_sha256: sha256 });

/** The technician proves first that it knows the code. */
export const pairConfirm = message('pair.confirm', { tag: bytes64 });

/** The agent's proof; both ends now share a secret. */
export const pairConfirmed = message('pair.confirmed', { tag: bytes64 });

/** The agent ends the run without a proof. */
export const pairFailed = message('pair.failed', { code: errorCode });

/** The technician begins the resume on a new line. */
export const resumeShare = message('resume.share', { nonce: bytes32 });

/** The agent's nonce, the epoch that the resume opens, and its proof over all of it. */
export const resumeAnswer = message('resume.answer', { nonce: bytes32, epoch, mac: bytes64 });

/** The technician's proof; channel 0 goes on under the new epoch. */
export const resumeConfirm = message('resume.confirm', { mac: bytes64 });
