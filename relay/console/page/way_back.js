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

const TRY_AGAIN_SECONDS = 1;
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
        this.#reconnect().catch(reportError);
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
            if (!(event instanceof ResumedWith)) return this.asks.failed(event.error);
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

    async #reconnect() {
        while (!this.asks.isOver() && this.lost !== null && this.ground.clock() < this.lost.until) {
            try {
                const line = this.asks.attach(await this.ground.openLine());
                const { session } = this.setting;
                line.send(encodePlain(/** @type {any} */ ({ kind: 'resume', version: VERSION, session, role: 'technician' })));
                return;
            } catch (wrong) {
                if (!(wrong instanceof Refusal)) throw wrong;
                await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_SECONDS * 1000));
            }
        }
        if (!this.asks.isOver()) this.asks.givenUp();
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
