// consent/withdrawal.js — mirrors consent/withdrawal.py: the end of a yes, or of a part of it

import { documentId, pairOf, position } from './fields.js';
import * as limits from './limits.js';
import { list, object, oneOf, refuseTwice } from './model.js';
import { SCOPES } from './scopes.js';
import { SESSION_CLAIMS } from './setting.js';

const several = list(position, 0, limits.POSITIONS);

/** @type {import('./model.js').Check<readonly import('./fields.js').Position[]>} */
export const positions = (value, place) => {
    const held = several(value, place);
    refuseTwice(held.map(pairOf), 'a position');
    return held;
};

/** The named scopes are over. `positions` says how far each closed channel had come. */
export const consentWithdrawal = Object.freeze({
    typ: 'consent-withdrawal+jwt',
    limit: limits.DOCUMENT_BYTES,
    check: object(
        { ...SESSION_CLAIMS, grant: documentId, scopes: list(oneOf(SCOPES), 1, SCOPES.length), positions },
        (withdrawal) => refuseTwice(withdrawal.scopes, 'a scope'),
    ),
});

/** @typedef {ReturnType<typeof consentWithdrawal.check>} ConsentWithdrawal */
