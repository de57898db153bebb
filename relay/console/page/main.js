// page/main.js — begins: looks at the browser, the relay and the person, and shows the page that fits

import { el, icon, show, title, typeset } from './dom.js';
import { enrolPage, signInPage } from './doors.js';
import { demandGrowth, fetchCheckpoint, fetchTile } from './log_memory.js';
import { Refusal, ask, whose } from './server.js';
import { startPage } from './start.js';
import { BROWSER_TOO_OLD, NOT_SECURE } from './texts.js';
import { heldKey, recall, remember } from './vault.js';
import { SpentCodes } from '../protocol/pairing.js';
import { AttendedError } from '../protocol/errors.js';

/**
 * Who works here, at whose relay.
 *
 * @typedef {object} Desk
 * @property {import('./server.js').Me} me
 * @property {import('../consent/jws.js').SigningKey} key
 * @property {import('../consent/organisation.js').Organisation} organisation
 * @property {string} logKey
 * @property {SpentCodes} spent
 * @property {{wrong: number}} codes how many were wrong in a row
 */

/** What the browser remembers of this relay's log; a browser keeps each relay's memory apart by itself. */
const LOG = 'log';
const WORKERS = ['/console/view/picture-worker.js', '/console/page/socket-worker.js'];

/** The relay lets no string become a script's address; our own two workers may. */
function allowOwnWorkers() {
    const types = /** @type {any} */ (globalThis).trustedTypes;
    types?.createPolicy('default', {
        createScriptURL: (/** @type {string} */ address) =>
            WORKERS.some((own) => new URL(address, location.origin).href === `${location.origin}${own}`) ? address : null,
    });
}

/** What is wrong with this browser, if anything. */
async function whatIsMissing() {
    if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return NOT_SECURE;
    try {
        await crypto.subtle.generateKey('X25519', false, ['deriveBits']);
        await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
        return 'OffscreenCanvas' in globalThis && 'indexedDB' in globalThis ? '' : BROWSER_TOO_OLD;
    } catch {
        return BROWSER_TOO_OLD;
    }
}

/**
 * Say what stands in the way.
 *
 * @param {string} words
 * @param {string} remedy
 * @param {(() => void) | null} again
 */
function trouble(words, remedy, again) {
    title('Trouble');
    const button = again === null ? null : el('button', { class: 'main-button', onclick: again }, icon('refresh-cw'), 'Try again');
    show(el('main', { class: 'card' }, el('h1', {}, typeset(words)), el('p', {}, typeset(remedy)), button));
}

async function begin() {
    const missing = await whatIsMissing();
    if (missing !== '') return trouble(missing, '', null);
    const { organisation, logKey } = await whose();
    const name = organisation.policy.name;
    if (location.pathname === '/enrol') return enrolPage(name, location.hash.slice(1), () => location.replace('/'));
    const key = await heldKey();
    const me = await ask('/api/me').catch((wrong) => {
        if (wrong instanceof Refusal && wrong.code === 'R-101') return null;
        throw wrong;
    });
    if (key === null || me === null || me.thumbprint !== key.verifyKey.thumbprint) return signInPage(name, key, guarded);
    await demandGrowth(logKey, {
        checkpoint: fetchCheckpoint,
        tile: fetchTile,
        recall: () => recall(LOG),
        remember: (now) => remember(LOG, now),
    });
    return startPage({ me, key, organisation, logKey, spent: new SpentCodes(), codes: { wrong: 0 } }, guarded);
}

/** Begin, and say in words what stands in the way. */
async function guarded() {
    try {
        await begin();
    } catch (wrong) {
        if (wrong instanceof Refusal || wrong instanceof AttendedError) trouble(wrong.words, wrong.remedy, guarded);
        else {
            trouble('Something went wrong on this page.', 'Reload it. If it happens again, tell who runs the relay.', guarded);
            reportError(wrong);
        }
    }
}

allowOwnWorkers();
await guarded();
