// page/way_back.js — a lost line: whose it is, the way back to the relay, and the proof that both ends are the same

import { b64u, unb64u } from '../consent/encoding.js';
import { encodePlain } from '../protocol/codec.js';
import { AnotherLogKey, AnotherOrigin } from '../protocol/errors.js';
import { ResumedWith } from '../protocol/events.js';
import { RESUME_SECONDS } from '../protocol/limits.js';
import { resumeProofBytes } from '../protocol/messages/relay.js';
import { VERSION } from '../protocol/pairing.js';
import { TechnicianResume } from '../protocol/resume.js';
import { Refusal } from './server.js';

/** @typedef {import('../consent/fields.js').Position} Position */
/** @typedef {import('../protocol/errors.js').AttendedError} AttendedError */
/** @typedef {import('../protocol/events.js').Channel0Keys} Channel0Keys */

/**
 * What the way back asks of the session it is for.
 *
 * @typedef {object} Asks
 * @property {() => number} epoch the highest the session has seen
 * @property {() => boolean} isOver
 * @property {(socket: import('./socket.js').Socket) => import('./line.js').Line} attach
 * @property {(message: any) => void} say something in clear
 * @property {(channel0: Channel0Keys, recorded: readonly Position[] | null) => Promise<void>} back
 * @property {() => void} changed
 * @property {() => void} givenUp
 * @property {(error: AttendedError) => void} failed
 */

const RELAY_STOPS = 'R-214';

/** One session's way back. */
export class WayBack {
    /** Whose line is lost, and until when it may come back; null while both stand. */
    /** @type {{whose: 'yours' | 'theirs' | 'relay', until: number} | null} */
    lost = null;
    /** @type {TechnicianResume | null} */
    #resume = null;
    /** What the relay has recorded, once it has us back; null while our own line stands. */
    /** @type {readonly Position[] | null} */
    recorded = null;
    /** Seconds between tries, and for one: a relay that takes a line and says nothing is one that is not there. */
    pace = { between: 1, answer: 10 };
    /** What tries to come back; null while our line stands, and once the relay has us. @type {object | null} */
    #trying = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #patience;

    /**
     * @param {import('./join.js').Ground} ground
     * @param {{session: string, origin: string}} setting
     * @param {import('../protocol/events.js').Paired} paired
     * @param {Asks} asks
     */
    constructor(ground, setting, paired, asks) {
        this.ground = ground;
        this.setting = setting;
        this.paired = paired;
        this.asks = asks;
    }

    /** Whether the relay hears us, whatever became of the other end. */
    get hasRelay() {
        return this.lost === null || this.lost.whose === 'theirs' || this.recorded !== null;
    }

    /**
     * Look whether this is the relay's word that it stops and starts again: the session does not end with that line.
     *
     * @param {Uint8Array<ArrayBuffer>} data
     */
    isRelayStopping(data) {
        if (data[0] !== 0 || data.length > 512) return false;
        const isStop = new TextDecoder().decode(data.subarray(1)).startsWith(`{"code":"${RELAY_STOPS}","kind":"closed"`);
        if (isStop) this.#waitFor('relay', RESUME_SECONDS);
        return isStop;
    }

    /** Our own line is lost: try for a new one. */
    lineLost() {
        this.#resume = null;
        this.recorded = null;
        if (this.lost === null || this.lost.whose === 'theirs') this.#waitFor('yours', RESUME_SECONDS);
        this.asks.changed();
        // A line on which the relay never had us back was refused, not lost: asking faster helps nobody.
        this.#comeBack(this.#trying === null ? 0 : this.pace.between);
    }

    /**
     * Take what the relay said of lines.
     *
     * @param {any} message
     */
    async told(message) {
        switch (message.kind) {
            case 'peer.lost':
                this.#waitFor('theirs', message.seconds);
                return this.asks.changed();
            case 'peer.back':
                return this.#begin();
            case 'resume.challenge':
                return this.#prove(unb64u(message.nonce));
            case 'resumed':
                return this.#resumed(message);
            default:
                return undefined;
        }
    }

    /**
     * Take a step of the customer's computer.
     *
     * @param {any} message
     */
    async said(message) {
        const resume = this.#resume;
        if (resume === null) return;
        for (const event of await resume.receive(message)) {
            if (!(event instanceof ResumedWith)) return; // to a share of before; the one that fits may follow
            this.#send(resume);
            const recorded = this.recorded;
            this.#resume = null;
            this.recorded = null;
            this.lost = null;
            await this.asks.back(event.channel0, recorded);
        }
    }

    /**
     * @param {'yours' | 'theirs' | 'relay'} whose
     * @param {number} seconds
     */
    #waitFor(whose, seconds) {
        this.lost = { whose, until: this.ground.clock() + seconds };
    }

    /** @param {number} wait */
    #comeBack(wait) {
        const trying = {};
        this.#trying = trying;
        clearTimeout(this.#patience);
        this.#reconnect(trying, wait).catch(reportError);
    }

    /**
     * @param {object} trying
     * @param {number} wait
     */
    async #reconnect(trying, wait) {
        for (let rest = wait; this.#isWanted(trying); rest = this.pace.between) {
            if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest * 1000));
            const socket = await this.#opened();
            if (socket === null) continue;
            if (!this.#isWanted(trying)) return socket.close();
            const line = this.asks.attach(socket);
            const { session } = this.setting;
            line.send(encodePlain(/** @type {any} */ ({ kind: 'resume', version: VERSION, session, role: 'technician' })));
            this.#patience = setTimeout(() => this.#unanswered(trying, line), this.pace.answer * 1000);
            return undefined;
        }
        if (this.#trying === trying && !this.asks.isOver()) this.asks.givenUp();
        return undefined;
    }

    /** @param {object} trying */
    #isWanted(trying) {
        return this.#trying === trying && !this.asks.isOver() && this.lost !== null && this.ground.clock() < this.lost.until;
    }

    /** Open a line; null when none can be had in time. */
    async #opened() {
        const opening = this.ground.openLine();
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        let patience;
        const late = new Promise((resolve) => (patience = setTimeout(resolve, this.pace.answer * 1000, null)));
        try {
            const socket = await Promise.race([opening, late]);
            if (socket === null) opening.then((come) => come.close(), () => undefined); // it was given up already
            return socket;
        } catch (wrong) {
            if (!(wrong instanceof Refusal)) throw wrong;
            return null;
        } finally {
            clearTimeout(patience);
        }
    }

    /**
     * @param {object} trying
     * @param {import('./line.js').Line} line
     */
    #unanswered(trying, line) {
        if (this.#trying !== trying) return; // the relay has us back, or the line was lost since
        line.close();
        this.#comeBack(0);
    }

    /** @param {Uint8Array} nonce */
    async #prove(nonce) {
        const signature = b64u(await this.ground.key.sign(resumeProofBytes('technician', this.setting.session, nonce)));
        this.asks.say({ kind: 'resume.proof', signature });
    }

    /** @param {any} message */
    #resumed(message) {
        if (message.origin !== this.setting.origin) return this.asks.failed(new AnotherOrigin(message.origin));
        if (message.log_key !== this.ground.logKey) return this.asks.failed(new AnotherLogKey());
        this.recorded = message.positions;
        this.#trying = null;
        clearTimeout(this.#patience);
        if (message.peer) return this.#begin();
        this.lost = { whose: 'theirs', until: this.lost?.until ?? this.ground.clock() + RESUME_SECONDS };
        return this.asks.changed();
    }

    #begin() {
        const { sessionSecret, resumeKey } = this.paired;
        const { random } = this.ground;
        this.#resume = new TechnicianResume({ sessionSecret, resumeKey, epoch: this.asks.epoch(), random });
        this.#resume.start();
        this.#send(this.#resume);
    }

    /** @param {TechnicianResume} resume */
    #send(resume) {
        for (const message of resume.toSend()) this.asks.say(message);
    }
}
