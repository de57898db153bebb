// replay/stage.js — the picture, the strip of what is allowed over it, the technician's pointer, and the cards

import { el, write } from '../page/dom.js';
import { fitted } from '../view/geometry.js';
import { Picture } from '../view/picture.js';
import { gapAt, inWords, isShown, strip } from './allowed.js';
import { lastUpTo } from './film.js';

/** @typedef {import('./film.js').Film} Film */

/** Milliseconds for which the technician's pointer stays marked where it was moved last. */
const POINTER_STAYS = 4000;

const NO_FILM =
    'The grey part was a film, which this browser cannot play. Open the recording in Chrome, Edge, Firefox 130 or Safari 17.';

/** What the playhead shows on, and what lies over it. */
export class Stage {
    /** @param {Film} film */
    constructor(film) {
        this.film = film;
        this.canvas = el('canvas', { id: 'screen', role: 'img', 'aria-label': 'The customer’s screen' });
        this.dot = el('span', { class: 'technician-pointer', 'aria-hidden': 'true', hidden: true });
        this.strip = el('p', { class: 'strip' });
        this.card = el('p', { class: 'gap-card', role: 'status', hidden: true });
        this.note = el('p', { class: 'strip', role: 'status', hidden: true });
        this.frame = el('div', { class: 'picture' }, this.canvas, this.dot);
        this.element = el('div', { class: 'stage' }, this.strip, this.frame, this.card, this.note);
        this.picture = new Picture(this.canvas, {
            onFailed: () => this.damaged(),
            onFilmLost: (codec) => this.withoutFilm(codec),
        });
        this.isDamaged = false;
        this.canvas.classList.add('unseen');
    }

    /** Screen messages that are being decoded. */
    get behind() {
        return this.picture.atWorker;
    }

    /** @param {Uint8Array} data */
    show(data) {
        this.picture.show(data);
    }

    clear() {
        this.isDamaged = false;
        this.note.hidden = true;
        this.picture.clear();
    }

    reset() {
        this.isDamaged = false;
        this.note.hidden = true;
        this.picture.reset();
    }

    /** @param {string} codec */
    withoutFilm(codec) {
        this.note.hidden = false;
        write(this.note, `${NO_FILM} (${codec})`);
    }

    damaged() {
        this.isDamaged = true;
    }

    /**
     * Bring everything over the picture to a moment.
     *
     * @param {number} at
     * @param {boolean} isWaiting
     */
    tell(at, isWaiting) {
        write(this.strip, strip(this.film, at));
        this.strip.classList.toggle('is-live', isShown(this.film, at));
        const words = this.words(at, isWaiting);
        this.card.hidden = words === '';
        write(this.card, words);
        this.canvas.classList.toggle('unseen', words !== '' && !isWaiting);
        this.point(at);
    }

    /**
     * @param {number} at
     * @param {boolean} isWaiting
     */
    words(at, isWaiting) {
        const gap = gapAt(this.film, at);
        if (gap !== null) return `Nothing was sent for ${inWords(gap[1] - gap[0])}. ${gap[2]}`;
        if (!isShown(this.film, at)) return 'The screen was not shown.';
        if (isWaiting) return 'One moment…';
        return this.isDamaged ? 'This picture is damaged and cannot be drawn.' : '';
    }

    /** @param {number} at */
    point(at) {
        const { pointer } = this.film;
        const index = lastUpTo(pointer, at);
        const size = this.picture.size;
        this.dot.hidden = index < 0 || at - pointer[index][0] > POINTER_STAYS || size.w === 0 || !this.card.hidden;
        if (this.dot.hidden) return;
        const box = { left: this.canvas.offsetLeft, top: this.canvas.offsetTop, width: this.canvas.offsetWidth, height: this.canvas.offsetHeight };
        const area = fitted(box, size);
        this.dot.style.left = `${area.left + (pointer[index][1] * area.width) / size.w}px`;
        this.dot.style.top = `${area.top + (pointer[index][2] * area.height) / size.h}px`;
        this.dot.classList.toggle('down', isDown(pointer, index));
    }
}

/**
 * @param {Film['pointer']} pointer
 * @param {number} index
 */
function isDown(pointer, index) {
    for (let at = index; at >= 0 && at > index - 500; at -= 1) if (pointer[at][3] >= 0) return pointer[at][3] === 1;
    return false;
}
