// page/dom.js — building the page: elements with text, never markup. What a peer said can only ever become text.

/**
 * @typedef {string | Node | null | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => unknown)>} Attributes
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an element. An attribute that is a function listens (`onclick`); `true` writes the bare attribute; false, null
 * and undefined write nothing.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') element.addEventListener(name.slice(2), value);
        else if (value !== false && value !== null && value !== undefined) {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    }
    element.append(.../** @type {(string | Node)[]} */ (children.filter((child) => child !== null && child !== false)));
    return element;
}

/**
 * Write text where it differs, so that a reader is not told the same thing every second.
 *
 * @param {Node} element
 * @param {string} text
 */
export function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/**
 * Draw an icon of the set that the desk has too. It is for eyes alone, and stands before the words of its button: where
 * a browser does not fetch it, nothing is missing.
 *
 * @param {string} name
 */
export function icon(name) {
    const picture = document.createElementNS(SVG, 'svg');
    picture.setAttribute('class', 'icon');
    picture.setAttribute('aria-hidden', 'true');
    const drawn = document.createElementNS(SVG, 'use');
    drawn.setAttribute('href', `/console/icons/icons.svg#${name}`);
    picture.append(drawn);
    return picture;
}

/**
 * Let the tab's own picture say how things are.
 *
 * @param {'idle' | 'live' | 'paused' | 'over'} state
 */
export function mark(state) {
    const link = byId('mark');
    const file = `/console/marks/${state}.svg`;
    if (link.getAttribute('href') !== file) link.setAttribute('href', file);
}

/**
 * Find what the page certainly has.
 *
 * @param {string} id
 */
export function byId(id) {
    const found = document.getElementById(id);
    if (found === null) throw new Error(`the page has no ${id}`);
    return found;
}

/**
 * Show this instead of what stands there.
 *
 * @param {...HTMLElement} parts header, main, aside, footer
 */
export function show(...parts) {
    byId('page').replaceChildren(...parts);
}

/** @param {string} state what stands before "· Attended" in the tab */
export function title(state) {
    const text = `${state} · Attended`;
    if (document.title !== text) document.title = text;
}

/**
 * Have something spoken.
 *
 * @param {string} text
 * @param {boolean} [isUrgent]
 */
export function announce(text, isUrgent = false) {
    const region = byId(isUrgent ? 'urgent' : 'polite');
    region.replaceChildren(); // the same words twice are two announcements
    region.append(text);
}

/**
 * Set the relay's and the customer's words as the page's own are set: errors travel with plain apostrophes.
 *
 * @param {string} words
 */
export function typeset(words) {
    return words.replace(/(\p{L})'(?=\p{L})/gu, '$1’');
}

/**
 * Write minutes and seconds as a clock does.
 *
 * @param {number} seconds
 */
export function clock(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
