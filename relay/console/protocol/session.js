// protocol/session.js — mirrors protocol/session.py: the technician's end of a session after pairing.
//
// WebCrypto is asynchronous, so `receive` and `toSend` give promises. Both keep their order by themselves: call them
// as things happen, and handle what they give in the order of the calls.

import { unb64u } from '../consent/encoding.js';
import { consentGrant } from '../consent/grant.js';
import { read } from '../consent/jws.js';
import { Channel, Direction, First, other } from './channels.js';
import { decode, decodePairing, decodeRelay, encode, encodePlain, entryFor, kindIn } from './codec.js';
import { AttendedError, EpochOver, EpochWornOut, MessageMalformed, PeerError, SessionOver } from './errors.js';
import { Ended, PairingSaid, RefusedByRelay, RefusedHere, RoomAgain, Said, Shown, Told } from './events.js';
import { Keyring } from './keyring.js';
import { Outbox } from './outbox.js';
import { Transcripts } from './transcript.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('../consent/fields.js').Position} Position */
/** @typedef {import('../consent/jws.js').VerifyKey} VerifyKey */
/** @typedef {import('../consent/permits.js').Ledger} Ledger */
/** @typedef {import('./channels.js').Place} Place */
/** @typedef {import('./events.js').Event} Event */
/** @typedef {import('./wire.js').Message} Message */

const OWN = Direction.FROM_TECHNICIAN;

/**
 * The technician's end. It learns epochs from `grant.live`, and checks that the grant is the agent's.
 *
 * Whether a grant answers the question that was asked, `verifyGrant` says; the application calls it.
 */
export class TechnicianSession {
    #keyring;
    #ledger;
    #agentKey;
    #transcripts = new Transcripts(OWN);
    #outbox = new Outbox();
    /** @type {Bytes[]} */
    #plain = [];
    /** @type {AttendedError | null} */
    #ended = null;
    /** Counts the lines: what was begun on a line that is lost is not finished on the next. */
    #lines = 0;
    /** Until the resume is through, what the agent still says under keys we gave up is let go. */
    #away = false;
    /** @type {Promise<unknown>} */
    #reading = Promise.resolve();
    /** @type {Promise<unknown>} */
    #writing = Promise.resolve();

    /**
     * Use `begin`.
     *
     * @param {string} session
     * @param {Keyring} keyring
     * @param {Ledger} ledger
     * @param {VerifyKey} agentKey
     */
    constructor(session, keyring, ledger, agentKey) {
        this.session = session;
        this.#keyring = keyring;
        this.#ledger = ledger;
        this.#agentKey = agentKey;
    }

    /**
     * Begin after pairing.
     *
     * @param {string} session
     * @param {import('./events.js').Channel0Keys} channel0
     * @param {Ledger} ledger
     * @param {VerifyKey} agentKey
     */
    static async begin(session, channel0, ledger, agentKey) {
        return new TechnicianSession(session, await Keyring.from(session, OWN, channel0), ledger, agentKey);
    }

    /** The newest epoch that was keyed here; the next one must lie above. */
    get epoch() {
        return this.#keyring.epoch;
    }

    /** What ended this session, if anything has. */
    get ended() {
        return this.#ended;
    }

    /**
     * Give the lines of a transcript statement: those that changed since the last call, or all.
     *
     * @param {boolean} [changedOnly]
     */
    lines(changedOnly = true) {
        return this.#transcripts.lines(changedOnly);
    }

    /** Drop what waits and forget the keys until `lineBack`: this end's line is lost. */
    lineLost() {
        this.#lines += 1;
        this.#away = true;
        this.#outbox.clear();
        this.#plain = [];
        this.#keyring.forgetAll();
    }

    /**
     * Go on after a resume, on channel 0 until the next `grant.live`; `recorded` is what `resumed` of the relay said,
     * or null when only the other end's line was lost: then all that we sent has reached the relay.
     *
     * @param {import('./events.js').Channel0Keys} channel0
     * @param {readonly Position[] | null} recorded
     */
    async lineBack(channel0, recorded) {
        await this.#keyring.rekey(channel0);
        this.#away = false;
        if (recorded === null) {
            this.#outbox.drop(); // on a line that stood, credit for what is under way is still to come
        } else {
            this.#outbox.clear();
            this.#transcripts.cut(recorded);
        }
    }

    /**
     * Count as sent only what the relay has: for an end that is back while the other one never comes for a resume.
     *
     * @param {readonly Position[]} positions what `resumed` of the relay said
     */
    recorded(positions) {
        this.#transcripts.cut(positions);
    }

    /**
     * End the session from this side: nothing is sent or taken any more.
     *
     * @param {AttendedError} error
     */
    end(error) {
        return this.#end(error);
    }

    // Out

    /**
     * Say something to the other end; it goes out with `toSend` as soon as there is credit.
     *
     * @param {Message} message
     * @throws {AttendedError} it cannot be said, may not be said now, or too much waits already
     */
    send(message) {
        const entry = entryFor(message, OWN);
        if (this.#ended !== null) throw new SessionOver(this.#ended.code);
        this.#demandAllowed(this.#keyring.speaking(entry.channel));
        this.#outbox.put(entry.channel, encode(message));
    }

    /**
     * Say something to the relay, or a step of a resume to the other end. It goes out before what is sealed.
     *
     * @param {Message} message
     */
    sendPlain(message) {
        this.#plain.push(encodePlain(message));
    }

    /**
     * Give the websocket messages that must go out now, in order. What is given counts as sent.
     *
     * @returns {Promise<Bytes[]>}
     */
    toSend() {
        const line = this.#lines;
        const plain = this.#plain;
        this.#plain = [];
        /** @type {Promise<Bytes>[]} */
        const sealing = [];
        for (const { channel, plaintext } of this.#outbox.take((asked) => this.#mayGo(asked))) {
            const { place, counter, size, sealed } = this.#keyring.seal(channel, plaintext);
            sealing.push(sealed);
            this.#outbox.window.take(size);
            this.#transcripts.sent(place, counter, size, sealed);
        }
        const given = this.#writing.then(() => this.#sealed(plain, sealing, line));
        this.#writing = given;
        return given;
    }

    /**
     * @param {Bytes[]} plain
     * @param {Promise<Bytes>[]} sealing
     * @param {number} line
     * @returns {Promise<Bytes[]>}
     */
    async #sealed(plain, sealing, line) {
        try {
            const sealed = await Promise.all(sealing);
            return line === this.#lines ? [...plain, ...sealed] : [];
        } catch (wrong) {
            if (!(wrong instanceof EpochWornOut)) throw wrong;
            this.#end(wrong); // whoever overlooks for so long that a new epoch is due cannot go on safely
            return [];
        }
    }

    /**
     * Ask again at the last moment: a stop stops what waits, too.
     *
     * @param {number} channel
     * @returns {import('./outbox.js').May}
     */
    #mayGo(channel) {
        if (this.#keyring.shut && channel !== Channel.CONTROL) return 'wait';
        try {
            this.#demandAllowed(this.#keyring.speaking(channel));
        } catch (wrong) {
            if (wrong instanceof AttendedError) return 'drop';
            throw wrong;
        }
        return 'go';
    }

    /** @param {Place} at */
    #demandAllowed({ epoch, direction, channel }) {
        // Channel 0 needs no yes: leaving must still be said when the ledger has ended.
        if (channel !== Channel.CONTROL) this.#ledger.allows(epoch, direction, channel);
    }

    // In

    /**
     * Take one websocket message and say what it means. Deal with all of it, then send what `toSend` gives, and only
     * then give the next message: a resume changes the keys that the next one needs.
     *
     * Never throws for what the peer or the relay did: a broken seal, a missing message or a broken rule of the relay
     * ends the session with `Ended`; a message that is not allowed now is refused with `RefusedHere`.
     *
     * @param {Bytes} data
     * @returns {Promise<Event[]>}
     */
    receive(data) {
        const line = this.#lines;
        const given = this.#reading.then(() => this.#received(data, line));
        this.#reading = given.catch(() => undefined);
        return given;
    }

    /**
     * @param {Bytes} data
     * @param {number} line
     * @returns {Promise<Event[]>}
     */
    async #received(data, line) {
        if (this.#ended !== null || line !== this.#lines) return [];
        try {
            switch (data[0]) {
                case First.RELAY:
                    return this.#fromRelay(decodeRelay(data.subarray(1), 'relay'));
                case First.SEALED:
                    return await this.#fromPeer(data, line);
                case First.PAIRING:
                    return [new PairingSaid(decodePairing(data.subarray(1), 'agent'))];
                default:
                    throw new MessageMalformed('first byte');
            }
        } catch (wrong) {
            if (wrong instanceof PeerError) return [this.#end(wrong)];
            throw wrong;
        }
    }

    /**
     * @param {any} message
     * @returns {Event[]}
     */
    #fromRelay(message) {
        switch (message.kind) {
            case 'credit':
                this.#outbox.window.give(message.bytes);
                this.#transcripts.credited(message.bytes);
                return [new RoomAgain(this.#keyring.shut ? 0 : this.#outbox.room)];
            case 'refused':
                this.#keyring.refused(message, message.counter);
                return [new RefusedByRelay(message)];
            case 'closed':
                return [new Told(message), this.#end(new SessionOver(message.code))];
            default:
                return [new Told(message)];
        }
    }

    /**
     * @param {Bytes} data
     * @param {number} line
     * @returns {Promise<Event[]>}
     */
    async #fromPeer(data, line) {
        if (this.#away) return [];
        const opened = await this.#keyring.open(data.subarray(1));
        if (this.#ended !== null || line !== this.#lines) return [];
        const { place, counter, plaintext } = opened;
        this.#transcripts.heard(place, counter, data);
        try {
            this.#demandAllowed(place);
            this.#keyring.accept(place);
            if (place.channel === Channel.SCREEN) return [new Shown(plaintext, place.epoch, counter)];
            const message = decode(plaintext, place.channel, other(OWN));
            await this.#follow(message);
            return [new Said(message, place.channel, place.epoch, counter)];
        } catch (wrong) {
            if (!(wrong instanceof PeerError)) throw wrong;
            const kind = kindIn(plaintext, place.channel);
            return [new RefusedHere(wrong, kind, place.channel, place.epoch, counter)];
        }
    }

    /**
     * Keep our own ledger as the agent says that things stand.
     *
     * @param {any} message
     */
    async #follow(message) {
        switch (message.kind) {
            case 'grant.live':
                return this.#goLive(message);
            case 'grant.ended':
                return this.#ledger.withdraw(message.scopes);
            case 'session.paused':
                return this.#ledger.pause();
            case 'session.resumed':
                return this.#ledger.resume();
            case 'session.ended':
                return this.#ledger.end();
            default:
                return undefined;
        }
    }

    /** @param {import('./messages/control.js').GrantLive} live */
    async #goLive(live) {
        if (live.epoch < this.epoch) throw new EpochOver(`${live.epoch} after ${this.epoch}`);
        const grant = await read(live.grant, consentGrant, this.#agentKey);
        if (live.scopes.length > 0) this.#open(grant, live);
        else this.#ledger.openChat(grant, live.epoch);
        await this.#keyring.openEpoch(live.epoch, new Map(live.groups.map((key) => [key.group, unb64u(key.secret)])));
    }

    /**
     * @param {import('../consent/grant.js').ConsentGrant} grant
     * @param {import('./messages/control.js').GrantLive} live
     */
    #open(grant, live) {
        const left = new Map(live.scopes.map(({ scope, seconds }) => [scope, seconds]));
        // A grant's time is counted to its last end; what it names with an earlier one has that much less.
        const ends = grant.scopes.map(({ scope, until }) => (left.get(scope) ?? -Infinity) + grant.exp - until);
        this.#ledger.open(grant, live.epoch, Math.max(0, ...ends));
        this.#ledger.withdraw(grant.scopes.map(({ scope }) => scope).filter((scope) => !left.has(scope)));
    }

    /** @param {AttendedError} error */
    #end(error) {
        this.#ended = error;
        this.#ledger.end();
        this.#outbox.clear();
        this.#keyring.forgetAll();
        return new Ended(error);
    }
}
