// consent/pause.js — mirrors consent/pause.py: a pause closes screen, pointer and keys within the grant

import { documentId } from './fields.js';
import * as limits from './limits.js';
import { fit, object, oneOf } from './model.js';
import { PAUSED_CHANNELS } from './scopes.js';
import { SESSION_CLAIMS } from './setting.js';
import { positions } from './withdrawal.js';

export const PAUSE_BECAUSE = /** @type {const} */ (['customer', 'look-away', 'recording', 'line', 'system']);

/** Nothing is seen or moved from these positions on. */
export const consentPause = Object.freeze({
    typ: 'consent-pause+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object({ ...SESSION_CLAIMS, grant: documentId, because: oneOf(PAUSE_BECAUSE), positions }, (pause) =>
        fit(pause.positions.every((place) => PAUSED_CHANNELS.has(/** @type {1} */ (place.channel))), 'positions'),
    ),
});

/** The pause is over; what the grant names flows again. */
export const consentResume = Object.freeze({
    typ: 'consent-resume+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object({ ...SESSION_CLAIMS, grant: documentId }),
});
