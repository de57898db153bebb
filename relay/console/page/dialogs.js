// page/dialogs.js — what opens over the session and is answered there. Opening one takes the keys out of the picture.

import { KEY_TEXT } from '../protocol/limits.js';
import { el, icon, write } from './dom.js';
import { END_ASK, THING } from './texts.js';

/** @typedef {import('./session_view.js').SessionView} SessionView */

const TYPED_MOST = 2000;
const TYPED_EVERY_MS = 40;

/**
 * Open a dialog; it goes away when it is closed.
 *
 * @param {string} heading
 * @param {...HTMLElement} inside
 */
function open(heading, ...inside) {
    const id = `dialog-${heading.replace(/\W+/g, '-')}`;
    const dialog = el('dialog', { 'aria-labelledby': id }, el('h2', { id }, heading), ...inside);
    document.body.append(dialog);
    dialog.addEventListener('close', () => dialog.remove());
    dialog.showModal();
    return dialog;
}

/** @param {SessionView} view */
export function endDialog(view) {
    view.stage.leave();
    const end = el('button', { class: 'bad-button' }, icon('log-out'), 'End');
    const keep = el('button', { class: 'main-button' }, 'Keep going');
    const dialog = open('End the session?', el('p', {}, END_ASK), el('div', { class: 'row ends' }, keep, end));
    keep.addEventListener('click', () => dialog.close());
    end.addEventListener('click', () => {
        dialog.close();
        view.conduct.leave();
    });
    keep.focus();
}

/**
 * Ask for one thing more. It ends with what lives already.
 *
 * @param {SessionView} view
 * @param {import('../consent/scopes.js').Scope} scope
 */
export function askDialog(view, scope) {
    const left = minutesLeft(view);
    const fixed = left === 0 ? undefined : { minutes: left, words: `Ends with the rest, in ${left} minutes.` };
    openQuestion(view, `Ask for ${THING[scope]}`, [scope], fixed);
}

/**
 * Ask for the same things for longer.
 *
 * @param {SessionView} view
 * @param {number} more minutes
 */
export function moreDialog(view, more) {
    const most = view.conduct.setting.policy.limits.minutes;
    const minutes = Math.min(most, minutesLeft(view) + more);
    const fixed = { minutes, words: `${minutes} minutes from now. Nothing else changes.`, isMore: true };
    openQuestion(view, `Ask for ${more} more minutes`, [...view.conduct.ledger.living()].filter((scope) => scope !== 'report'), fixed);
}

/** @param {SessionView} view */
function minutesLeft(view) {
    return Math.ceil(view.conduct.left / 60);
}

/**
 * @param {SessionView} view
 * @param {string} heading
 * @param {import('../consent/scopes.js').Scope[]} scopes
 * @param {{minutes: number, words: string, isMore?: boolean}} [fixed]
 */
function openQuestion(view, heading, scopes, fixed) {
    view.stage.leave();
    const { form, focus } = view.page.form(scopes, 'Cancel', (/** @type {any} */ question) => {
        dialog.close();
        view.page.ask(question);
        view.toolbar.focus();
    }, () => dialog.close(), fixed);
    const dialog = open(heading, form);
    focus();
}

/**
 * Type a longer text at the customer's.
 *
 * @param {SessionView} view
 */
export function typeDialog(view) {
    view.stage.leave();
    const field = el('textarea', { rows: 6, maxlength: TYPED_MOST, 'aria-label': 'Text to type' });
    const progress = el('p', { class: 'hint', role: 'status' }, 'Not for passwords: this is recorded. Use Look away.');
    const type = el('button', { class: 'main-button' }, icon('text-cursor-input'), 'Type it');
    const cancel = el('button', {}, 'Cancel');
    const dialog = open('Type text', field, progress, el('div', { class: 'row ends' }, type, cancel));
    let isStopped = false;
    dialog.addEventListener('close', () => { isStopped = true; });
    cancel.addEventListener('click', () => dialog.close());
    type.addEventListener('click', async () => {
        type.disabled = field.readOnly = true;
        const letters = [...field.value];
        let at = 0;
        while (at < letters.length && !isStopped) {
            if (view.conduct.handHolds || !view.conduct.isControlled) {
                write(progress, `Stopped after ${at} of ${letters.length}: the customer has the keyboard.`);
                type.disabled = field.readOnly = false;
                field.value = letters.slice(at).join('');
                return;
            }
            at += await typed(view, letters.slice(at, at + KEY_TEXT / 2));
            write(progress, `${at} of ${letters.length}`);
        }
        dialog.close();
    });
    field.focus();
}

/**
 * Type a few letters; a new line is the Enter key.
 *
 * @param {SessionView} view
 * @param {string[]} letters
 * @returns {Promise<number>} how many
 */
async function typed(view, letters) {
    const until = letters.indexOf('\n');
    const piece = until === -1 ? letters : letters.slice(0, until);
    if (piece.length > 0) view.conduct.say(/** @type {any} */ ({ kind: 'key.text', text: piece.join('') }));
    else for (const down of [true, false]) view.conduct.say(/** @type {any} */ ({ kind: 'key.code', code: 'Enter', down }));
    await new Promise((resolve) => setTimeout(resolve, TYPED_EVERY_MS));
    return Math.max(1, piece.length);
}
