// replay/allowed.js — what was allowed at a moment, in signs and words; pure

/** @typedef {import('./film.js').Film} Film */
/** @typedef {import('./film.js').Stretch} Stretch */

/** Each thing's sign, what it does, and its name. @type {Readonly<Record<string, readonly [string, string, string]>>} */
export const THINGS = Object.freeze({
    view: ['◉', 'sees the screen', 'screen'],
    control: ['✎', 'uses mouse and keyboard', 'mouse'],
    report: ['▤', 'gets a report', 'report'],
    clipboard: ['⎘', 'shares copied text', 'copied text'],
    files: ['⇅', 'sends and gets files', 'files'],
});

/**
 * @param {Film} film
 * @param {number} at
 * @returns {Stretch[]}
 */
export function living(film, at) {
    const order = Object.keys(THINGS);
    const lanes = film.lanes.filter((lane) => lane.begins <= at && at < lane.ends);
    return lanes.sort((one, other) => order.indexOf(one.scope) - order.indexOf(other.scope));
}

/**
 * @param {Stretch} lane
 * @param {number} at
 */
export function rests(lane, at) {
    return lane.rests.some(([begins, ends]) => begins <= at && at < ends);
}

/**
 * The gap that a moment lies in, if any.
 *
 * @param {Film} film
 * @param {number} at
 */
export function gapAt(film, at) {
    return film.gaps.find(([begins, ends]) => begins <= at && at < ends) ?? null;
}

/**
 * Whether the customer's screen was being shown at a moment.
 *
 * @param {Film} film
 * @param {number} at
 */
export function isShown(film, at) {
    return living(film, at).some((lane) => lane.scope === 'view' && !rests(lane, at));
}

/**
 * The strip over the picture.
 *
 * @param {Film} film
 * @param {number} at
 */
export function strip(film, at) {
    const lanes = living(film, at);
    if (lanes.length === 0) return 'Nothing is allowed';
    const things = lanes.map((lane) => `${THINGS[lane.scope][0]} ${THINGS[lane.scope][1]}`);
    const left = Math.max(...lanes.map((lane) => lane.until)) - at;
    const paused = lanes.every((lane) => rests(lane, at)) ? ' · paused' : '';
    return `${things.join(' · ')} · ${minutes(left)} left${paused}`;
}

/**
 * The same for somebody who listens.
 *
 * @param {Film} film
 * @param {number} at
 */
export function spoken(film, at) {
    const where = `${inWords(at)} of ${inWords(film.duration)}`;
    const lanes = living(film, at);
    if (lanes.length === 0) return `${where}. Nothing allowed.`;
    const names = lanes.map((lane) => THINGS[lane.scope][2]).join(' and ');
    const left = inWords(Math.max(...lanes.map((lane) => lane.until)) - at);
    return `${where}. ${names[0].toUpperCase()}${names.slice(1)} allowed, ${left} left.`;
}

/** @param {number} ms */
export function minutes(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** @param {number} ms */
export function exact(ms) {
    return `${minutes(ms)}.${Math.floor((Math.max(0, ms) % 1000) / 100)}`;
}

/** @param {number} ms */
export function inWords(ms) {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const [whole, rest] = [Math.floor(seconds / 60), seconds % 60];
    const named = (/** @type {number} */ count, /** @type {string} */ unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;
    if (whole === 0) return named(rest, 'second');
    return rest === 0 ? named(whole, 'minute') : `${named(whole, 'minute')} ${named(rest, 'second')}`;
}

/** @param {number} ms a time of day, in milliseconds since 1970 */
export function timeOfDay(ms) {
    return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}
