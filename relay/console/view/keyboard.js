// view/keyboard.js — the technician's keys to messages: characters as characters, all else by its place

import { KEY_TEXT } from '../protocol/limits.js';

/**
 * @typedef {{kind: 'key.code', code: string, down: boolean} | {kind: 'key.text', text: string}} KeyMessage
 * @typedef {Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat' | 'isComposing'>
 *     & {getModifierState: (name: string) => boolean}} Pressed
 */

/** Windows sends Control before AltGr; within this time (ms) they are one key. */
export const ALTGR_MS = 50;
/** Held for so long (ms), Esc leaves the picture. */
export const LEAVE_MS = 1000;

/** Keys whose state is the technician's own: letters come as characters already. */
const OWN = new Set(['CapsLock', 'NumLock', 'ScrollLock', 'AltGraph', 'Fn', 'FnLock', 'Dead', 'Process', 'Compose']);
const BY_NAME = new Set(['Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete']);

/**
 * What a key press means, or null when it means nothing to the other side.
 *
 * @param {Pressed} event
 * @param {boolean} isMac there Option makes characters, and Command is what Ctrl is elsewhere
 * @returns {{text: string} | {code: string} | null}
 */
export function meaning(event, isMac = false) {
    if (event.isComposing || OWN.has(event.key)) return null;
    const isThirdLevel = event.getModifierState('AltGraph') || (isMac && event.altKey && !event.ctrlKey);
    const isShortcut = event.metaKey || (!isThirdLevel && (event.ctrlKey || event.altKey));
    if ([...event.key].length === 1 && !isShortcut) return { text: event.key };
    const code = placeOf(event);
    return code === '' ? null : { code };
}

/**
 * A key's place. Without Num Lock the keypad is what its keys say, whatever Num Lock is at the customer's.
 *
 * @param {Pick<KeyboardEvent, 'key' | 'code'>} event
 */
function placeOf({ key, code }) {
    const isNamed = BY_NAME.has(key) || key.startsWith('Arrow');
    if (code.startsWith('Numpad') && isNamed) return key;
    return /^[A-Za-z0-9]{1,32}$/.test(code) ? code : '';
}

/**
 * Listens on a text field that nobody sees and sends messages while it has the focus. What it holds down is let go
 * when that ends. A field, because only into one do dead keys and input methods write what they compose.
 */
export class KeyboardTap {
    /**
     * @param {HTMLElement} element the field
     * @param {(message: KeyMessage) => void} send
     * @param {{onLeave?: () => void, isMac?: boolean}} [options] `onLeave`: Esc was held, or Ctrl+Alt+Home pressed
     */
    constructor(element, send, { onLeave = () => undefined, isMac = /Mac/.test(navigator.userAgent) } = {}) {
        this.send = send;
        this.onLeave = onLeave;
        this.isMac = isMac;
        /** @type {Set<string>} */
        this.held = new Set();
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        this.control = undefined;
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        this.leaving = undefined;
        this.ends = new AbortController();
        const options = { signal: this.ends.signal };
        element.addEventListener('keydown', (event) => this.down(event), options);
        element.addEventListener('keyup', (event) => this.up(event), options);
        const field = /** @type {HTMLTextAreaElement} */ (element);
        element.addEventListener('compositionend', () => this.composed(field), options);
        element.addEventListener('input', (event) => this.written(field, /** @type {InputEvent} */ (event)), options);
        element.addEventListener('blur', () => this.release(), options);
        document.addEventListener('visibilitychange', () => this.release(), options);
    }

    /** Stop listening, and let go. */
    close() {
        this.release();
        this.ends.abort();
    }

    /** Let go of everything held at the customer's side. */
    release() {
        this.forgetControl();
        clearTimeout(this.leaving);
        this.leaving = undefined;
        for (const code of [...this.held].reverse()) this.send({ kind: 'key.code', code, down: false });
        this.held.clear();
    }

    /** @param {KeyboardEvent} event */
    down(event) {
        if (event.code === 'Home' && event.ctrlKey && event.altKey) {
            event.preventDefault();
            this.leave();
            return;
        }
        if (event.key === 'AltGraph') this.forgetControl();
        const meant = meaning(event, this.isMac);
        if (meant === null) return;
        event.preventDefault();
        if ('text' in meant) {
            this.sendControl();
            this.text(meant.text);
        } else if (!event.repeat) this.press(meant.code);
    }

    /** @param {string} code */
    press(code) {
        this.sendControl();
        if (this.held.has(code)) return;
        if (code === 'ControlLeft') {
            this.control = setTimeout(() => this.sendControl(), ALTGR_MS);
            return;
        }
        if (code === 'Escape') this.leaving = setTimeout(() => this.leave(), LEAVE_MS);
        this.held.add(code);
        this.send({ kind: 'key.code', code, down: true });
    }

    /** @param {KeyboardEvent} event */
    up(event) {
        const code = placeOf(event);
        if (code === 'ControlLeft') this.sendControl();
        if (code === 'Escape') {
            clearTimeout(this.leaving);
            this.leaving = undefined;
        }
        if (event.key === 'Meta') {
            this.release(); // macOS tells nothing of keys that come up while Command is down
            return;
        }
        if (!this.held.delete(code)) return;
        event.preventDefault();
        this.send({ kind: 'key.code', code, down: false });
    }

    /**
     * Something stands in the field that no key press told: a dead key's letter, or an input method's word.
     *
     * @param {HTMLTextAreaElement} field
     * @param {Pick<InputEvent, 'isComposing' | 'inputType'>} event
     */
    written(field, { isComposing, inputType }) {
        if (isComposing) return;
        if (inputType.startsWith('insertFrom')) field.value = ''; // a paste or a drop: copied text goes only by its own button
        else this.composed(field);
    }

    /** @param {HTMLTextAreaElement} field */
    composed(field) {
        const text = field.value;
        field.value = '';
        if (text !== '') this.text(text);
    }

    /** @param {string} text */
    text(text) {
        const letters = [...text];
        for (let at = 0; at < letters.length; at += KEY_TEXT / 2) {
            this.send({ kind: 'key.text', text: letters.slice(at, at + KEY_TEXT / 2).join('') });
        }
    }

    leave() {
        this.release();
        this.onLeave();
    }

    /** Control was pressed and no AltGr followed: it is Control. */
    sendControl() {
        if (this.control === undefined) return;
        this.forgetControl();
        this.held.add('ControlLeft');
        this.send({ kind: 'key.code', code: 'ControlLeft', down: true });
    }

    forgetControl() {
        clearTimeout(this.control);
        this.control = undefined;
    }
}
