// page/conduct.js — conducts one session from the pairing to the end. It knows no element of the page: what is true
// stands in its fields, and `hears` is told what happened.

import { b64u } from '../consent/encoding.js';
import { sessionEnd } from '../consent/ending.js';
import { consentGrant, verifyGrant } from '../consent/grant.js';
import { read, sha256Of } from '../consent/jws.js';
import { Ledger } from '../consent/permits.js';
import { consentRequest, makeRequest } from '../consent/request.js';
import { verifyDeskDocument } from '../consent/setting.js';
import { AttendedError, LineAway, LocalError, SessionOver } from '../protocol/errors.js';
import { Ended, PairingSaid, RefusedByRelay, RefusedHere, RoomAgain, Said, Shown, Told } from '../protocol/events.js';
import { FORMER_GRANTS } from '../protocol/limits.js';
import { TechnicianSession } from '../protocol/session.js';
import { proveTechnician } from '../protocol/technician.js';
import { Line } from './line.js';
import { LineTime } from './line_time.js';
import { Reports } from './report_state.js';
import { Statements } from './statements.js';
import { WayBack } from './way_back.js';

/** @typedef {import('../consent/scopes.js').Scope} Scope */
/** @typedef {import('../consent/request.js').Question} Question */
/** @typedef {{code: string, words: string, remedy: string}} Words */

/**
 * What happened; the fields say what is true now.
 *
 * @typedef {(
 *     | 'paired' | 'asked' | 'shown' | 'answered' | 'live' | 'chat only' | 'ended scopes' | 'paused' | 'resumed'
 *     | 'line lost' | 'line back' | 'line' | 'recording' | 'hand' | 'chat' | 'delivered' | 'report' | 'refused' | 'over'
 * )} Happening
 */

/** @typedef {{happened: (what: Happening, detail?: any) => void, picture: (data: Uint8Array<ArrayBuffer>) => void}} Hears */
/** @typedef {{id: string, scopes: readonly Scope[], minutes: number, until: number | null, grew: boolean}} Asked */
/** @typedef {{id: string, mine: boolean, text: string, at: number, delivered: boolean}} Written */

const STATEMENT_SECONDS = 1;
const GOODBYE_SECONDS = 4;

/** One session, paired. */
export class Conduct {
    ledger;
    /** @type {import('../protocol/messages/control.js').PairingResult | null} */
    customer = null;
    question = /** @type {Asked | null} */ (null);
    /** How often each thing was refused. @type {Map<Scope, number>} */
    refusals = new Map();
    /** Why nothing is seen, when the customer's side says so. @type {string | null} */
    pause = null;
    /** After a lost line: what lived, and chat, go on only with the new epoch's keys, and they have not come yet. */
    waits = false;
    recording = true;
    handHolds = false;
    /** @type {Written[]} */
    chat = [];
    refused = 0;
    /** All that was ever allowed. @type {Set<Scope>} */
    allowed = new Set();
    /** @type {{reason: string, words?: Words} | null} */
    over = null;
    isLeaving = false;
    /** @type {TechnicianSession | null} */
    #session = null;
    /** @type {Line | null} */
    #line;
    #wayBack;
    #grant = /** @type {string | null} */ (null);
    /** Grants signed while nothing reached us, oldest first: `grant.live` names the one after. @type {readonly string[]} */
    #missed = [];
    /** Our questions by their hash. @type {Map<string, string>} */
    #requests = new Map();
    #statements;
    #timer;
    #hadEnd = false;

    /**
     * @param {import('./join.js').Joined} joined
     * @param {import('./join.js').Ground} ground
     * @param {Hears} hears
     */
    constructor(joined, ground, hears) {
        this.ground = ground;
        this.hears = hears;
        this.paired = joined.paired;
        this.began = ground.clock();
        this.reports = new Reports((what, detail) => hears.happened(what, detail), ground.clock, (message) => this.say(message));
        this.ledger = new Ledger(ground.clock);
        /** @type {import('../consent/setting.js').Setting} */
        this.setting = {
            session: joined.place.session,
            origin: joined.place.origin,
            agentKey: joined.paired.agentKey,
            technicianKey: ground.key.verifyKey,
            policy: ground.organisation.policy,
            policySha256: ground.organisation.policySha256,
        };
        this.#line = joined.line;
        this.#wayBack = new WayBack(ground, this.setting, joined.paired, {
            epoch: () => this.#session?.epoch ?? 0,
            isOver: () => this.over !== null,
            attach: (socket) => (this.#line = new Line(socket, (data) => this.#heard(data), () => this.#lineLost())),
            say: (message) => this.#session?.sendPlain(message),
            back: (channel0, recorded) => this.#back(channel0, recorded),
            changed: () => this.#broken(),
            givenUp: () => this.#end({ reason: 'lost' }),
            failed: (error) => this.#ended(error),
        });
        this.#statements = new Statements(ground, this.setting, (isFinal) => this.#toState(isFinal), () => this.#flush(), () => this.#line);
        this.lineTime = new LineTime(() => this.#toState(false), () => this.#line, () => this.#flush());
        joined.handOver((data) => this.#heard(data), () => this.#lineLost());
        this.#timer = setInterval(() => this.#statements.make(false), STATEMENT_SECONDS * 1000);
    }

    /** Begin: prove who we are. */
    async begin() {
        const { session } = this.setting;
        this.#session = await TechnicianSession.begin(session, this.paired.channel0, this.ledger, this.setting.agentKey);
        this.say(await proveTechnician(this.ground.entry, this.paired.transcript, this.ground.key));
    }

    /** Whose line is lost, and until when it may come back; null while both stand. */
    get lost() {
        return this.#wayBack.lost;
    }

    /** Whether the customer's screen may be seen at this moment. */
    get isSeen() {
        return this.#flows && this.ledger.living().has('view');
    }

    /** Whether mouse and keyboard reach the customer at this moment. */
    get isControlled() {
        return this.#flows && this.ledger.living().has('control');
    }

    /** Whether the two can write to each other at this moment. */
    get canChat() {
        return this.over === null && this.lost === null && !this.waits && this.recording && this.ledger.chatLeft() > 0;
    }

    get #flows() {
        return this.over === null && this.lost === null && this.pause === null && !this.waits && this.recording;
    }

    // What the technician does

    /**
     * Say something of the catalogue, if it may be said now.
     *
     * @param {import('../protocol/wire.js').Message} message
     * @returns {boolean} whether it is on its way
     */
    say(message) {
        try {
            this.#session?.send(message);
        } catch (wrong) {
            if (wrong instanceof AttendedError) return false;
            throw wrong;
        }
        this.#flush();
        return this.#session !== null;
    }

    /**
     * Ask the customer.
     *
     * @param {Question} question
     */
    async ask(question) {
        const { token, request, salt } = await makeRequest(question, this.setting, this.ground.key, this.ground.now(), this.ground.random);
        const sha256 = await sha256Of(token);
        if (this.lost !== null) return this.hears.happened('refused', new LineAway()); // the relay takes nothing but our proof
        this.#requests.set(sha256, token);
        this.question = { id: request.jti, scopes: question.scopes, minutes: question.minutes, until: null, grew: false };
        this.#session?.sendPlain(/** @type {any} */ ({ kind: 'document', token }));
        this.say(/** @type {any} */ ({ kind: 'consent.request', request: token, reason: question.reason, ticket: question.ticket, salt }));
        return this.hears.happened('asked');
    }

    /** Take the question back. */
    takeBack() {
        if (this.question !== null) this.say(/** @type {any} */ ({ kind: 'consent.cancel', request: this.question.id }));
    }

    /** @param {string} text */
    write(text) {
        const id = b64u(this.ground.random(16));
        if (!this.say(/** @type {any} */ ({ kind: 'chat.said', id, text }))) return false;
        this.chat.push({ id, mine: true, text, at: this.ground.now(), delivered: false });
        this.hears.happened('chat');
        return true;
    }

    /** End the session; the customer's side says the last word. */
    leave() {
        if (this.over !== null) return;
        this.isLeaving = true;
        const said = this.say({ kind: 'session.leave' });
        setTimeout(() => this.#end({ reason: 'left' }), said ? GOODBYE_SECONDS * 1000 : 0);
    }

    /** Take note that the page goes away: no sealed word can be made in time, so the line itself says goodbye. */
    vanish() {
        this.#line?.leave();
    }

    /**
     * End it because something here showed that it is not safe to go on.
     *
     * @param {AttendedError} error
     */
    fail(error) {
        this.say({ kind: 'session.leave' });
        this.#session?.end(error);
        this.#ended(error);
    }

    // What comes

    /** @param {Uint8Array<ArrayBuffer>} data */
    async #heard(data) {
        const living = this.ledger.living();
        if (this.#session === null || this.#wayBack.isRelayStopping(data)) return;
        for (const event of await this.#session.receive(data)) await this.#event(event, living);
        this.#flush();
    }

    /**
     * @param {import('../protocol/events.js').Event} event
     * @param {Set<Scope>} living what lived before it
     */
    async #event(event, living) {
        if (event instanceof Shown) {
            if (this.isSeen) this.hears.picture(event.picture);
        } else if (event instanceof Said) await this.#said(event.message, living);
        else if (event instanceof Told) await this.#told(event.message);
        else if (event instanceof PairingSaid) await this.#wayBack.said(event.message);
        else if (event instanceof RefusedByRelay) this.#wasRefused(event.direction === 1 ? event.notice : null);
        else if (event instanceof RefusedHere) this.#refusedHere(event);
        else if (event instanceof Ended) this.#ended(event.error);
        else if (!(event instanceof RoomAgain)) throw new TypeError('an event nobody knows');
    }

    /**
     * @param {any} message
     * @param {Set<Scope>} living
     */
    async #said(message, living) {
        switch (message.kind) {
            case 'pairing.result':
                this.customer = message;
                return this.hears.happened('paired');
            case 'pairing.refused':
                return this.#end({ reason: 'refused', words: { ...message, remedy: '' } });
            case 'consent.shown':
                return this.#shown(message);
            case 'consent.answer':
                return this.#answered(message);
            case 'grant.live':
                return this.#live(message, living);
            case 'grant.former':
                this.#missed = [...this.#missed, message.grant].slice(-FORMER_GRANTS);
                return undefined;
            case 'grant.ended':
                return this.hears.happened('ended scopes', message);
            case 'session.paused':
                this.pause = message.because;
                return this.hears.happened('paused');
            case 'session.resumed':
                this.pause = null;
                return this.hears.happened('resumed');
            case 'hand.customer':
                this.handHolds = message.holds;
                return this.hears.happened('hand');
            case 'chat.said':
                this.chat.push({ id: message.id, mine: false, text: message.text, at: this.ground.now(), delivered: true });
                this.say(/** @type {any} */ ({ kind: 'chat.delivered', id: message.id }));
                return this.hears.happened('chat', message);
            case 'chat.delivered':
                for (const line of this.chat) if (line.id === message.id && line.mine) line.delivered = true;
                return this.hears.happened('delivered');
            case 'report.progress':
            case 'report.reading':
            case 'report.withheld':
            case 'report.part':
            case 'report.vitals':
                return this.reports.said(message);
            case 'request.refused':
                if (message.refused === 'consent.request') this.question = null;
                return this.#wasRefused(message);
            case 'session.ended':
                return this.#goodbye(message.reason);
            default:
                return undefined;
        }
    }

    /** The seconds that the last of what lives has left. */
    get left() {
        return Math.max(0, ...[...this.ledger.living()].map((scope) => this.ledger.left(scope)));
    }

    /** @param {{request: string, seconds: number}} message */
    #shown({ request, seconds }) {
        if (this.question?.id !== request) return;
        const until = this.ground.clock() + seconds;
        const grew = this.question.until !== null && until > this.question.until + 2;
        this.question = { ...this.question, until, grew };
        this.hears.happened('shown');
    }

    /** @param {import('../protocol/messages/control.js').ConsentAnswer} answer */
    #answered(answer) {
        if (this.question?.id !== answer.request) return;
        this.question = null;
        for (const scope of answer.refused) this.refusals.set(scope, (this.refusals.get(scope) ?? 0) + 1);
        this.hears.happened('answered', answer);
    }

    /**
     * @param {import('../protocol/messages/control.js').GrantLive} live
     * @param {Set<Scope>} living
     */
    async #live(live, living) {
        if (live.grant !== this.#grant) {
            try {
                await this.#follow(live, living);
            } catch (wrong) {
                if (wrong instanceof AttendedError) return this.#ended(/** @type {TechnicianSession} */ (this.#session).end(wrong).error);
                throw wrong;
            }
        }
        this.#missed = [];
        this.waits = false;
        for (const { scope } of live.scopes) this.allowed.add(scope);
        this.hears.happened(live.scopes.length > 0 ? 'live' : 'chat only');
        return undefined;
    }

    /**
     * Judge a new grant, one that opens nothing any more as well, after those whose `grant.live` was lost with a line:
     * each one's chain names the one before.
     *
     * @param {import('../protocol/messages/control.js').GrantLive} live
     * @param {Set<Scope>} living
     */
    async #follow({ grant, scopes }, living) {
        const missed = this.#missed.slice(this.#grant === null ? 0 : this.#missed.indexOf(this.#grant) + 1);
        for (const token of missed) await this.#verify(token, null);
        await this.#verify(grant, scopes.length > 0 && missed.length === 0 ? living : null);
    }

    /**
     * @param {string} grant
     * @param {Set<Scope> | null} living null where only the grant before it can tell: what it carried over lived when it
     *   was given, and may have been turned off since
     */
    async #verify(grant, living) {
        const { request_sha256: asked } = await read(grant, consentGrant, this.setting.agentKey);
        const request = this.#requests.get(asked) ?? '';
        const former = this.#grant;
        const before = former === null ? null : await read(former, consentGrant, this.setting.agentKey);
        const lived = living ?? new Set(before?.scopes.map(({ scope }) => scope));
        const given = await verifyGrant(grant, request, this.setting, { former, living: lived });
        this.reports.granted(given, before, (await read(request, consentRequest, this.setting.technicianKey)).scopes);
        this.#grant = grant;
    }

    /** @param {any} message */
    async #told(message) {
        switch (message.kind) {
            case 'recording':
                this.recording = message.state === 'running';
                return this.hears.happened('recording');
            case 'line.here':
                return this.hears.happened('line', this.lineTime.answered());
            case 'peer.left':
                return this.#end({ reason: 'lost' });
            case 'end.signed':
                return this.#signed(message.token);
            case 'closed':
                return this.over === null && !this.#hadEnd ? this.#end({ reason: 'closed', words: message }) : undefined;
            default:
                return this.#wayBack.told(message);
        }
    }

    /** @param {Words | null} refusal null when it was not ours */
    #wasRefused(refusal) {
        if (refusal === null) return;
        this.refused += 1;
        this.hears.happened('refused', refusal);
    }

    /** @param {RefusedHere} event */
    #refusedHere(event) {
        // A yes that does not hold is worse than none: what follows cannot be told from it.
        if (event.kind === 'grant.live' && !(event.error instanceof LocalError) && /^C-0/.test(event.error.code)) {
            this.#ended(/** @type {TechnicianSession} */ (this.#session).end(event.error).error);
        }
    }

    // A lost line

    #lineLost() {
        if (this.over !== null || this.#hadEnd) {
            this.#end(this.over ?? { reason: 'left' });
        } else if (this.customer === null) {
            this.#end({ reason: 'lost' });
        } else {
            this.#session?.lineLost();
            this.#line = null;
            this.#wayBack.lineLost();
        }
    }

    #broken() {
        this.handHolds = false;
        this.question = null;
        this.hears.happened('line lost');
    }

    /**
     * @param {import('../protocol/events.js').Channel0Keys} channel0
     * @param {readonly import('../consent/fields.js').Position[] | null} recorded
     */
    async #back(channel0, recorded) {
        await this.#session?.lineBack(channel0, recorded);
        this.recording = true;
        this.waits = this.ledger.chatLeft() > 0;
        this.hears.happened('line back');
    }

    // The end

    /**
     * The desk's signature says the same as the sealed word, which an engine that is gone cannot say.
     *
     * @param {string} token
     */
    async #signed(token) {
        if (this.#hadEnd) return;
        try {
            const { reason } = await verifyDeskDocument(token, sessionEnd, this.setting);
            if (this.#wayBack.recorded !== null) this.#session?.recorded(this.#wayBack.recorded);
            await this.#goodbye(reason);
        } catch (wrong) {
            if (!(wrong instanceof AttendedError)) throw wrong;
            this.#ended(/** @type {TechnicianSession} */ (this.#session).end(wrong).error);
        }
    }

    /** @param {string} reason */
    async #goodbye(reason) {
        if (this.#hadEnd) return;
        this.#hadEnd = true;
        this.over = { reason };
        this.hears.happened('over');
        await this.#statements.make(true);
        setTimeout(() => this.#end(this.over ?? { reason }), GOODBYE_SECONDS * 1000);
    }

    /** @param {AttendedError} error */
    #ended(error) {
        if (error instanceof SessionOver && (this.over !== null || this.#hadEnd)) return this.#end(this.over ?? { reason: 'left' });
        const { code, words, remedy } = error;
        return this.#end({ reason: 'broken', words: { code, words, remedy } });
    }

    /** @param {{reason: string, words?: Words}} how */
    #end(how) {
        clearInterval(this.#timer);
        this.#line?.close();
        this.#line = null;
        this.ledger.end();
        if (this.over !== null) return;
        this.over = how;
        this.hears.happened('over');
    }

    // Out

    #flush() {
        const line = this.#line;
        if (this.#session === null || line === null) return;
        this.#session.toSend().then((out) => out.forEach((data) => line.send(data)), reportError);
    }

    /**
     * Give the session while it may be stated: the last time for as long as the relay hears us, else while all is well.
     *
     * @param {boolean} isFinal
     */
    #toState(isFinal) {
        const isTime = isFinal ? this.#wayBack.hasRelay : this.lost === null && this.over === null;
        return isTime && this.customer !== null ? this.#session : null;
    }
}
