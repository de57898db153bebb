// replay/main.js — the player: fetches the film with the link's secret, and plays it

import { byId, el, show, title, typeset, write } from '../page/dom.js';
import { timeOfDay } from './allowed.js';
import { Controls } from './controls.js';
import { fetchFilm, NoAnswer, Pictures } from './film.js';
import { lanes } from './lanes.js';
import { Playhead } from './playhead.js';
import { Reports } from './reports.js';
import { badge, chat, events } from './side.js';
import { Stage } from './stage.js';

/** @typedef {import('./film.js').Film} Film */

const WORKER = '/console/view/picture-worker.js';

/** No string becomes a script's address here, but the picture's own worker. */
function allowOwnWorker() {
    const types = /** @type {any} */ (globalThis).trustedTypes;
    types?.createPolicy('default', {
        createScriptURL: (/** @type {string} */ address) =>
            new URL(address, location.origin).href === `${location.origin}${WORKER}` ? address : null,
    });
}

/** @param {unknown} error */
function trouble(error) {
    const words = error instanceof NoAnswer ? error.message : 'The player failed in a way it did not expect.';
    title('Trouble');
    show(el('main', { class: 'card' }, el('h1', {}, 'This recording cannot be played now'), el('p', {}, words)));
}

/**
 * The two panels beside the picture, one at a time.
 *
 * @param {Record<string, HTMLElement>} panels
 */
function tabbed(panels) {
    const names = Object.keys(panels);
    const holder = el('div', { class: 'panel', role: 'tabpanel' });
    const buttons = names.map((name) => el('button', { role: 'tab', onclick: () => choose(name) }, name));
    /** @param {string} name */
    function choose(name) {
        buttons.forEach((button, index) => button.setAttribute('aria-selected', String(names[index] === name)));
        holder.setAttribute('aria-label', name);
        holder.replaceChildren(panels[name]);
    }
    choose(names[0]);
    return el('aside', {}, el('div', { class: 'tabs', role: 'tablist' }, ...buttons), holder);
}

/** @param {Film} film */
function heading(film) {
    const day = new Date(film.began).toLocaleDateString([], { year: 'numeric', month: 'short', day: 'numeric' });
    const { button, dialog } = badge(film);
    const unseen = film.unseen.length === 0 ? '' : ` Not opened: ${film.unseen.join(', ')}.`;
    const facts = [film.technician, film.organisation, `${day}, ${timeOfDay(film.began)}`].filter((fact) => fact !== '');
    return el(
        'header',
        { class: 'bar replay-bar' },
        button,
        el('b', {}, facts.join(' · ')),
        el('span', { class: 'grow hint' }, `You see: ${film.seen.join(', ') || 'nothing'}.${unseen}`),
        el('code', { class: 'hint', title: 'Session' }, film.session),
        dialog,
    );
}

/**
 * @param {Film} film
 * @param {string} secret
 */
function play(film, secret) {
    const stage = new Stage(film);
    const pictures = new Pictures(secret, film.shots.length, () => playhead.turn(0), trouble);
    const playhead = new Playhead(film, pictures, stage);
    const controls = new Controls(film, playhead);
    const seek = (/** @type {number} */ at) => playhead.seek(at);
    const bands = lanes(film, seek);
    const line = el('i', { class: 'now' });
    bands.append(line);
    const reports = new Reports(film, seek);
    const side = tabbed({ Events: events(film, seek), Chat: chat(film, seek), Report: reports.element });
    const warning = film.verdict === 'Not proven' ? el('p', { class: 'red-line bad', role: 'alert' }, firstBad(film)) : null;
    const main = el('main', { class: 'player', tabindex: -1 }, stage.element, bands, controls.element);
    show(heading(film), ...(warning === null ? [] : [warning]), main, side);
    byId('page').classList.add('in-replay');
    byId('page').addEventListener('keydown', (event) => controls.key(event));
    title('Replay');
    let last = performance.now();
    /** @param {number} now */
    const turn = (now) => {
        playhead.turn(now - last);
        last = now;
        controls.tell();
        stage.tell(playhead.position, playhead.isWaiting);
        line.style.setProperty('--at', String(playhead.position / Math.max(1, film.duration)));
        mark(side, playhead.position);
        reports.tell(playhead.position);
        requestAnimationFrame(turn);
    };
    playhead.seek(firstPicture(film));
    requestAnimationFrame(turn);
    main.focus();
    Object.assign(globalThis, { attendedReplay: playhead });
}

/** @param {Film} film */
function firstPicture(film) {
    return film.shots.length > 0 ? film.shots[0][0] : 0;
}

/** @param {Film} film */
function firstBad(film) {
    const bad = film.checks.find((check) => check.result === 'bad');
    return bad === undefined ? film.verdict : typeset(`${film.verdict}: ${bad.words}`);
}

/**
 * Mark the last thing that happened.
 *
 * @param {HTMLElement} side
 * @param {number} at
 */
function mark(side, at) {
    const rows = /** @type {HTMLElement[]} */ ([...side.querySelectorAll('li[data-at]')]);
    const now = rows.filter((row) => Number(row.dataset.at) <= at).pop() ?? null;
    for (const row of rows) {
        if ((row === now) === row.classList.contains('is-now')) continue;
        row.classList.toggle('is-now', row === now);
        if (row === now) row.scrollIntoView({ block: 'nearest' });
    }
}

async function start() {
    allowOwnWorker();
    const secret = location.hash.slice(1);
    try {
        play(await fetchFilm(secret), secret);
    } catch (error) {
        trouble(error);
        write(byId('urgent'), 'This recording cannot be played now.');
    }
}

await start();
