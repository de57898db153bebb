// page/texts.js — what the technician reads, in whole sentences

import { CLOCK_SECONDS } from '../consent/limits.js';
import { MEANING } from '../consent/scopes.js';
import { typeset } from './dom.js';

/** @typedef {import('../consent/scopes.js').Scope} Scope */
/** @typedef {import('./conduct.js').Words} Words */

/** What goes on once a report was sent. */
export const LIVE_USE = 'live use';

/** The things by the technician's names for them, in order. @type {Readonly<Record<Scope, string>>} */
export const THING = Object.freeze({
    view: 'see screen',
    control: 'mouse and keyboard',
    report: 'health report',
    clipboard: 'copied text',
    files: 'files',
});

export const BROWSER_TOO_OLD =
    'Your browser is too old. Use Chrome or Edge 137, Firefox 130, Safari 17 or newer.';
export const NOT_SECURE =
    'This page has no keys here, because its address is not safe. Open it with https, or as http://localhost.';
export const SLIP = 'One digit is wrong. Ask for the code again, group by group. Nothing was used up.';
export const FOUND = 'Found. Checking the code with the customer’s computer…';
export const PAIRED = 'Paired. Now ask.';
export const UNKNOWN_CODE =
    'No computer waits with this code. It may have run out (10 minutes). Ask for a new one.';
export const WRONG_CODE = 'The code did not fit, and is used up. Ask the customer to press New code.';
export const TWICE_WRONG = 'Twice wrong. Please confirm by phone that you speak to the right person.';
export const SHOWN = 'Shown to the customer.';
export const MORE_TIME = 'The customer took more time.';
/** Something that somebody pasted held signs that turn the order of letters. */
export const TURNS_LEFT_OUT = 'Signs that turn letters round were left out.';
export const SAID_NO = 'The customer said no. You may ask once more, with a clearer reason.';
export const SAID_NO_AGAIN = 'Please go on by phone.';
export const NO_ANSWER = 'No answer in time. That counts as no.';
export const LOOK_ONLY =
    'This session is for looking only: screen and report, 15 minutes. Mouse, files and copied text cannot be asked for.';
export const LEAVE_KEYS =
    'Keys go to the customer’s computer. Hold Esc, or press Ctrl+Alt+Home, to leave.';
export const NEVER_LIVE = 'The customer turned it off before it began.';
export const HAND = 'Customer moves the mouse. Yours waits.';
export const END_ASK = 'To go on later the customer must read out a new code.';

/** @param {string} locator */
export function lookingUp(locator) {
    return `Looking up ${locator}…`;
}

/** @param {number} seconds */
export function clockOff(seconds) {
    if (Math.abs(seconds) <= CLOCK_SECONDS) return '';
    const minutes = Math.max(2, Math.round(Math.abs(seconds) / 60));
    return `Your clock is ${minutes} minutes off. Proofs may fail.`;
}

/** @param {string} left */
export function reading(left) {
    return `The customer is reading. ${left} left.`;
}

/**
 * Join names as a sentence does.
 *
 * @param {Iterable<Scope>} scopes
 */
export function things(scopes) {
    return Object.entries(THING)
        .filter(([scope]) => [...scopes].includes(/** @type {Scope} */ (scope)))
        .map(([, name]) => name)
        .join(', ');
}

/** @param {string} text */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Say what became of a question.
 *
 * @param {import('../protocol/messages/control.js').ConsentAnswer} answer
 * @param {boolean} isSecondNo
 */
export function answer({ allowed, refused, because, minutes }, isSecondNo) {
    if (allowed.length > 0) {
        const yes = `Allowed: ${things(allowed)}, ${minutes} minutes.`;
        return refused.length > 0 ? `${yes} Not allowed: ${things(refused)}.` : yes;
    }
    if (because === 'no-answer') return NO_ANSWER;
    if (because === 'failed') return 'The yes could not be recorded, so nothing was shown. Please ask again.';
    if (because === 'not-offered') return `The customer’s computer does not offer this: ${things(refused)}.`;
    return isSecondNo ? SAID_NO_AGAIN : SAID_NO;
}

/**
 * What the customer will read, as far as it follows from the question: the desk's own sentences, in English.
 *
 * @param {object} question
 * @param {string} question.name
 * @param {readonly Scope[]} question.scopes
 * @param {string} question.purpose in the policy's words
 * @param {string} question.reason
 * @param {string} question.ticket
 * @param {number} question.minutes
 * @param {boolean} [question.isMore] whether more time is asked for what is allowed already
 */
export function preview({ name, scopes, purpose, reason, ticket, minutes, isMore = false }) {
    const why = reason === '' ? '…' : reason;
    const called = ticket === '' ? '' : ` (ticket ${ticket})`;
    return `${asking(name, scopes, isMore)}. Why they ask: ${purpose}. “${why}”${called} For ${minutes} minutes.`;
}

/**
 * Say who asks for what, as the question's first line does.
 *
 * @param {string} name
 * @param {readonly Scope[]} scopes
 * @param {boolean} isMore
 */
function asking(name, scopes, isMore) {
    if (isMore) return `${name} asks for more time`;
    const asks = scopes.map((scope) => MEANING[scope].asksTo);
    if (scopes.length < 2) return `${name} asks to ${asks[0] ?? '…'}`;
    if (scopes.length === 2 && scopes.includes('view') && scopes.includes('report')) return `${name} asks to ${asks.join(' and ')}`;
    return `${name} asks for ${scopes.length} things`;
}

/**
 * Why nothing is seen, where the customer's side says so.
 *
 * @param {string} because
 */
export function paused(because) {
    const why = {
        customer: 'Paused by the customer. Nothing is seen.',
        'look-away': 'You look away so the customer can type a password. Nothing is seen. Only they can go on.',
        recording: 'The recording stopped, so the session paused. Whoever runs the relay was told.',
        line: 'The line was lost for a moment. Nothing is seen.',
        system: 'The customer’s computer asks something only they can answer.',
    };
    return why[/** @type {keyof typeof why} */ (because)] ?? 'Paused. Nothing is seen.';
}

/**
 * Say whose line is lost.
 *
 * @param {'yours' | 'theirs' | 'relay'} whose
 * @param {number} seconds
 */
export function lineLost(whose, seconds) {
    if (whose === 'relay') return 'The relay restarted. Back in a moment; nothing was lost.';
    const line = whose === 'yours' ? 'Your line is lost.' : 'The customer’s line is lost.';
    return `${line} Trying for ${Math.max(0, Math.ceil(seconds))} s. Nothing is seen.`;
}

/** @param {Words} refusal */
export function notSent({ words, remedy, code }) {
    return typeset(`Not sent: ${words} ${remedy} (${code})`);
}

/**
 * Say what a withdrawal or an expiry ended.
 *
 * @param {{scopes: readonly Scope[], because: string}} ended
 * @param {boolean} [isSent] whether the report came, so that what ends is live use
 */
export function scopesEnded({ scopes, because }, isSent = false) {
    const names = isSent && scopes.length === 1 && scopes[0] === 'report' ? LIVE_USE : things(scopes);
    if (because === 'expired') return `The time for this has passed: ${names}.`;
    if (because === 'question') return `${capital(names)}: off while the customer reads.`;
    if (because === 'done') return `Done: ${names}. To get another, ask again.`;
    if (because === 'lost') return `Ended with the line: ${names}.`;
    return `The customer turned off ${names}.`;
}

/**
 * Say how it ended.
 *
 * @param {{reason: string, words?: Words}} over
 */
export function ended({ reason, words }) {
    const how = {
        stopped: 'Customer pressed Stop',
        left: 'You ended it',
        expired: 'Time was up',
        lost: 'Line lost',
        closed: 'The session is over',
        failed: 'The customer’s program failed',
        refused: 'The customer’s computer did not accept you',
        broken: 'The session ended to be safe',
    };
    const said = how[/** @type {keyof typeof how} */ (reason)] ?? 'The session is over';
    return { said, more: words === undefined ? '' : typeset(`${words.words} ${words.remedy} (${words.code})`) };
}
