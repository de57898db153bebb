// page/panels.js — beside the picture: what is allowed, the chat, the technician's notes

import { characters } from '../consent/model.js';
import { CHAT_TEXT } from '../protocol/limits.js';
import { cleaned, hasTurns } from '../protocol/plain_words.js';
import { announce, byId, clock, el, icon, write } from './dom.js';
import { ReportPanel } from './report_panel.js';
import { LIVE_USE, THING, TURNS_LEFT_OUT, capital } from './texts.js';
import { recall, remember } from './vault.js';

/** @typedef {import('./session_view.js').SessionView} SessionView */
/** @typedef {import('../consent/scopes.js').Scope} Scope */

const NAMES = /** @type {const} */ (['Allowed', 'Chat', 'Report', 'Notes']);
const SOON_SECONDS = 120;
/** @type {readonly Scope[]} */
const SHOWN = ['view', 'control', 'report'];

/** The tabs and what they show. */
export class Panels {
    /** @type {'Allowed' | 'Chat' | 'Report' | 'Notes'} */
    shown = 'Allowed';

    /** @param {SessionView} view */
    constructor(view) {
        this.chat = new Chat(view, () => this.shown === 'Chat');
        this.allowed = new Allowed(view);
        this.report = new ReportPanel(view);
        this.notes = new Notes(view.conduct.setting.session);
        const bodies = { Allowed: this.allowed.element, Chat: this.chat.element, Report: this.report.element, Notes: this.notes.element };
        this.tabs = NAMES.map((name) => el('button', {
            role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}`, onclick: () => this.open(name),
        }, name));
        this.bodies = NAMES.map((name) =>
            el('div', { role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}`, class: 'panel' }, bodies[name]));
        const list = el('div', { role: 'tablist', 'aria-label': 'Panels', class: 'tabs', onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) }, ...this.tabs);
        this.element = el('aside', { 'aria-label': 'Panel' }, list, ...this.bodies);
        this.show('Allowed');
    }

    /** @param {'Allowed' | 'Chat' | 'Report' | 'Notes'} name */
    open(name) {
        this.show(name);
        if (name === 'Chat') this.chat.focus();
        else this.tabs[NAMES.indexOf(name)].focus();
    }

    /** @param {'Allowed' | 'Chat' | 'Report' | 'Notes'} name */
    show(name) {
        this.shown = name;
        this.tabs.forEach((tab, at) => {
            const isShown = NAMES[at] === name;
            tab.setAttribute('aria-selected', String(isShown));
            tab.tabIndex = isShown ? 0 : -1;
            this.bodies[at].hidden = !isShown;
        });
        byId('page').classList.toggle('reads-report', name === 'Report');
        if (name === 'Chat') this.chat.read();
        this.follow();
    }

    follow() {
        this.allowed.follow();
        this.chat.follow();
        this.report.follow();
        const { unread } = this.chat;
        write(this.tabs[1], unread > 0 ? `Chat ${unread}` : 'Chat');
    }

    close() {
        this.notes.close();
    }

    /** @param {KeyboardEvent} event */
    key(event) {
        const at = NAMES.indexOf(this.shown);
        const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: NAMES.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const name = NAMES[(to + NAMES.length) % NAMES.length];
        this.show(name);
        this.tabs[NAMES.indexOf(name)].focus();
    }
}

/** What is allowed, and for how long. */
class Allowed {
    #offersMore = false;

    /** @param {SessionView} view */
    constructor(view) {
        this.view = view;
        this.rows = SHOWN.map((scope) => {
            const name = el('span', { class: 'grow' });
            const left = el('span', { class: 'left' });
            const ask = el('button', { onclick: () => view.ask(scope), 'aria-label': `Ask for ${THING[scope]}` }, 'Ask');
            return { scope, name, left, ask, row: el('li', {}, name, left, ask) };
        });
        this.soon = el('div', { class: 'soon', hidden: true }, el('span', { class: 'grow' }),
            el('button', { onclick: () => view.askForMore() }, icon('clock-plus'), 'Ask for 10 more'));
        this.refused = el('p', { class: 'hint' });
        this.element = el('div', {}, this.soon, el('ul', { class: 'allowed' }, ...this.rows.map(({ row }) => row)), this.refused);
    }

    follow() {
        const { conduct, askable } = this.view;
        const living = conduct.ledger.living();
        for (const { scope, name, left, ask, row } of this.rows) {
            const lives = living.has(scope);
            const screens = conduct.ledger.monitors('view').map((monitor) => `Screen ${monitor}`).join(', ');
            const isUse = scope === 'report' && conduct.reports.state.step === 'here';
            const what = scope === 'view' ? `See ${screens}` : capital(isUse ? LIVE_USE : THING[scope]);
            write(name, `${lives ? `✓ ${what}` : `○ ${capital(THING[scope])}`}`);
            write(left, lives ? clock(conduct.ledger.left(scope)) : '');
            ask.hidden = lives || !askable.includes(scope);
            row.classList.toggle('lives', lives);
        }
        write(this.refused, `refused ${conduct.refused}`);
        this.#soon(conduct.ledger.left('view'));
    }

    /** @param {number} left */
    #soon(left) {
        const isSoon = left > 0 && left <= SOON_SECONDS && this.view.conduct.question === null;
        if (isSoon && !this.#offersMore) announce('2 minutes left.');
        this.#offersMore = isSoon;
        this.soon.hidden = !isSoon;
        write(/** @type {Node} */ (this.soon.firstChild), `${clock(left)} left.`);
    }
}

/** What the two write to each other. */
class Chat {
    unread = 0;
    #drawn = 0;

    /**
     * @param {SessionView} view
     * @param {() => boolean} isOpen
     */
    constructor(view, isOpen) {
        this.view = view;
        this.isOpen = isOpen;
        this.log = el('div', { role: 'log', 'aria-label': 'Chat', class: 'log', tabindex: 0 });
        this.field = el('textarea', { id: 'chat-text', rows: 2, maxlength: CHAT_TEXT, onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event) });
        this.send = el('button', { type: 'submit' }, icon('send'), 'Send');
        this.element = el('form', { class: 'chat', onsubmit: (/** @type {SubmitEvent} */ event) => this.submit(event) },
            el('p', { class: 'hint' }, 'Chat is kept with the recording.'), this.log,
            el('label', { for: 'chat-text', class: 'spoken' }, 'Write to the customer'), this.field, this.send);
    }

    focus() {
        this.field.focus();
    }

    /** Everything is read. */
    read() {
        this.unread = 0;
    }

    /** @param {{text: string} | undefined} said what the customer wrote, if that is what happened */
    changed(said) {
        if (said !== undefined && !this.isOpen()) {
            this.unread += 1;
            announce(`Customer: ${said.text}`);
        }
        const { chat } = this.view.conduct;
        for (const line of chat.slice(this.#drawn)) {
            const time = new Date(line.at * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
            this.log.append(el('p', { class: line.mine ? 'mine' : 'theirs', 'data-id': line.id },
                el('span', { class: 'hint' }, `${line.mine ? 'You' : 'Customer'} ${time} `), el('bdi', { class: 'said' }, line.text), el('span', { class: 'mark' })));
        }
        this.#drawn = chat.length;
        chat.forEach((line, at) => {
            const mark = this.log.children[at].lastElementChild;
            if (mark !== null && line.mine) write(mark, line.delivered ? ' ✓' : '');
            if (line.mine && line.delivered) mark?.setAttribute('title', 'delivered');
        });
        this.log.scrollTop = this.log.scrollHeight;
    }

    follow() {
        const can = this.view.conduct.canChat;
        this.field.disabled = this.send.disabled = !can;
    }

    /** @param {KeyboardEvent} event */
    key(event) {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.element.requestSubmit();
    }

    /** @param {SubmitEvent} event */
    submit(event) {
        event.preventDefault();
        const typed = this.field.value;
        const text = cleaned(typed, { breaks: true }).trim();
        if (text === '') return;
        if (characters(text) > CHAT_TEXT) this.view.say(`Not sent: a line has ${CHAT_TEXT} letters at most. Your words are still in the box.`, true);
        else if (this.view.conduct.write(text)) {
            this.field.value = '';
            if (hasTurns(typed)) this.view.say(TURNS_LEFT_OUT);
        }
        else this.view.say('Not sent: the line is slow, or chat is over. Your words are still in the box.', true);
    }
}

/** The technician's notes, kept in this browser as they are typed. */
class Notes {
    /** @param {string} session */
    constructor(session) {
        this.name = `notes ${session}`;
        this.field = el('textarea', { id: 'notes', rows: 12, oninput: () => this.save() });
        this.element = el('div', { class: 'notes' }, el('label', { for: 'notes' }, 'Notes'), this.field,
            el('p', { class: 'hint' }, 'Saved as typed, in this browser. The customer may ask to read these.'));
        recall(this.name).then((kept) => { this.field.value = kept ?? ''; }, reportError);
    }

    /**
     * Add a line, as if it were typed.
     *
     * @param {string} text
     */
    add(text) {
        this.field.value += `${this.field.value === '' || this.field.value.endsWith('\n') ? '' : '\n'}${text}\n`;
        this.save();
    }

    save() {
        remember(this.name, this.field.value).catch(reportError);
    }

    close() {
        if (this.field.value !== '') this.save();
    }
}
