// page/stage.js — the one canvas: who may look at it, and when keys and pointer go through it

import { decodable } from '../view/films.js';
import { Picture } from '../view/picture.js';
import { KeyboardTap } from '../view/keyboard.js';
import { Pan } from '../view/pan.js';
import { PointerTap } from '../view/pointer.js';
import { el, write } from './dom.js';

/**
 * @typedef {object} Asks
 * @property {(message: any) => boolean} say
 * @property {(detail: string) => void} failed the picture was damaged
 * @property {(monitors: import('../protocol/screen.js').Monitor[]) => void} monitors
 * @property {() => void} left the technician left the picture
 * @property {() => void} moved the technician went in or out
 */

/** The customer's screen, and the technician's way into it. */
export class Stage {
    monitor = 1;
    isInside = false;
    #isSeen = false;
    #isControlled = false;
    #hasPicture = false;
    /**
     * The codecs of films that this browser decodes; null while it has not been asked.
     *
     * @type {import('../protocol/video_header.js').CodecName[] | null}
     */
    #codecs = null;
    /** @type {KeyboardTap | null} */
    #keys = null;
    /** @type {PointerTap | null} */
    #pointer = null;

    /** @param {Asks} asks */
    constructor(asks) {
        this.asks = asks;
        this.canvas = el('canvas', { id: 'screen', width: 1, height: 1 });
        this.why = el('p', { class: 'why' });
        /** Has the focus while keys go to the customer: input methods and dead keys write into nothing but a field. */
        this.keys = el('textarea', {
            class: 'keys-field', tabindex: -1, rows: 1, 'aria-label': 'Keys for the customer’s computer',
            'aria-describedby': 'keys-line', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
        });
        this.element = el('div', { class: 'stage' }, this.canvas, this.keys, this.why);
        this.picture = new Picture(this.canvas, {
            onDrawn: ({ frame, monitor, quiet, decodeMs }) => {
                const decoded = Math.min(600_000, Math.max(0, Math.round(decodeMs)));
                if (!quiet) asks.say({ kind: 'screen.ack', frame, decode_ms: decoded });
                this.monitor = monitor;
                if (!this.#isSeen) return this.picture.clear();
                this.#hasPicture = true;
                return this.#dress();
            },
            onFailed: (_, detail) => asks.failed(detail),
            onFilmLost: (codec) => this.#without(codec),
            onMonitors: (list) => asks.monitors(list),
        });
        this.canvas.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' && !this.isInside && this.#isControlled) {
                event.preventDefault();
                this.enter();
            }
        });
        this.canvas.addEventListener('pointerdown', () => this.enter(), { capture: true });
        // The press itself would take the focus from the field to the canvas, and the middle button scroll.
        this.canvas.addEventListener('mousedown', (event) => this.#isControlled && event.preventDefault());
        this.pan = new Pan(this.element, this.canvas, () => !this.#isControlled);
        this.keys.addEventListener('blur', () => this.#out());
        this.#dress();
    }

    /**
     * Follow what is true now.
     *
     * @param {{isSeen: boolean, isControlled: boolean, why: string}} now
     */
    follow({ isSeen, isControlled, why }) {
        if (this.#isControlled && !isControlled) this.#letGo();
        if (this.#isSeen && !isSeen) {
            this.picture.clear();
            this.#hasPicture = false;
        }
        const changed = this.#isSeen !== isSeen || this.#isControlled !== isControlled;
        this.#isSeen = isSeen;
        this.#isControlled = isControlled;
        if (isControlled && this.#pointer === null) {
            this.#pointer = new PointerTap(this.canvas, this.picture, (message) => this.asks.say(message));
        }
        if (changed) this.#dress();
        this.why.hidden = this.#hasPicture;
        write(this.why, why);
    }

    /** Say what films this browser decodes. */
    async offer() {
        this.#codecs ??= await decodable();
        if (this.#isSeen) this.asks.say({ kind: 'screen.video', codecs: this.#codecs });
    }

    /**
     * Take a codec as one that this browser does not decode, and have the whole picture sent again.
     *
     * @param {import('../protocol/video_header.js').CodecName} lost
     */
    #without(lost) {
        if (this.#codecs?.includes(lost) !== true || !this.#isSeen) return;
        this.#codecs = this.#codecs.filter((codec) => codec !== lost);
        this.asks.say({ kind: 'screen.video', codecs: this.#codecs });
        this.asks.say({ kind: 'screen.keyframe' });
    }

    /** Ask for a whole picture, if none is there. */
    want() {
        if (this.#isSeen && !this.#hasPicture) this.asks.say({ kind: 'screen.keyframe' });
    }

    /** Let keys go to the customer. Only a click or Enter leads here. */
    enter() {
        if (!this.#isControlled || this.isInside) return;
        this.keys.focus({ preventScroll: true });
        this.isInside = true;
        this.#keys = new KeyboardTap(this.keys, (message) => this.asks.say(message), { onLeave: () => this.leave() });
        this.#dress();
        this.asks.moved();
    }

    /** Come out, and let go of everything held. */
    leave() {
        if (!this.isInside) return;
        this.#out();
        this.asks.left();
    }

    close() {
        this.#letGo();
        this.picture.clear();
        this.picture.close();
    }

    /** Let go of keys and buttons without moving the focus. */
    #out() {
        this.#keys?.close();
        this.#keys = null;
        if (!this.isInside) return;
        this.isInside = false;
        this.#pointer?.release();
        this.#dress();
        this.asks.moved();
    }

    #letGo() {
        const wasInside = this.isInside;
        this.#out();
        this.#pointer?.close();
        this.#pointer = null;
        if (wasInside) this.asks.left();
    }

    /** Say what the canvas is. */
    #dress() {
        const canvas = this.canvas;
        const name = `Customer’s screen, Screen ${this.monitor}`;
        canvas.classList.toggle('inside', this.isInside);
        canvas.classList.toggle('unseen', !this.#isSeen);
        canvas.setAttribute('role', this.#isControlled ? 'application' : 'img');
        canvas.setAttribute('aria-label', this.#isControlled ? name : `${name}, view only`);
        if (this.#isControlled) {
            canvas.setAttribute('aria-roledescription', 'remote screen');
            canvas.setAttribute('aria-describedby', 'keys-line');
            canvas.tabIndex = 0;
        } else {
            for (const gone of ['aria-roledescription', 'aria-describedby', 'tabindex']) canvas.removeAttribute(gone);
        }
    }
}
