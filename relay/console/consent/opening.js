// consent/opening.js — mirrors consent/opening.py: a reader's signed request to open one recording

import * as limits from './limits.js';
import { list, object, oneOf, refuseTwice, text } from './model.js';
import { ALL_GROUPS } from './scopes.js';
import { SESSION_CLAIMS } from './setting.js';

export const OPENING_REASONS = /** @type {const} */ ([
    'quality',
    'complaint',
    'training',
    'incident',
    'customer',
    'legal',
    'other',
]);

/** What a reader wants to open, and why. `words` are for the organisation; the log keeps the reason only. */
export const openingRequest = Object.freeze({
    typ: 'opening-request+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object(
        {
            ...SESSION_CLAIMS,
            reason: oneOf(OPENING_REASONS),
            words: text(/^/, limits.WORDS_LENGTH),
            groups: list(oneOf(ALL_GROUPS), 1, ALL_GROUPS.length),
        },
        (request) => refuseTwice(request.groups, 'a group'),
    ),
});
