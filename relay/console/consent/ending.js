// consent/ending.js — mirrors consent/ending.py: the end of a session, in the desk's word

import * as limits from './limits.js';
import { object, oneOf } from './model.js';
import { SESSION_CLAIMS } from './setting.js';
import { positions } from './withdrawal.js';

export const END_REASONS = /** @type {const} */ (['stopped', 'left', 'expired', 'lost', 'closed', 'failed']);

/** Everything is over. `positions` says how far each channel that was still open had come. */
export const sessionEnd = Object.freeze({
    typ: 'session-end+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object({ ...SESSION_CLAIMS, reason: oneOf(END_REASONS), positions }),
});
