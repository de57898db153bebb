// replay/controls.js — the slider, the buttons and the keys

import { el, icon, write } from '../page/dom.js';
import { exact, minutes, spoken, timeOfDay } from './allowed.js';

/** @typedef {import('./film.js').Film} Film */
/** @typedef {import('./playhead.js').Playhead} Playhead */

export const SPEEDS = Object.freeze([0.25, 0.5, 1, 1.5, 2, 4, 8, 16, 32]);
const HELP =
    'Space or K play · J L 10 s · ← → 5 s · Shift+← → 1 s · , . one frame · Page keys or [ ] event · Home End · 0–9 tenth · < > speed';

/** The player's controls; `changed` is called whenever something else than time changed. */
export class Controls {
    /**
     * @param {Film} film
     * @param {Playhead} playhead
     */
    constructor(film, playhead) {
        this.film = film;
        this.playhead = playhead;
        /** @type {HTMLInputElement} */
        this.slider = el('input', {
            type: 'range',
            min: 0,
            max: Math.max(1, film.duration),
            step: 100,
            value: 0,
            'aria-label': 'Moment',
            oninput: () => {
                playhead.seek(Number(this.slider.value));
            },
            onkeydown: (/** @type {KeyboardEvent} */ event) => this.sliderKey(event),
        });
        this.pictures = { play: icon('play'), pause: icon('pause') };
        this.playWords = el('span', {}, 'Play');
        this.play = button('', 'Play or pause', () => this.toggle(), 'main-button play');
        this.play.append(this.pictures.play, this.pictures.pause, this.playWords);
        const choose = () => {
            this.setSpeed(Number(this.speed.value));
        };
        /** @type {HTMLSelectElement} */
        this.speed = el(
            'select',
            { 'aria-label': 'Speed', onchange: choose },
            ...SPEEDS.map((speed) => el('option', { value: speed, selected: speed === 1 }, `${speed}×`)),
        );
        this.place = el('output', { class: 'clock lane-name' });
        this.clock = el('output', { class: 'clock' });
        this.help = el('p', { class: 'hint keys', hidden: true }, HELP);
        const toggleHelp = () => {
            this.help.hidden = !this.help.hidden;
        };
        const row = el(
            'div',
            { class: 'row buttons' },
            button('|◀', 'To the beginning', () => playhead.seek(0)),
            button('◀ 10', '10 seconds back', () => this.by(-10_000)),
            this.play,
            button('10 ▶', '10 seconds on', () => this.by(10_000)),
            button('▶|', 'To the end', () => playhead.seek(film.duration)),
            button('◀ event', 'To the event before', () => playhead.event(-1)),
            button('event ▶', 'To the next event', () => playhead.event(1)),
            button('−1', 'One picture back', () => playhead.step(-1)),
            button('+1', 'One picture on', () => playhead.step(1)),
            this.speed,
            button('?', 'Keys', toggleHelp),
            el('span', { class: 'grow' }),
            this.clock,
        );
        const time = el('div', { class: 'lane' }, this.place, this.slider);
        this.element = el('div', { class: 'controls' }, time, row, this.help);
    }

    toggle() {
        if (!this.playhead.isPlaying && this.playhead.position >= this.film.duration) this.playhead.seek(0);
        this.playhead.isPlaying = !this.playhead.isPlaying;
        this.tell();
    }

    /** @param {number} ms */
    by(ms) {
        this.playhead.seek(this.playhead.position + ms);
    }

    /** @param {number} speed */
    setSpeed(speed) {
        this.playhead.speed = speed;
        this.speed.value = String(speed);
    }

    /** Bring everything to the playhead's moment. */
    tell() {
        const { position, isPlaying } = this.playhead;
        this.slider.value = String(Math.round(position));
        this.slider.setAttribute('aria-valuetext', spoken(this.film, position));
        write(this.playWords, isPlaying ? 'Pause' : 'Play');
        this.pictures.play.toggleAttribute('hidden', isPlaying);
        this.pictures.pause.toggleAttribute('hidden', !isPlaying);
        write(this.place, exact(position));
        write(this.clock, `of ${minutes(this.film.duration)}   ${timeOfDay(this.film.began + position)}`);
    }

    /** @param {KeyboardEvent} event */
    sliderKey(event) {
        const step = event.key.startsWith('Page') ? 10_000 : event.shiftKey ? 100 : 1000;
        const way = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 }[event.key];
        if (way === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        this.by(way * step);
    }

    /** @param {KeyboardEvent} event a key while the player, and nothing one writes in, has the focus */
    key(event) {
        if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLSelectElement) return;
        const act = this.action(event);
        if (act === null) return;
        event.preventDefault();
        act();
    }

    /**
     * @param {KeyboardEvent} event
     * @returns {(() => void) | null}
     */
    action(event) {
        const { playhead, film } = this;
        const isButton = event.target instanceof HTMLButtonElement;
        if (event.key === ' ' && isButton) return null; // a button is pressed by it
        if (/^[0-9]$/.test(event.key)) return () => playhead.seek((film.duration * Number(event.key)) / 10);
        const arrow = event.shiftKey ? 1000 : 5000;
        /** @type {Record<string, () => void>} */
        const actions = {
            ' ': () => this.toggle(),
            k: () => this.toggle(),
            j: () => this.by(-10_000),
            l: () => this.by(10_000),
            ArrowLeft: () => this.by(-arrow),
            ArrowRight: () => this.by(arrow),
            ',': () => playhead.step(-1),
            '.': () => playhead.step(1),
            PageUp: () => playhead.event(-1),
            PageDown: () => playhead.event(1),
            '[': () => playhead.event(-1),
            ']': () => playhead.event(1),
            Home: () => playhead.seek(0),
            End: () => playhead.seek(film.duration),
            '<': () => this.setSpeed(this.other(-1)),
            '>': () => this.setSpeed(this.other(1)),
            '?': () => {
                this.help.hidden = !this.help.hidden;
            },
        };
        return actions[event.key] ?? actions[event.key.toLowerCase()] ?? null;
    }

    /** @param {1 | -1} way */
    other(way) {
        const at = SPEEDS.indexOf(this.playhead.speed) + way;
        return SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)];
    }
}

/**
 * @param {string} text
 * @param {string} name
 * @param {() => void} press
 * @param {string} [kind]
 */
function button(text, name, press, kind = '') {
    return el('button', { class: kind, title: name, 'aria-label': name, onclick: press }, text);
}
