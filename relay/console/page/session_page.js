// page/session_page.js — a session on the page: the question first, the customer's screen after the first yes, the end

import { LOOKING } from '../consent/scopes.js';
import { askForm } from './ask_form.js';
import { Conduct } from './conduct.js';
import { announce, clock, el, icon, show, title, write } from './dom.js';
import { endPage } from './end_page.js';
import { SessionView } from './session_view.js';
import { prepare } from '../view/picture.js';
import * as texts from './texts.js';

/** @typedef {import('../consent/scopes.js').Scope} Scope */
/** @typedef {import('../consent/request.js').Question} Question */
/** @typedef {import('./main.js').Desk} Desk */

const TICK_MS = 250;
/** What this console can show or send; the rest of the scopes has no page yet. @type {readonly Scope[]} */
const OFFERED = ['view', 'control', 'report'];

/**
 * What a question may hold now.
 *
 * @param {Conduct} conduct
 * @returns {Scope[]}
 */
export function askable(conduct) {
    const living = conduct.ledger.living();
    const allowed = conduct.setting.policy.limits.scopes;
    return OFFERED.filter((scope) => {
        // What lives of a report that is here is live use; another report is another question.
        const lives = living.has(scope) && !(scope === 'report' && conduct.reports.state.step === 'here');
        if (lives || !allowed.includes(scope) || (conduct.refusals.get(scope) ?? 0) > 1) return false;
        return LOOKING.has(scope) || (living.has('view') && conduct.customer?.look_only === false);
    });
}

/**
 * Run a session on the page.
 *
 * @param {import('./join.js').Joined} joined
 * @param {import('./join.js').Ground} ground
 * @param {Desk} desk
 * @param {() => void} again shows the start
 */
export async function sessionPage(joined, ground, desk, again) {
    const page = new SessionPage(desk, again);
    page.conduct = new Conduct(joined, ground, {
        happened: (what, detail) => page.happened(what, detail),
        picture: (data) => page.view?.picture.show(data),
    });
    page.skew = joined.skew;
    page.open();
    await page.conduct.begin();
}

class SessionPage {
    /** @type {SessionView | null} */
    view = null;
    /** @type {Conduct} */
    conduct = /** @type {any} */ (null);
    pairedAt = new Date();
    /** Seconds that this computer's clock is ahead of the relay's. */
    skew = 0;
    /** The question that is counted down, and the one whose countdown shows. @type {string | null} */
    asking = null;
    /** @type {string | null} */
    counted = null;
    /** The last question's words, so that nobody types them twice. @type {Partial<Question>} */
    former = {};

    /**
     * @param {Desk} desk
     * @param {() => void} again
     */
    constructor(desk, again) {
        this.desk = desk;
        this.again = again;
        this.state = el('p', { class: 'state', role: 'status' });
        this.takeBack = el('button', { hidden: true, onclick: () => this.conduct.takeBack() }, icon('undo-2'), 'Take it back');
        this.timer = setInterval(() => this.tick(), TICK_MS);
        this.leaves = new AbortController();
        const { signal } = this.leaves;
        window.addEventListener('beforeunload', (event) => event.preventDefault(), { signal });
        // A page that is kept may be shown again, with its keys; one that is not has lost them.
        window.addEventListener('pagehide', (event) => event.persisted || this.conduct.vanish(), { signal });
    }

    /** Show the question's page. */
    open() {
        const time = this.pairedAt.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
        title('Paired');
        const scopes = /** @type {Scope[]} */ (['view', 'report']).filter((scope) => this.desk.organisation.policy.limits.scopes.includes(scope));
        this.first = this.form(scopes, 'Leave', (question) => this.ask(question), () => this.conduct.leave());
        this.first.disable(true);
        show(
            el('header', { class: 'bar' }, el('strong', { class: 'name' }, 'Attended'),
                el('span', { class: 'grow' }, this.desk.organisation.policy.name), el('span', {}, this.desk.me.name)),
            el('main', { class: 'card asking' }, el('h1', {}, `Ask · paired ${time}`), this.first.form,
                el('div', { class: 'row' }, this.state, this.takeBack)),
            el('footer', {}, texts.clockOff(this.skew)),
        );
        this.say('Paired. Waiting for the customer’s computer…');
    }

    /**
     * @param {readonly Scope[]} scopes
     * @param {string} leave
     * @param {(question: Question) => void} ask
     * @param {() => void} left
     * @param {{minutes: number, words: string, isMore?: boolean}} [fixed]
     */
    form(scopes, leave, ask, left, fixed) {
        const { policy } = this.desk.organisation;
        return askForm({ policy, name: this.desk.me.name, scopes, former: this.former, fixed, leave, ask, left });
    }

    /** @param {Question} question */
    ask(question) {
        this.former = { ...question };
        this.first?.disable(true);
        this.conduct.ask(question).catch(reportError);
    }

    /** @param {string} words @param {boolean} [isBad] */
    say(words, isBad = false) {
        write(this.state, words);
        this.state.classList.toggle('bad', isBad);
        if (this.view !== null) this.view.say(words, isBad);
    }

    /**
     * @param {import('./conduct.js').Happening} what
     * @param {any} detail
     */
    happened(what, detail) {
        switch (what) {
            case 'paired':
                this.first?.disable(false);
                this.first?.focus();
                this.say(this.conduct.customer?.look_only ? `${texts.PAIRED} ${texts.LOOK_ONLY}` : texts.PAIRED);
                break;
            case 'asked':
                prepare();
                this.say('Asked. Waiting for the customer’s computer…');
                break;
            case 'shown':
                this.say(this.conduct.question?.grew ? texts.MORE_TIME : texts.SHOWN);
                break;
            case 'answered':
                this.answered(detail);
                break;
            case 'live':
                this.live();
                break;
            case 'chat only':
                if (this.view === null) this.show().say(texts.NEVER_LIVE);
                break;
            case 'refused':
                this.first?.disable(false);
                this.say(texts.notSent(detail), true);
                break;
            case 'over':
                this.end();
                break;
            case 'line lost':
            case 'line back':
                this.line();
                this.view?.happened(what, detail);
                break;
            default:
                this.view?.happened(what, detail);
        }
        this.tick();
    }

    /** @param {import('../protocol/messages/control.js').ConsentAnswer} answer */
    answered(answer) {
        const isSecond = answer.refused.some((scope) => (this.conduct.refusals.get(scope) ?? 0) > 1);
        this.first?.disable(isSecond && answer.allowed.length === 0);
        this.say(texts.answer(answer, isSecond), answer.allowed.length === 0);
    }

    /** Before the first yes the question's page says what becomes of the line. */
    line() {
        const { lost, ground, customer } = this.conduct;
        this.first?.disable(lost !== null || customer === null);
        if (this.view !== null) return;
        if (lost === null) this.say(`The line is back. ${texts.PAIRED}`);
        else this.say(texts.lineLost(lost.whose, lost.until - ground.clock()), true);
    }

    live() {
        const view = this.show();
        const until = new Date(Date.now() + this.conduct.left * 1000);
        const time = until.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
        const names = texts.things(this.conduct.ledger.living());
        view.say(`${texts.capital(names)} allowed until ${time}.`);
        view.happened('live', null);
    }

    /** Give the session's page; the first yes opens it, and from then on it stays. */
    show() {
        if (this.view === null) {
            this.view = new SessionView(this.conduct, this);
            this.view.open();
        }
        return this.view;
    }

    tick() {
        const { question } = this.conduct;
        this.takeBack.hidden = question === null;
        const left = question?.until ? question.until - this.conduct.ground.clock() : null;
        // The first two seconds belong to "Shown to the customer."
        if (left !== null && question !== null && this.asking !== question.id) {
            this.asking = question.id;
            setTimeout(() => { this.counted = question.id; }, 2000);
        }
        if (left !== null && this.counted === question?.id) write(this.state, texts.reading(clock(left)));
        this.view?.tick();
    }

    end() {
        clearInterval(this.timer);
        this.leaves.abort();
        this.view?.close();
        const over = this.conduct.over ?? { reason: 'closed' };
        announce(texts.ended(over).said, true);
        endPage(this.conduct, over, this.desk, this.again);
    }
}
