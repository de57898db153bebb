// page/vault.js — what this browser keeps: the technician's key, which no script can read out, and what it remembers

import { SigningKey } from '../consent/jws.js';

const NAME = 'attended';
const STORE = 'kept';
const KEY = 'technician key';

/**
 * Give the key that was enrolled from this browser, if one was.
 *
 * @returns {Promise<SigningKey | null>}
 */
export async function heldKey() {
    const pair = await recall(KEY);
    return pair === undefined ? null : SigningKey.fromPair(pair);
}

/**
 * Make a key; it is kept when `keep` is called, which is when the relay has enrolled it.
 *
 * @returns {Promise<{key: SigningKey, keep: () => Promise<void>}>}
 */
export async function newKey() {
    const { pair, key } = await SigningKey.generate();
    return { key, keep: () => remember(KEY, pair) };
}

/**
 * @param {string} name
 * @returns {Promise<any>}
 */
export function recall(name) {
    return inStore('readonly', (store) => store.get(name));
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export async function remember(name, value) {
    await inStore('readwrite', (store) => store.put(value, name));
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function inStore(mode, act) {
    const opening = indexedDB.open(NAME, 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
    const database = await settled(opening);
    try {
        return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
        database.close();
    }
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function settled(request) {
    return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
    });
}
