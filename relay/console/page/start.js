// page/start.js — the start: one field for the code

import { parse } from '../protocol/code.js';
import { AttendedError, CodeSlip } from '../protocol/errors.js';
import { announce, el, icon, mark, show, title, typeset, write } from './dom.js';
import { join } from './join.js';
import { Refusal, ask, openLine } from './server.js';
import { sessionPage } from './session_page.js';
import * as texts from './texts.js';
import { VERSION } from './version.js';

/** @typedef {import('./main.js').Desk} Desk */

const UNKNOWN = 'R-204';
const WRONG = new Set(['P-120', 'P-121', 'P-122']);

/**
 * @param {Desk} desk
 * @param {() => void} again shows what fits when the sign-in ended
 */
export function startPage(desk, again) {
    title('Start');
    mark('idle');
    const field = el('input', {
        id: 'code', name: 'code', type: 'text', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false',
        maxlength: 64, 'aria-describedby': 'code-hint', class: 'code',
    });
    const state = el('p', { class: 'state', role: 'status' });
    const button = el('button', { class: 'main-button', type: 'submit' }, 'Connect');
    const form = el('form', { class: 'code-form', onsubmit: connect },
        el('label', { for: 'code' }, 'Code'),
        el('div', { class: 'row' }, field, button),
        el('p', { id: 'code-hint', class: 'hint' }, 'Dashes come by themselves. The last digit catches slips.'),
        state,
    );
    const sessions = el('section', { class: 'list', 'aria-labelledby': 'my-sessions' },
        el('h2', { id: 'my-sessions' }, 'My sessions'), el('p', { class: 'hint' }, 'None yet.'));
    const closed = whyClosed(desk);
    const work = closed === '' ? form : el('p', { class: 'caution' }, closed);
    show(bar(desk, again), el('main', { class: 'start' }, el('h1', { class: 'spoken' }, 'Start'), work, sessions), footer(desk));
    field.addEventListener('input', () => dashes(field));
    field.focus();
    listSessions(sessions).catch(() => undefined); // the list is a convenience; the code field is the work

    /** @param {string} words @param {boolean} [isBad] */
    function say(words, isBad = false) {
        write(state, words);
        state.classList.toggle('bad', isBad);
    }

    /** @param {SubmitEvent} event */
    async function connect(event) {
        event.preventDefault();
        let code;
        try {
            code = parse(field.value);
        } catch (wrong) {
            if (!(wrong instanceof AttendedError)) throw wrong;
            say(wrong instanceof CodeSlip ? texts.SLIP : typeset(`${wrong.words} ${wrong.remedy}`), true);
            field.focus();
            return;
        }
        button.disabled = field.readOnly = true;
        say(texts.lookingUp(code.locator));
        try {
            const ground = await groundOf(desk);
            const joined = await join(code, ground, () => say(texts.FOUND));
            desk.codes.wrong = 0;
            await sessionPage(joined, ground, desk, () => startPage(desk, again));
        } catch (wrong) {
            button.disabled = field.readOnly = false;
            if (!(wrong instanceof AttendedError || wrong instanceof Refusal)) {
                say('Something went wrong on this page. Reload it, and ask the customer to press New code.', true);
                throw wrong;
            }
            say(whyNot(desk, wrong), true);
            field.value = '';
            field.focus();
            if (wrong.code === 'R-101') again();
        }
    }
}

/**
 * Say why somebody cannot start sessions, if so.
 *
 * @param {Desk} desk
 */
function whyClosed({ me }) {
    if (me.role !== 'technician') return `You are signed in as ${me.role}. Codes are for technicians.`;
    const today = new Date().toISOString().slice(0, 10);
    if (me.trained_until !== null && me.trained_until >= today) return '';
    const ended = me.trained_until === null ? 'You have no training proof.' : `Your proof ended on ${day(me.trained_until)}.`;
    return `${ended} You can read old sessions but not ask.`;
}

/**
 * @param {Desk} desk
 * @param {AttendedError | Refusal} wrong
 */
function whyNot(desk, wrong) {
    if (wrong.code === UNKNOWN) return texts.UNKNOWN_CODE;
    if (!WRONG.has(wrong.code)) return typeset(`${wrong.words} ${wrong.remedy} (${wrong.code})`);
    desk.codes.wrong += 1;
    return desk.codes.wrong > 1 ? `${texts.WRONG_CODE} ${texts.TWICE_WRONG}` : texts.WRONG_CODE;
}

/**
 * @param {Desk} desk
 * @returns {Promise<import('./join.js').Ground>}
 */
async function groundOf(desk) {
    const { entry } = await ask('/api/entry');
    return {
        origin: location.origin,
        key: desk.key,
        entry,
        organisation: desk.organisation,
        logKey: desk.logKey,
        version: VERSION,
        spent: desk.spent,
        openLine,
        clock: () => performance.now() / 1000,
        now: () => Math.floor(Date.now() / 1000),
        random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    };
}

/**
 * Put the dashes where a spoken code has them, as long as the technician types at the end.
 *
 * @param {HTMLInputElement} field
 */
function dashes(field) {
    if (field.selectionStart !== field.value.length) return;
    const digits = field.value.replace(/[\s\p{Pd}]/gu, '');
    if (!/^[0-9]{1,15}$/.test(digits)) return;
    const cut = digits.startsWith('9') ? 6 : 4;
    // Six digits of secret are the usual; with eight the last dash moves when the thirteenth digit comes.
    const secret = digits.length > cut + 7 ? 8 : 6;
    const groups = [digits.slice(0, cut), digits.slice(cut, cut + secret), digits.slice(cut + secret)];
    field.value = groups.filter((group) => group !== '').join('-');
}

/**
 * The bar over every page but the session's.
 *
 * @param {Desk} desk
 * @param {() => void} again
 */
export function bar(desk, again) {
    const out = async () => {
        await ask('/api/sign-out', {});
        again();
    };
    return el('header', { class: 'bar' },
        el('strong', { class: 'name' }, 'Attended'),
        el('span', { class: 'grow' }, desk.organisation.policy.name),
        el('span', {}, desk.me.name),
        el('button', { class: 'quiet', onclick: () => out().catch(reportError) }, icon('log-out'), 'Sign out'),
    );
}

/** @param {Desk} desk */
function footer(desk) {
    const until = desk.me.trained_until;
    const days = until === null ? null : Math.floor((Date.parse(until) - Date.now()) / 86_400_000) + 1;
    const words = days !== null && days > 0 && days <= 30 ? `Your training proof ends on ${day(until)} (${days} days).` : '';
    if (words !== '') announce(words);
    return el('footer', {}, words);
}

/** @param {string | null} date */
function day(date) {
    return new Date(`${date}T12:00:00`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
}

/** @param {HTMLElement} place */
async function listSessions(place) {
    const { sessions } = await ask('/api/sessions');
    if (sessions.length === 0) return;
    const rows = sessions.slice(0, 8).map((/** @type {any} */ one) => {
        const when = new Date(one.opened * 1000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
        const what = one.scopes.length > 0 ? `allowed: ${texts.things(one.scopes)}` : 'nothing was allowed';
        return el('li', {}, el('span', { class: 'when' }, when), el('span', {}, what), el('span', { class: 'hint' }, one.closed ? 'over' : 'open'));
    });
    place.replaceChildren(/** @type {Node} */ (place.firstElementChild), el('ul', {}, ...rows));
}
