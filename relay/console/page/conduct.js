// page/conduct.js — conducts one session from the pairing to the end. It knows no element of the page: what is true
// stands in its fields, and `hears` is told what happened.

import { b64u, unb64u } from '../consent/encoding.js';
import { consentGrant, verifyGrant } from '../consent/grant.js';
import { read, sha256Of } from '../consent/jws.js';
import * as documents from '../consent/limits.js';
import { Ledger } from '../consent/permits.js';
import { makeRequest } from '../consent/request.js';
import { makeStatement } from '../consent/statement.js';
import { encodePlain } from '../protocol/codec.js';
import { AnotherLogKey, AnotherOrigin, AttendedError, LocalError, SessionOver } from '../protocol/errors.js';
import { Ended, PairingSaid, RefusedByRelay, RefusedHere, ResumedWith, RoomAgain, Said, Shown, Told } from '../protocol/events.js';
import { RESUME_SECONDS } from '../protocol/limits.js';
import { resumeProofBytes } from '../protocol/messages/relay.js';
import { VERSION } from '../protocol/pairing.js';
import { TechnicianResume } from '../protocol/resume.js';
import { TechnicianSession } from '../protocol/session.js';
import { proveTechnician } from '../protocol/technician.js';
import { Line } from './line.js';
import { Refusal } from './server.js';

/** @typedef {import('../consent/scopes.js').Scope} Scope */
/** @typedef {import('../consent/request.js').Question} Question */
/** @typedef {{code: string, words: string, remedy: string}} Words */

/**
 * What happened; the fields say what is true now.
 *
 * @typedef {(
 *     | 'paired' | 'asked' | 'shown' | 'answered' | 'live' | 'ended scopes' | 'paused' | 'resumed'
 *     | 'line lost' | 'line back' | 'recording' | 'hand' | 'chat' | 'delivered' | 'refused' | 'over'
 * )} Happening
 */

/** @typedef {{happened: (what: Happening, detail?: any) => void, picture: (data: Uint8Array<ArrayBuffer>) => void}} Hears */
/** @typedef {{id: string, scopes: readonly Scope[], minutes: number, until: number | null, grew: boolean}} Asked */
/** @typedef {{id: string, mine: boolean, text: string, at: number, delivered: boolean}} Line_ */

const STATEMENT_SECONDS = 1;
const TRY_AGAIN_SECONDS = 1;
const GOODBYE_SECONDS = 4;
const RELAY_STOPS = 'R-214';

/** One session, paired. */
export class Conduct {
    ledger;
    /** @type {import('../protocol/messages/control.js').PairingResult | null} */
    customer = null;
    /** @type {Asked | null} */
    question = null;
    /** How often each thing was refused. @type {Map<Scope, number>} */
    refusals = new Map();
    /** Why nothing is seen, when the customer's side says so. @type {string | null} */
    pause = null;
    /** @type {{whose: 'yours' | 'theirs' | 'relay', until: number} | null} */
    lost = null;
    /** After a lost line: what lived goes on only with the new epoch's keys, and they have not come yet. */
    waits = false;
    recording = true;
    handHolds = false;
    /** @type {Line_[]} */
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
    /** @type {TechnicianResume | null} */
    #resume = null;
    /** What the relay has recorded, once it has us back; null while our own line stands. */
    /** @type {readonly import('../consent/fields.js').Position[] | null} */
    #recorded = null;
    /** @type {string | null} */
    #grant = null;
    /** Our questions by their hash. @type {Map<string, string>} */
    #requests = new Map();
    /** @type {Promise<unknown>} */
    #stating = Promise.resolve();
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
        this.ledger = new Ledger(ground.clock);
        this.setting = {
            session: joined.place.session,
            origin: joined.place.origin,
            agentKey: joined.paired.agentKey,
            technicianKey: ground.key.verifyKey,
            policy: ground.organisation.policy,
            policySha256: ground.organisation.policySha256,
        };
        this.#line = joined.line;
        joined.handOver((data) => this.#heard(data), () => this.#lineLost());
        this.#timer = setInterval(() => this.#state(false), STATEMENT_SECONDS * 1000);
    }

    /** Begin: prove who we are. */
    async begin() {
        const { session } = this.setting;
        this.#session = await TechnicianSession.begin(session, this.paired.channel0, this.ledger, this.setting.agentKey);
        this.say(await proveTechnician(this.ground.entry, this.paired.transcript, this.ground.key));
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
        return this.over === null && this.lost === null && this.recording && this.ledger.chatLeft() > 0;
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
        const { key, now, random } = this.ground;
        const { token, request, salt } = await makeRequest(question, this.setting, key, now(), random);
        this.#requests.set(await sha256Of(token), token);
        this.question = { id: request.jti, scopes: question.scopes, minutes: question.minutes, until: null, grew: false };
        this.#session?.sendPlain(/** @type {any} */ ({ kind: 'document', token }));
        const { reason, ticket } = question;
        this.say(/** @type {any} */ ({ kind: 'consent.request', request: token, reason, ticket, salt }));
        this.hears.happened('asked');
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
        if (this.#session === null || this.#isRelayStopping(data)) return;
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
        else if (event instanceof PairingSaid) await this.#resumeSaid(event.message);
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
            case 'request.refused':
                if (message.refused === 'consent.request') this.question = null;
                return this.#wasRefused(message);
            case 'session.ended':
                return this.#goodbye(message.reason);
            default:
                return undefined;
        }
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
                await this.#verify(live.grant, living);
            } catch (wrong) {
                if (wrong instanceof AttendedError) return this.#ended(/** @type {TechnicianSession} */ (this.#session).end(wrong).error);
                throw wrong;
            }
        }
        this.#grant = live.grant;
        this.lost = null;
        this.waits = false;
        for (const { scope } of live.scopes) this.allowed.add(scope);
        this.hears.happened('live');
        return undefined;
    }

    /**
     * @param {string} grant
     * @param {Set<Scope>} living
     */
    async #verify(grant, living) {
        const { request_sha256: asked } = await read(grant, consentGrant, this.setting.agentKey);
        const request = this.#requests.get(asked) ?? '';
        await verifyGrant(grant, request, this.setting, { former: this.#grant, living });
    }

    /** @param {any} message */
    async #told(message) {
        switch (message.kind) {
            case 'recording':
                this.recording = message.state === 'running';
                return this.hears.happened('recording');
            case 'peer.lost':
                this.#waitFor('theirs', message.seconds);
                return this.hears.happened('line lost');
            case 'peer.back':
                return this.#beginResume();
            case 'peer.left':
                return this.#end({ reason: 'lost' });
            case 'resume.challenge':
                return this.#prove(unb64u(message.nonce));
            case 'resumed':
                return this.#resumed(message);
            case 'closed':
                return this.over === null && !this.#hadEnd ? this.#end({ reason: 'closed', words: message }) : undefined;
            default:
                return undefined;
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

    /** @param {Uint8Array<ArrayBuffer>} data */
    #isRelayStopping(data) {
        if (data[0] !== 0 || data.length > 512) return false;
        const isStop = new TextDecoder().decode(data.subarray(1)).startsWith(`{"code":"${RELAY_STOPS}","kind":"closed"`);
        if (isStop) this.#waitFor('relay', RESUME_SECONDS);
        return isStop;
    }

    /**
     * @param {'yours' | 'theirs' | 'relay'} whose
     * @param {number} seconds
     */
    #waitFor(whose, seconds) {
        this.lost = { whose, until: this.ground.clock() + seconds };
        this.handHolds = false;
        this.question = null;
    }

    #lineLost() {
        if (this.over !== null || this.#hadEnd) {
            this.#end(this.over ?? { reason: 'left' });
            return;
        }
        if (this.customer === null) {
            this.#end({ reason: 'lost' });
            return;
        }
        this.#session?.lineLost();
        this.#line = null;
        this.#resume = null;
        this.#recorded = null;
        if (this.lost === null || this.lost.whose === 'theirs') this.#waitFor('yours', RESUME_SECONDS);
        this.hears.happened('line lost');
        this.#reconnect().catch(reportError);
    }

    async #reconnect() {
        while (this.over === null && this.lost !== null && this.ground.clock() < this.lost.until) {
            try {
                const socket = await this.ground.openLine();
                this.#line = new Line(socket, (data) => this.#heard(data), () => this.#lineLost());
                const { session } = this.setting;
                this.#line.send(encodePlain(/** @type {any} */ ({ kind: 'resume', version: VERSION, session, role: 'technician' })));
                return;
            } catch (wrong) {
                if (!(wrong instanceof Refusal)) throw wrong;
                await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_SECONDS * 1000));
            }
        }
        if (this.over === null) this.#end({ reason: 'lost' });
    }

    /** @param {Uint8Array} nonce */
    async #prove(nonce) {
        const signature = b64u(await this.ground.key.sign(resumeProofBytes('technician', this.setting.session, nonce)));
        this.#session?.sendPlain(/** @type {any} */ ({ kind: 'resume.proof', signature }));
    }

    /** @param {any} message */
    #resumed(message) {
        const wrong = message.origin !== this.setting.origin ? new AnotherOrigin(message.origin) : null;
        const other = message.log_key !== this.ground.logKey ? new AnotherLogKey() : null;
        if (wrong ?? other) return this.#ended(/** @type {AttendedError} */ (wrong ?? other));
        this.#recorded = message.positions;
        if (message.peer) return this.#beginResume();
        const until = this.lost?.until ?? this.ground.clock() + RESUME_SECONDS;
        this.lost = { whose: 'theirs', until };
        return this.hears.happened('line lost');
    }

    #beginResume() {
        const { sessionSecret, resumeKey } = this.paired;
        const epoch = this.#session?.epoch ?? 0;
        this.#resume = new TechnicianResume({ sessionSecret, resumeKey, epoch, random: this.ground.random });
        this.#resume.start();
        this.#sendResume();
    }

    /** @param {any} message */
    async #resumeSaid(message) {
        if (this.#resume === null || this.#session === null) return;
        for (const event of await this.#resume.receive(message)) {
            if (!(event instanceof ResumedWith)) return this.#ended(event.error);
            this.#sendResume();
            await this.#session.lineBack(event.channel0, this.#recorded);
            this.#resume = null;
            this.#recorded = null;
            this.lost = null;
            this.recording = true;
            this.waits = this.ledger.living().size > 0;
            this.hears.happened('line back');
        }
    }

    #sendResume() {
        for (const message of this.#resume?.toSend() ?? []) this.#session?.sendPlain(message);
    }

    // The end

    /** @param {string} reason */
    async #goodbye(reason) {
        this.#hadEnd = true;
        this.over = { reason };
        this.hears.happened('over');
        await this.#state(true);
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
        this.lost = null;
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
     * Sign what was sent and heard, for the recording.
     *
     * @param {boolean} isFinal
     */
    #state(isFinal) {
        this.#stating = this.#stating.then(() => this.#stated(isFinal)).catch(reportError);
        return this.#stating;
    }

    /** @param {boolean} isFinal */
    async #stated(isFinal) {
        const session = this.#session;
        if (session === null || this.lost !== null || (this.over !== null && !isFinal) || this.customer === null) return;
        const lines = await session.lines(!isFinal);
        if (lines.length === 0) return;
        const last = lines.slice(-documents.STATEMENT_LINES); // older epochs were stated while they ran
        const { key, now, random } = this.ground;
        const token = await makeStatement(last, isFinal, this.setting, key, now(), random);
        session.sendPlain(/** @type {any} */ ({ kind: 'document', token }));
        this.#flush();
    }
}
