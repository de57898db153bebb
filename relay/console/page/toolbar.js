// page/toolbar.js — the session's toolbar: one tab stop, arrows inside, letters jump while it has the focus

import { el, icon, write } from './dom.js';
import { THING, capital } from './texts.js';

/** @typedef {import('./session_view.js').SessionView} SessionView */

const ZOOMS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const LETTERS = { f: 'Fit', 1: '1:1', s: 'Screens', k: 'Keys', t: 'Type text', c: 'Chat', n: 'Notes', a: 'Ask for' };
/** Keys that a browser or the technician's own computer would take. @type {readonly (readonly [string, readonly string[]])[]} */
const KEYS = [
    ['Win', ['MetaLeft']],
    ['Menu', ['ContextMenu']],
    ['Alt+Tab', ['AltLeft', 'Tab']],
    ['Alt+F4', ['AltLeft', 'F4']],
    ['Ctrl+Esc', ['ControlLeft', 'Escape']],
    ['Print', ['PrintScreen']],
    ...Array.from({ length: 12 }, (_, at) => /** @type {const} */ ([`F${at + 1}`, [`F${at + 1}`]])),
];
/** Ways to what does not fit; each shows the part that lies there. */
const MOVES = /** @type {const} */ ([['←', 'left', -1, 0], ['→', 'right', 1, 0], ['↑', 'up', 0, -1], ['↓', 'down', 0, 1]]);
const HELD = /** @type {const} */ ([['Ctrl', 'ControlLeft'], ['Alt', 'AltLeft'], ['Shift', 'ShiftLeft'], ['Win', 'MetaLeft']]);

export class Toolbar {
    /** @type {Set<string>} */
    #held = new Set();
    /** @type {HTMLElement | null} */
    #last = null;
    #offered = '';

    /** @param {SessionView} view */
    constructor(view) {
        this.view = view;
        this.fit = el('button', { 'aria-pressed': 'true', onclick: () => this.zoom('fit') }, icon('maximize'), 'Fit');
        this.one = el('button', { 'aria-pressed': 'false', onclick: () => this.zoom(1) }, '1:1');
        this.less = el('button', { 'aria-label': 'Smaller', onclick: () => this.step(-1) }, '−');
        this.percent = el('span', { class: 'percent' }, 'fit');
        this.more = el('button', { 'aria-label': 'Larger', onclick: () => this.step(1) }, '+');
        this.moves = MOVES.map(([sign, where, x, y]) =>
            el('button', { 'aria-label': `Move the picture ${where}`, hidden: true, onclick: () => view.stage.pan.step(x, y) }, sign));
        this.held = HELD.map(([name, code]) =>
            el('button', { 'aria-pressed': 'false', 'data-code': code, onclick: () => this.hold(code) }, `Hold ${name}`));
        this.note = el('p', { class: 'hint' });
        this.screens = new Menu('Screens', 'monitor');
        this.screens.button.hidden = true;
        this.keys = new Menu('Keys', 'keyboard',
            ...KEYS.map(([name, codes]) => el('button', { onclick: () => this.press(codes) }, name)), ...this.held, this.note);
        this.type = el('button', { onclick: () => view.typeText() }, icon('text-cursor-input'), 'Type text');
        this.asks = new Menu('Ask for', 'circle-question-mark');
        this.away = el('button', { onclick: () => view.lookAway() }, icon('eye-off'), 'Look away');
        this.menus = [this.screens, this.keys, this.asks];
        this.element = el('div', {
            role: 'toolbar', 'aria-label': 'Session', class: 'toolbar', onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
            onfocusin: (/** @type {FocusEvent} */ event) => this.focused(event),
            onfocusout: (/** @type {FocusEvent} */ event) => this.left(event),
        },
        this.fit, this.one, this.less, this.percent, this.more, ...this.moves, gap(), this.screens.button, this.keys.button, this.type, gap(),
        this.asks.button, this.away, ...this.menus.map((menu) => menu.body));
        const [first, ...rest] = this.items();
        first.tabIndex = 0;
        for (const item of rest) item.tabIndex = -1;
    }

    /** Put the focus on the button used last. */
    focus() {
        const items = this.items();
        (items.find((item) => item === this.#last) ?? items[0]).focus();
    }

    /** Follow what is true now. */
    follow() {
        const { conduct } = this.view;
        const controls = conduct.isControlled;
        if (!controls) this.#held.clear();
        this.type.disabled = this.keys.button.disabled = !controls;
        if (!controls) this.keys.show(false);
        for (const button of this.held) button.setAttribute('aria-pressed', String(this.#held.has(button.dataset.code ?? '')));
        const isWindows = /windows/i.test(conduct.customer?.platform ?? '');
        write(this.note, isWindows ? 'Ctrl+Alt+Del cannot be sent: only the customer can press it.' : '');
        this.away.disabled = !conduct.isSeen;
        this.offer();
    }

    /** Offer what may be asked for. */
    offer() {
        const { askable, conduct } = this.view;
        const canExtend = conduct.question === null && conduct.ledger.living().size > 0 && conduct.lost === null;
        const wanted = `${askable.join()} ${canExtend}`;
        if (this.#offered === wanted) return;
        this.#offered = wanted;
        this.asks.body.replaceChildren(
            ...askable.map((scope) => el('button', { onclick: () => this.view.ask(scope) }, capital(THING[scope]))),
            ...(canExtend ? [el('button', { onclick: () => this.view.askForMore() }, icon('clock-plus'), '10 more minutes')] : []),
            ...(askable.length === 0 && !canExtend ? [el('p', { class: 'hint' }, 'Nothing can be asked for just now.')] : []),
        );
    }

    /**
     * @param {import('../protocol/screen.js').Monitor[]} known
     * @param {readonly number[]} allowed
     */
    monitors(known, allowed) {
        const offered = known.filter(({ id }) => allowed.includes(id));
        this.screens.button.hidden = offered.length < 2;
        this.screens.body.replaceChildren(...offered.map(({ id, name }) =>
            el('button', { onclick: () => this.view.conduct.say(/** @type {any} */ ({ kind: 'screen.monitor', monitor: id })) },
                `Screen ${id}${name === '' ? '' : ` (${name})`}`)));
    }

    /** @param {'fit' | number} scale */
    zoom(scale) {
        const { stage } = this.view;
        stage.pan.around(() => {
            stage.picture.rescale(scale);
            stage.element.classList.toggle('scrolls', scale !== 'fit');
        });
        for (const button of this.moves) button.hidden = scale === 'fit';
        this.fit.setAttribute('aria-pressed', String(scale === 'fit'));
        this.one.setAttribute('aria-pressed', String(scale === 1));
        write(this.percent, scale === 'fit' ? 'fit' : `${Math.round(scale * 100)} %`);
    }

    /** @param {1 | -1} way */
    step(way) {
        const { unit: now } = this.view.stage.picture;
        const next = way > 0 ? ZOOMS.find((zoom) => zoom > now) : ZOOMS.findLast((zoom) => zoom < now);
        this.zoom(next ?? now);
    }

    /** @param {readonly string[]} codes pressed together, let go in turn */
    press(codes) {
        for (const code of codes) this.view.conduct.say(key(code, true));
        for (const code of [...codes].reverse()) this.view.conduct.say(key(code, false));
        this.keys.show(false);
        this.keys.button.focus();
    }

    /** @param {string} code */
    hold(code) {
        const down = !this.#held.has(code);
        if (!this.view.conduct.say(key(code, down))) return;
        if (down) this.#held.add(code);
        else this.#held.delete(code);
        this.follow();
    }

    /** What the arrows go through, hidden and inert things left out. */
    items() {
        const all = /** @type {HTMLButtonElement[]} */ ([...this.element.querySelectorAll(':scope > button')]);
        return all.filter((item) => !item.disabled && !item.hidden);
    }

    /** @param {FocusEvent} event */
    focused(event) {
        const item = /** @type {HTMLButtonElement} */ (event.target);
        if (!this.items().includes(item)) return;
        for (const other of this.items()) other.tabIndex = -1;
        item.tabIndex = 0;
        this.#last = item;
    }

    /** @param {FocusEvent} event the focus left a part; open lists close when it left them and their button */
    left({ relatedTarget }) {
        const to = /** @type {Node | null} */ (relatedTarget);
        for (const menu of this.menus) if (to !== null && to !== menu.button && !menu.body.contains(to)) menu.show(false);
    }

    /** @param {KeyboardEvent} event */
    key(event) {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const open = this.menus.find((menu) => !menu.body.hidden);
        if (event.key === 'Escape' && open !== undefined) {
            open.show(false);
            open.button.focus();
            return;
        }
        const items = this.items();
        const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
        if (to !== undefined && at >= 0) {
            event.preventDefault();
            items[(to + items.length) % items.length].focus();
            return;
        }
        const name = LETTERS[/** @type {keyof typeof LETTERS} */ (event.key.toLowerCase())];
        if (name === undefined) return;
        event.preventDefault();
        if (name === 'Chat' || name === 'Notes') this.view.panels.open(name);
        else items.find((item) => item.textContent?.replace(' ▾', '') === name)?.focus();
    }
}

let menus = 0;

/** A button that opens a list of buttons. */
class Menu {
    /**
     * @param {string} name
     * @param {string} picture the icon before it
     * @param {...HTMLElement} inside
     */
    constructor(name, picture, ...inside) {
        menus += 1;
        this.body = el('div', { id: `menu-${menus}`, class: 'menu-body', role: 'group', 'aria-label': name, hidden: true }, ...inside);
        this.button = el('button', {
            'aria-expanded': 'false', 'aria-controls': this.body.id, onclick: () => this.show(this.body.hidden),
        }, icon(picture), name, el('span', { 'aria-hidden': 'true' }, ' ▾'));
    }

    /** @param {boolean} isShown */
    show(isShown) {
        this.body.hidden = !isShown;
        this.button.setAttribute('aria-expanded', String(isShown));
    }
}

function gap() {
    return el('span', { class: 'gap', 'aria-hidden': 'true' });
}

/**
 * @param {string} code
 * @param {boolean} down
 */
function key(code, down) {
    return /** @type {any} */ ({ kind: 'key.code', code, down });
}
