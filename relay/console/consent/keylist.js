// consent/keylist.js — mirrors consent/keylist.py: which secrets an epoch uses and for whom each was wrapped, by hash

import { documentId, epoch, readerId, sha256 } from './fields.js';
import * as limits from './limits.js';
import { list, object, oneOf, refuseTwice } from './model.js';
import { ALL_GROUPS } from './scopes.js';
import { SESSION_CLAIMS } from './setting.js';
import { positions } from './withdrawal.js';

const groupKeys = object(
    {
        group: oneOf(ALL_GROUPS),
        secret_sha256: sha256,
        wraps: list(object({ reader: readerId, sha256 }), 1, limits.READERS),
    },
    (keys) => refuseTwice(keys.wraps.map((wrap) => wrap.reader), 'a reader'),
);

/** An epoch begins under the named grant. `positions` are the final ones of the epoch before; none at first. */
export const keyList = Object.freeze({
    typ: 'key-list+jwt',
    limit: limits.KEY_LIST_BYTES,
    check: object(
        {
            ...SESSION_CLAIMS,
            grant: documentId,
            epoch,
            groups: list(groupKeys, ALL_GROUPS.length, ALL_GROUPS.length),
            positions,
        },
        (keys) => refuseTwice(keys.groups.map((one) => one.group), 'a group'),
    ),
});

/** @typedef {ReturnType<typeof keyList.check>} KeyList */
