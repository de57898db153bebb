// protocol/well_known.js — mirrors protocol/well_known.py: a relay's own names, its organisation's key and rules

import { domain, origin } from '../consent/fields.js';
import { jwk } from '../consent/jws.js';
import { Misfit, object, text } from '../consent/model.js';
import { NotARelay } from './errors.js';
import * as limits from './limits.js';

const words = text(/^[\s\S]*$/, 200);
const token = text(/^[\s\S]*$/, limits.WELL_KNOWN_BYTES);

const shape = object({
    version: words,
    origin,
    log_key: words,
    organisation: object({ domain, jwk }),
    policy: token,
    directory_key: token,
    relay: words,
    console: words,
});

/** @typedef {ReturnType<typeof shape>} WellKnown */

/**
 * Read the answer. Nothing in it is believed before its signatures and the caller's own knowledge agree.
 *
 * @param {string} answer
 * @returns {WellKnown}
 * @throws {NotARelay} it is too long, or not of this form
 */
export function parse(answer) {
    if (answer.length > limits.WELL_KNOWN_BYTES) throw new NotARelay(`${answer.length} characters`);
    try {
        return shape(JSON.parse(answer), 'answer');
    } catch (wrong) {
        if (wrong instanceof Misfit || wrong instanceof SyntaxError) throw new NotARelay(wrong.message);
        throw wrong;
    }
}
