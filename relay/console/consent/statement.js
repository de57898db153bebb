// consent/statement.js — mirrors consent/statement.py: what an end says it sent and accepted, made and signed here

import { b64u } from './encoding.js';
import { channel, count, direction, epoch, pairOf, sha256 } from './fields.js';
import { peekKid, read, sign } from './jws.js';
import * as limits from './limits.js';
import { list, object, refuseTwice, truth } from './model.js';
import { SESSION_CLAIMS, refuseSession } from './setting.js';

/** One direction of one channel in one epoch: `count` messages hashed in order into `hash`; `lost` were never recorded. */
const transcriptLine = object({ epoch, direction, channel, count, hash: sha256, lost: count });

/** One end's account so far, or at the end. Signed by the desk or by the technician. */
export const transcriptStatement = Object.freeze({
    typ: 'transcript-statement+jwt',
    limit: limits.STATEMENT_BYTES,
    check: object(
        { ...SESSION_CLAIMS, lines: list(transcriptLine, 0, limits.STATEMENT_LINES), final: truth },
        (statement) => refuseTwice(statement.lines.map(pairOf), 'a line'),
    ),
});

/** @typedef {ReturnType<typeof transcriptLine>} TranscriptLine */
/** @typedef {ReturnType<typeof transcriptStatement.check>} TranscriptStatement */

/**
 * Write and sign this end's account.
 *
 * @param {readonly TranscriptLine[]} lines
 * @param {boolean} final
 * @param {import('./setting.js').Setting} setting
 * @param {import('./jws.js').SigningKey} key
 * @param {number} at Unix seconds
 * @param {(size: number) => import('./encoding.js').Bytes} random
 * @returns {Promise<string>}
 */
export async function makeStatement(lines, final, setting, key, at, random) {
    const named = { jti: b64u(random(16)), sid: setting.session, aud: setting.origin };
    return sign(transcriptStatement, { iss: key.verifyKey.thumbprint, ...named, iat: at, lines, final }, key);
}

/**
 * Judge a statement, and tell whose it is.
 *
 * @param {string} token
 * @param {import('./setting.js').Setting} setting
 * @returns {Promise<{statement: TranscriptStatement, byAgent: boolean}>}
 */
export async function verifyStatement(token, setting) {
    const byAgent = peekKid(token) !== setting.technicianKey.thumbprint;
    const key = byAgent ? setting.agentKey : setting.technicianKey;
    const statement = await read(token, transcriptStatement, key); // 1 signed by one of the two ends
    refuseSession(statement, key, setting); // 2 says so, and names this session and relay
    return { statement, byAgent };
}
