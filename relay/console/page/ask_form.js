// page/ask_form.js — the question, as the technician writes it

import { characters } from '../consent/model.js';
import { REASON_LEAST as LEAST, REASON_TEXT as MOST, TICKET_TEXT } from '../protocol/limits.js';
import { cleaned, hasTurns } from '../protocol/plain_words.js';
import { el, icon, write } from './dom.js';
import { THING, TURNS_LEFT_OUT, capital, preview } from './texts.js';

/** @typedef {import('../consent/scopes.js').Scope} Scope */
/** @typedef {import('../consent/request.js').Question} Question */

const MINUTES = [10, 15, 30];
let forms = 0;

/**
 * Build the form.
 *
 * @param {object} given
 * @param {import('../consent/policy.js').OrganisationPolicy} given.policy
 * @param {string} given.name the technician's
 * @param {readonly Scope[]} given.scopes what may be asked for now
 * @param {Partial<Question>} [given.former] what was written last time
 * @param {{minutes: number, words: string, isMore?: boolean}} [given.fixed] a time that is not chosen here
 * @param {string} given.leave the word on the other button
 * @param {(question: Question) => void} given.ask
 * @param {() => void} given.left
 */
export function askForm({ policy, name, scopes, former = {}, fixed, leave, ask, left }) {
    forms += 1;
    const id = `ask-${forms}`;
    const ticks = scopes.map((scope) => /** @type {const} */ ([
        scope,
        el('input', { type: 'checkbox', name: 'scope', value: scope, id: `${id}-${scope}`, checked: fixed !== undefined || scopes.length === 1 || scope === 'view' }),
    ]));
    const purpose = el('select', { id: `${id}-purpose` },
        ...policy.purposes.map(({ term, words }) => el('option', { value: term, selected: term === former.purpose }, capital(words.replace(/^to /, '')))));
    const ticket = el('input', { id: `${id}-ticket`, maxlength: TICKET_TEXT, autocomplete: 'off', value: former.ticket ?? '' });
    const reason = el('textarea', { id: `${id}-reason`, maxlength: MOST, rows: 2, 'aria-describedby': `${id}-count`, required: true }, former.reason ?? '');
    const count = el('span', { id: `${id}-count`, class: 'hint' });
    const offered = MINUTES.filter((minutes) => minutes <= policy.limits.minutes);
    const times = (offered.length > 0 ? offered : [policy.limits.minutes]).map((minutes, at, all) =>
        el('label', { class: 'choice' },
            el('input', { type: 'radio', name: `${id}-minutes`, value: minutes, checked: minutes === (former.minutes ?? all[Math.min(1, all.length - 1)]) }),
            `${minutes} min`));
    const read = el('p', { class: 'preview' });
    const missing = el('p', { class: 'bad', role: 'alert' });
    const submit = el('button', { class: 'main-button', type: 'submit' }, icon('send'), 'Ask');

    /** @returns {Question} */
    const question = () => ({
        scopes: ticks.filter(([, tick]) => tick.checked).map(([scope]) => scope),
        minutes: fixed?.minutes ?? Number(/** @type {HTMLInputElement} */ (form.querySelector('input[type=radio]:checked')).value),
        purpose: purpose.value,
        reason: cleaned(reason.value).trim().replace(/\s+/g, ' '),
        ticket: cleaned(ticket.value).trim(),
    });
    const form = el('form', { class: 'ask', 'aria-label': 'Ask', onsubmit: send, oninput: refresh, onkeydown: shortcut },
        el('fieldset', {}, el('legend', {}, 'Ask for'),
            ...ticks.map(([scope, tick]) => el('label', { class: 'choice' }, tick, capital(THING[scope])))),
        el('div', { class: 'pair' },
            el('div', {}, el('label', { for: purpose.id }, 'Purpose'), purpose),
            el('div', {}, el('label', { for: ticket.id }, 'Ticket'), ticket)),
        el('div', {}, el('label', { for: reason.id }, `Why, for the customer (${LEAST}–${MOST} letters)`), reason, count),
        fixed ? el('p', { class: 'fixed' }, fixed.words)
            : el('fieldset', {}, el('legend', {}, 'For'),
                el('div', { class: 'row' }, ...times, el('span', { class: 'hint' }, `most allowed: ${policy.limits.minutes}`))),
        el('div', { class: 'they-read' }, el('h2', {}, 'They will read:'), read),
        missing,
        el('div', { class: 'row ends' }, submit, el('span', { class: 'hint grow' }, 'Ctrl+Enter'),
            el('button', { type: 'button', onclick: left }, leave)),
    );
    refresh();
    return { form, focus: () => reason.focus(), disable: (/** @type {boolean} */ isOff) => { submit.disabled = isOff; } };

    function refresh() {
        const now = question();
        const words = policy.purposes.find(({ term }) => term === now.purpose)?.words ?? '';
        write(read, preview({ name, ...now, purpose: words, isMore: fixed?.isMore }));
        const isTurned = [reason, ticket].some(({ value }) => hasTurns(value));
        write(count, `${characters(now.reason)} of ${MOST}${isTurned ? `. ${TURNS_LEFT_OUT}` : ''}`);
        write(missing, '');
    }

    /** @param {KeyboardEvent} event */
    function shortcut(event) {
        if (event.key === 'Enter' && event.ctrlKey) form.requestSubmit();
    }

    /** @param {SubmitEvent} event */
    function send(event) {
        event.preventDefault();
        const now = question();
        const letters = characters(now.reason);
        if (now.scopes.length === 0) write(missing, 'Tick what you want to ask for.');
        else if (letters < LEAST) {
            write(missing, `Say why in at least ${LEAST} letters.`);
            reason.focus();
        } else if (letters > MOST) write(missing, `Say why in ${MOST} letters at most.`);
        else if (characters(now.ticket) > TICKET_TEXT) write(missing, `A ticket has ${TICKET_TEXT} letters at most.`);
        else ask(now);
    }
}
