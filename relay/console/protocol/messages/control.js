// protocol/messages/control.js — mirrors protocol/messages/control.py: channel 0, at most 4,096 bytes each

import * as documents from '../../consent/limits.js';
import { documentId, epoch, sha256 } from '../../consent/fields.js';
import { list, object, oneOf, text, truth, whole } from '../../consent/model.js';
import { SCOPES } from '../../consent/scopes.js';
import * as limits from '../limits.js';
import { plain } from '../plain_words.js';
import { bytes32, bytes64, errorCode, message, remaining, sentence, token } from '../wire.js';

const language = text(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,3}$/, 64);
const platform = text(/^[\x20-\x7e]{1,64}$/, 64);
const scope = oneOf(SCOPES);
const scopes = list(scope, 0, limits.SCOPES);
const reason = plain(limits.REASON_LEAST, limits.REASON_TEXT);
const ticket = plain(0, limits.TICKET_TEXT);
const messageKind = text(/^[a-z.-]{1,32}$/, 32);

export const monitor = whole(0, documents.MONITORS - 1);

/** The entry behind the hash in ADa, and the signature of the pairing's transcript with the entry's key. */
export const technicianProof = message('technician.proof', { entry: token, signature: bytes64 });

/** The agent knows who the technician is; questions may come. */
export const pairingResult = message('pairing.result', {
    language,
    platform,
    desk: oneOf(/** @type {const} */ (['windows', 'terminal'])),
    look_only: truth,
    policy_sha256: sha256,
});

/** The agent does not accept this technician. */
export const pairingRefused = message('pairing.refused', { code: errorCode, words: sentence });

/** A question: the signed request, and the words it commits to with `salt`. */
export const askConsent = message('consent.request', { request: token, reason, ticket, salt: bytes32 });

/** The technician takes a question back. */
export const cancelRequest = message('consent.cancel', { request: documentId });

/** The customer sees the question and has so many seconds. */
export const questionShown = message('consent.shown', { request: documentId, seconds: remaining });

/** What became of a question. A yes counts only when `grant.live` follows. */
export const consentAnswer = message('consent.answer', {
    request: documentId,
    allowed: scopes,
    refused: scopes,
    because: oneOf(/** @type {const} */ (['customer', 'no-answer', 'not-offered', 'closed', 'failed'])),
    minutes: whole(0, documents.MINUTES),
});

/** The secret of one reading group in one epoch. The group `aside` is never sent. */
const groupKey = object({ group: oneOf(/** @type {const} */ (['view', 'keys', 'rest'])), secret: bytes32 });

/** One scope that lives now, and for how long. */
const liveScope = object({ scope, monitors: list(monitor, 0, limits.SCREEN_MONITORS), seconds: remaining });

/** A grant is recorded and its permits live: the grant, its epoch and the keys of it. */
export const grantLive = message('grant.live', {
    grant: token,
    epoch,
    groups: list(groupKey, 0, 3),
    scopes: list(liveScope, 0, limits.SCOPES),
});

/** A grant before the one that the next `grant.live` names, which the technician may not know. */
export const grantFormer = message('grant.former', { grant: token });

/** Scopes that live no longer. */
export const grantEnded = message('grant.ended', {
    scopes,
    because: oneOf(/** @type {const} */ (['stopped', 'turned-off', 'expired', 'question', 'lost', 'done'])),
});

/** Nothing is seen and nothing is pressed until `session.resumed`. */
export const sessionPaused = message('session.paused', {
    because: oneOf(/** @type {const} */ (['customer', 'look-away', 'recording', 'line', 'system'])),
});

/** The pause is over. */
export const sessionResumed = message('session.resumed', {});

/** The technician ends the session. */
export const leaveSession = message('session.leave', {});

/** The technician asks for a pause, so that the customer can type a password. */
export const lookAway = message('session.lookaway', {});

/** The agent's last word. */
export const sessionEnded = message('session.ended', { reason: text(/^[a-z-]{1,32}$/, 32) });

/** The agent refused a message that the relay let pass. */
export const requestRefused = message('request.refused', {
    refused: messageKind,
    code: errorCode,
    words: sentence,
    remedy: sentence,
});

/** @typedef {ReturnType<typeof grantLive.check>} GrantLive */
/** @typedef {ReturnType<typeof consentAnswer.check>} ConsentAnswer */
/** @typedef {ReturnType<typeof pairingResult.check>} PairingResult */
