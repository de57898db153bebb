// view/pointer.js — the technician's mouse to messages, in pixels of the customer's monitor

import { WHEEL_STEPS } from '../protocol/limits.js';

/**
 * @typedef {'left' | 'middle' | 'right' | 'back' | 'forward'} Button
 * @typedef {{kind: 'pointer.move', x: number, y: number}
 *     | {kind: 'pointer.button', button: Button, down: boolean, x: number, y: number}
 *     | {kind: 'pointer.wheel', dx: number, dy: number, x: number, y: number}} PointerMessage
 */

/** Buttons by the DOM's numbers. @type {readonly Button[]} */
export const BUTTONS = ['left', 'middle', 'right', 'back', 'forward'];

/** How far the wheel turns for one step, by the DOM's units: pixels, lines, pages. */
const STEP = [100, 3, 1];

/** Adds up small turns (touchpads send many) and gives whole steps. */
export class WheelSteps {
    constructor() {
        this.x = 0;
        this.y = 0;
    }

    /**
     * @param {number} deltaX
     * @param {number} deltaY
     * @param {number} mode WheelEvent.deltaMode
     */
    turn(deltaX, deltaY, mode) {
        const unit = STEP[mode] ?? STEP[0];
        const x = this.x + deltaX / unit;
        const y = this.y + deltaY / unit;
        const [dx, dy] = [Math.trunc(x), Math.trunc(y)];
        this.x = x - dx;
        this.y = y - dy;
        return { dx: bounded(dx), dy: bounded(dy) };
    }
}

/** @param {number} steps */
function bounded(steps) {
    return Math.min(Math.max(steps, -WHEEL_STEPS), WHEEL_STEPS) || 0; // never -0, which canonical JSON has not
}

/** Listens on the picture's canvas and sends messages: moves at once, but at most one for each refresh of the page. */
export class PointerTap {
    /**
     * @param {HTMLElement} element
     * @param {import('./picture.js').Picture} picture
     * @param {(message: PointerMessage) => void} send
     */
    constructor(element, picture, send) {
        this.element = element;
        this.picture = picture;
        this.send = send;
        this.wheel = new WheelSteps();
        /** @type {Set<Button>} */
        this.held = new Set();
        /** @type {{x: number, y: number} | null} */
        this.waiting = null;
        this.last = { x: 0, y: 0 };
        this.refresh = 0;
        this.ends = new AbortController();
        const options = { signal: this.ends.signal };
        element.addEventListener('pointermove', (event) => this.move(event), options);
        element.addEventListener('pointerdown', (event) => this.button(event, true), options);
        element.addEventListener('pointerup', (event) => this.button(event, false), options);
        element.addEventListener('pointercancel', () => this.release(), options);
        element.addEventListener('wheel', (event) => this.turn(event), { ...options, passive: false });
        element.addEventListener('contextmenu', (event) => event.preventDefault(), options);
        element.addEventListener('pointerenter', () => picture.pointer.own(true), options);
        element.addEventListener('pointerleave', () => picture.pointer.own(false), options);
        element.addEventListener('blur', () => this.release(), options);
        window.addEventListener('blur', () => this.release(), options);
    }

    /** Stop listening, and let go. */
    close() {
        this.release();
        this.ends.abort();
        cancelAnimationFrame(this.refresh);
        this.picture.pointer.own(false);
    }

    /** Let go of every button at the customer's side, where the pointer was last. */
    release() {
        this.waiting = null;
        for (const button of this.held) this.send({ kind: 'pointer.button', button, down: false, ...this.last });
        this.held.clear();
    }

    /** @param {PointerEvent} event */
    move(event) {
        this.chorded(event);
        const at = this.picture.toScreen(event.clientX, event.clientY);
        if (at === null || (!at.inside && this.held.size === 0)) return;
        this.waiting = { x: at.x, y: at.y };
        if (this.refresh === 0) this.flush();
    }

    /** Send the newest place, and nothing more before the next refresh. */
    flush() {
        this.refresh = 0;
        const at = this.waiting;
        this.waiting = null;
        if (at === null) return;
        if (at.x !== this.last.x || at.y !== this.last.y) this.send({ kind: 'pointer.move', ...at });
        this.last = at;
        this.refresh = requestAnimationFrame(() => this.flush());
    }

    /**
     * A second button that goes down or up while another is held comes as a move (Pointer Events, chorded buttons).
     *
     * @param {PointerEvent} event
     */
    chorded(event) {
        if (event.button < 0) return;
        const bit = [1, 4, 2, 8, 16][event.button];
        this.button(event, (event.buttons & bit) !== 0);
    }

    /**
     * @param {PointerEvent} event
     * @param {boolean} down
     */
    button(event, down) {
        const button = BUTTONS[event.button];
        const at = this.picture.toScreen(event.clientX, event.clientY);
        if (button === undefined || at === null) return;
        if (down && at.inside && !this.held.has(button)) {
            if (event.pointerId >= 0) this.element.setPointerCapture(event.pointerId);
            this.held.add(button);
        } else if (down || !this.held.delete(button)) return;
        this.waiting = null;
        this.last = { x: at.x, y: at.y };
        this.send({ kind: 'pointer.button', button, down, ...this.last });
    }

    /** @param {WheelEvent} event */
    turn(event) {
        const at = this.picture.toScreen(event.clientX, event.clientY);
        if (at === null || !at.inside) return;
        event.preventDefault();
        const { dx, dy } = this.wheel.turn(event.deltaX, event.deltaY, event.deltaMode);
        if (dx !== 0 || dy !== 0) this.send({ kind: 'pointer.wheel', dx, dy, x: at.x, y: at.y });
    }
}
