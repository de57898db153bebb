// page/doors.js — the ways in: a link that binds this browser's key to a person, and a signature ever after

import { b64u, joined, unb64u, utf8 } from '../consent/encoding.js';
import { el, icon, show, title, typeset, write } from './dom.js';
import { Refusal, ask } from './server.js';
import { newKey } from './vault.js';

/** @typedef {import('../consent/jws.js').SigningKey} SigningKey */

/**
 * A page with one heading, one line and one button, which says what went wrong.
 *
 * @param {string} heading
 * @param {string} words
 * @param {string | null} button
 * @param {() => Promise<void>} act
 */
function door(heading, words, button, act) {
    const wrong = el('p', { class: 'bad', role: 'alert' });
    const press = el('button', { class: 'main-button', type: 'submit' }, icon('key-round'), button ?? '');
    const form = el('form', {
        onsubmit: async (/** @type {SubmitEvent} */ event) => {
            event.preventDefault();
            press.disabled = true;
            write(wrong, '');
            try {
                await act();
            } catch (refusal) {
                if (!(refusal instanceof Refusal)) throw refusal;
                write(wrong, typeset(`${refusal.words} ${refusal.remedy} (${refusal.code})`));
                press.disabled = false;
            }
        },
    }, button === null ? null : press);
    title(heading);
    show(
        el('header', { class: 'bar' }, el('strong', { class: 'name' }, 'Attended')),
        el('main', { class: 'card' }, el('h1', {}, heading), el('p', {}, words), form, wrong),
        el('footer', {}),
    );
    press.focus();
}

/**
 * Use a link: make a key here, and let the relay bind it to the person the link was made for.
 *
 * @param {string} organisation
 * @param {string} token
 * @param {() => void} done
 */
export function enrolPage(organisation, token, done) {
    const words =
        'This link makes this browser yours. It makes a key here that never leaves this browser, ' +
        'and signs your questions with it. The link works once.';
    door(`Sign in to ${organisation}`, words, 'Use this link', async () => {
        const { key, keep } = await newKey();
        await ask('/api/enrol', { token, jwk: key.verifyKey.jwk() });
        await keep();
        done();
    });
}

/**
 * Sign in with the key that this browser holds.
 *
 * @param {string} organisation
 * @param {SigningKey | null} key
 * @param {() => void} done
 */
export function signInPage(organisation, key, done) {
    const heading = `Sign in to ${organisation}`;
    if (key === null) {
        const words = 'This browser has no key yet. Open the link that your administrator gave you, in this browser.';
        door(heading, words, null, async () => undefined);
        return;
    }
    door(heading, 'The key in this browser says who you are.', 'Sign in', async () => {
        const { challenge } = await ask('/api/sign-in', { thumbprint: key.verifyKey.thumbprint });
        const signed = joined(utf8(`attended/1 sign-in\0${location.origin}\0`), unb64u(challenge));
        await ask('/api/sign-in/answer', { challenge, signature: b64u(await key.sign(signed)) });
        done();
    });
}
