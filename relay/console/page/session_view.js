// page/session_view.js — the session's page: header, toolbar, the customer's screen, panels, the way out of it

import { ScreenMalformed } from '../protocol/errors.js';
import { announce, byId, clock, el, icon, mark, show, title, write } from './dom.js';
import { askDialog, endDialog, moreDialog, typeDialog } from './dialogs.js';
import { Panels } from './panels.js';
import { askable } from './session_page.js';
import { Stage } from './stage.js';
import * as texts from './texts.js';
import { Toolbar } from './toolbar.js';

/** @typedef {import('./conduct.js').Conduct} Conduct */

/** How soon the line is timed again at first, and at the latest, once it has stayed as it was: each costs a kilobyte. */
const LINE_SOON_MS = 10_000;
const LINE_LATE_MS = 80_000;
/** Milliseconds from which a line counts as slow. */
const SLOW_MS = 150;
const ASK_AGAIN_SECONDS = 60;
const MORE_MINUTES = 10;

export class SessionView {
    /** @type {number | null} */
    lineMs = null;
    askAgainAt = 0;

    /**
     * @param {Conduct} conduct
     * @param {any} page the session's page, which asks
     */
    constructor(conduct, page) {
        this.conduct = conduct;
        this.page = page;
        const monitors = conduct.ledger.monitors('view');
        this.stage = new Stage({
            say: (message) => conduct.say(message),
            failed: (detail) => conduct.fail(new ScreenMalformed(detail)),
            monitors: (list) => this.toolbar.monitors(list, conduct.ledger.monitors('view')),
            left: () => this.toolbar.focus(),
            moved: () => this.tick(),
        });
        this.stage.monitor = monitors[0] ?? 1;
        this.toolbar = new Toolbar(this);
        this.panels = new Panels(this);
        this.live = el('span', { class: 'live' });
        this.lineState = el('span', {});
        this.recording = el('span', {});
        this.news = el('span', { class: 'news' });
        this.keysLine = el('span', { id: 'keys-line', class: 'keys-line' });
        this.hand = el('span', { class: 'hand' });
        this.lineEvery = LINE_SOON_MS;
        this.measure = 0;
        this.isClosed = false;
    }

    get picture() {
        return this.stage.picture;
    }

    open() {
        const { me } = this.page.desk;
        const ticket = this.page.former.ticket ? `ticket ${this.page.former.ticket}` : '';
        const header = el('header', { class: 'session-bar' },
            el('h1', { class: 'spoken' }, 'Session'),
            this.live, el('span', {}, `${me.name} ⇄ customer`), el('span', {}, ticket),
            el('span', { class: 'grow' }), this.lineState, this.recording,
            el('button', { class: 'end', onclick: () => endDialog(this) }, icon('log-out'), 'End…'));
        const main = el('main', { class: 'session' }, this.toolbar.element, this.stage.element);
        const footer = el('footer', { class: 'session-foot' }, this.keysLine, this.news, this.hand);
        show(header, main, this.panels.element, footer);
        byId('page').classList.add('in-session');
        this.toolbar.focus();
        this.timeLine();
        this.tick();
    }

    /** @param {string} words @param {boolean} [isBad] */
    say(words, isBad = false) {
        write(this.news, words);
        this.news.classList.toggle('bad', isBad);
        announce(words);
    }

    /**
     * @param {import('./conduct.js').Happening} what
     * @param {any} detail
     */
    happened(what, detail) {
        const { conduct } = this;
        switch (what) {
            case 'live':
            case 'resumed':
                this.stage.want();
                this.stage.offer().catch(reportError);
                if (what === 'resumed') this.say('Going on.');
                break;
            case 'paused':
                this.say(texts.paused(conduct.pause ?? ''));
                break;
            case 'ended scopes':
                if (detail.because === 'turned-off') this.askAgainAt = conduct.ground.clock() + ASK_AGAIN_SECONDS;
                this.say(texts.scopesEnded(detail, conduct.reports.state.step === 'here'));
                break;
            case 'line lost':
                write(this.news, '');
                announce(this.whyNothing(), true);
                break;
            case 'line back':
                this.say('The line is back.');
                this.timeLine();
                break;
            case 'line':
                this.lineTook(detail);
                break;
            case 'recording':
                this.say(conduct.recording ? 'The recording runs again.' : texts.paused('recording'), !conduct.recording);
                break;
            case 'report':
                if (detail === 'here') this.say('The health report is here.');
                else if (detail === 'customer' || detail === 'failed') this.say('No health report was sent.');
                if (detail === 'here') this.panels.show('Report');
                break;
            case 'chat':
            case 'delivered':
                this.panels.chat.changed(detail);
                break;
            default:
        }
        this.tick();
    }

    /** Bring everything up to date; several times a second. */
    tick() {
        if (this.isClosed) return; // what ended it brings it up to date once more; the tab is the end page's by then
        const { conduct } = this;
        const { left } = conduct;
        const isLive = conduct.isSeen;
        this.stage.follow({
            isSeen: conduct.isSeen,
            isControlled: conduct.isControlled,
            why: this.whyNothing(),
        });
        const words = conduct.ledger.living().size > 0 ? clock(left) : '';
        write(this.live, isLive ? `● Live ${words}` : conduct.lost ? 'Line lost' : words === '' ? 'Nothing is on' : conduct.ledger.living().has('view') ? `Paused ${words}` : `Report ${words}`);
        this.live.classList.toggle('is-live', isLive);
        title(isLive ? `● ${words}` : (this.live.textContent ?? ''));
        mark(this.markState(isLive));
        const quality = this.lineMs === null ? 'line fine' : `${this.lineMs} ms ${this.lineMs < SLOW_MS ? 'good' : 'slow'}`;
        write(this.lineState, conduct.lost ? texts.lineLost(conduct.lost.whose, conduct.lost.until - conduct.ground.clock()) : quality);
        this.lineState.classList.toggle('bad', conduct.lost !== null);
        const writes = conduct.lost === null ? 'recording ✓' : 'recording waits';
        write(this.recording, conduct.recording ? writes : 'recording stopped');
        this.recording.classList.toggle('bad', !conduct.recording);
        write(this.keysLine, this.keysWords());
        this.keysLine.classList.toggle('inside', this.stage.isInside);
        write(this.hand, conduct.handHolds && conduct.isControlled ? texts.HAND : '');
        this.toolbar.follow();
        this.panels.follow();
    }

    /**
     * What the tab's picture says: paused is what is allowed and rests, by whomever.
     *
     * @param {boolean} isLive
     */
    markState(isLive) {
        if (isLive) return 'live';
        return this.conduct.ledger.living().has('view') ? 'paused' : 'idle';
    }

    keysWords() {
        if (this.stage.isInside) return texts.LEAVE_KEYS;
        if (this.conduct.isControlled) return 'Click the screen, or press Enter on it, to send keys. Hold Esc, or press Ctrl+Alt+Home, to leave.';
        return '';
    }

    /** Why no picture is shown. */
    whyNothing() {
        const { conduct } = this;
        if (conduct.lost) return texts.lineLost(conduct.lost.whose, conduct.lost.until - conduct.ground.clock());
        if (!conduct.recording) return texts.paused('recording');
        if (conduct.pause !== null) return texts.paused(conduct.pause);
        if (conduct.waits) return 'The line is back. Waiting for the customer’s computer…';
        if (conduct.isSeen) return 'Waiting for the picture…';
        if (conduct.ledger.living().has('report')) return 'The customer allowed a health report, and not to see the screen.';
        const chat = conduct.ledger.chatLeft();
        return chat > 0 ? `Nothing is on any more. You can write to the customer for ${clock(chat)}.` : 'Nothing is on.';
    }

    /** What may be asked for at this moment. */
    get askable() {
        const { conduct } = this;
        const isQuiet = conduct.question !== null || conduct.lost !== null || conduct.ground.clock() < this.askAgainAt;
        return isQuiet ? [] : askable(conduct);
    }

    /** @param {import('../consent/scopes.js').Scope} scope */
    ask(scope) {
        askDialog(this, scope);
    }

    /** Ask for the same things for longer. */
    askForMore() {
        moreDialog(this, MORE_MINUTES);
    }

    lookAway() {
        this.stage.leave();
        this.conduct.say({ kind: 'session.lookaway' });
    }

    typeText() {
        typeDialog(this);
    }

    /** Time the way to the relay and back, now and again later: one that is as it was is asked about ever less often. */
    timeLine() {
        clearTimeout(this.measure);
        this.measure = setTimeout(() => this.timeLine(), LINE_LATE_MS); // for an answer that never comes
        this.conduct.lineTime.ask();
    }

    /** @param {number | null} ms the way there and back; null where an answer told nothing */
    lineTook(ms) {
        if (this.isClosed) return;
        const isSame = ms !== null && this.lineMs !== null && ms < SLOW_MS === this.lineMs < SLOW_MS;
        this.lineEvery = isSame ? Math.min(2 * this.lineEvery, LINE_LATE_MS) : LINE_SOON_MS;
        this.lineMs = ms ?? this.lineMs;
        clearTimeout(this.measure);
        this.measure = setTimeout(() => this.timeLine(), this.lineEvery);
    }

    close() {
        this.isClosed = true;
        clearTimeout(this.measure);
        this.stage.close();
        this.panels.close();
        for (const dialog of document.querySelectorAll('dialog')) dialog.remove();
        byId('page').classList.remove('in-session');
        mark('idle');
    }
}
