// protocol/keyring.js — mirrors protocol/keyring.py: the keys a technician's end holds, one for each place.
// WebCrypto makes keys asynchronously: they are all made first and then put in force in one step, so nobody ever sees
// half an epoch.

import { unb64u } from '../consent/encoding.js';
import { EpochOver } from '../consent/errors.js';
import { CHANNELS, Channel, Direction, First, groupOf, kid, maySpeak, other, place } from './channels.js';
import { ChannelShut, EpochOutOfOrder, KeyUnknown, MessageMissing, TooManyRefused } from './errors.js';
import { channelKey } from './keys.js';
import * as limits from './limits.js';
import { HEADER_BYTES, Opener, Sealer, TAG_BYTES, metadata, readHeader, writeHeader } from './sframe.js';

/** @typedef {import('../consent/encoding.js').Bytes} Bytes */
/** @typedef {import('./channels.js').Place} Place */
/** @typedef {import('./events.js').Channel0Keys} Channel0Keys */
/** @typedef {{place: Place, opener: Opener, refused: Set<number>}} Listening */
/** @typedef {{sealers: Map<number, Sealer>, listening: Map<bigint, Listening>}} Keys */

/** The most that sealing adds to a plaintext, first byte included. */
export const SEAL_BYTES = 1 + HEADER_BYTES + TAG_BYTES;

/** The keys of one end in one session; `own` is the direction it speaks in. */
export class Keyring {
    #own;
    #id;
    #about;
    /** @type {Map<number, Sealer>} */
    #sealers = new Map();
    /** @type {Map<bigint, Listening>} */
    #listening = new Map();
    #epoch = -1;
    #epoch0 = -1;
    #shut = true;

    /**
     * Use `from`.
     *
     * @param {string} session
     * @param {0 | 1} own
     */
    constructor(session, own) {
        this.#own = own;
        this.#id = unb64u(session);
        this.#about = metadata(this.#id);
    }

    /**
     * Begin with channel 0's keys.
     *
     * @param {string} session
     * @param {0 | 1} own
     * @param {Channel0Keys} channel0
     */
    static async from(session, own, channel0) {
        const keyring = new Keyring(session, own);
        await keyring.rekey(channel0);
        return keyring;
    }

    /** The newest epoch of any channel. */
    get epoch() {
        return Math.max(this.#epoch, this.#epoch0);
    }

    /** Whether all channels but 0 wait for the next epoch. */
    get shut() {
        return this.#shut;
    }

    /** Speak and listen on channel 0 only, until the next epoch. */
    shutAll() {
        this.#shut = true;
    }

    /**
     * Go on under a new epoch's keys, for the groups whose secrets are given.
     *
     * @param {number} epoch
     * @param {ReadonlyMap<string, Uint8Array>} secrets by group
     * @throws {EpochOutOfOrder} the epoch is not newer than the one before
     */
    async openEpoch(epoch, secrets) {
        // A resume opens an epoch for channel 0; the other channels may take the same number, never an older one.
        const inOrder = () => epoch > this.#epoch && epoch >= this.#epoch0;
        if (!inOrder()) throw new EpochOutOfOrder(`${epoch} after ${this.epoch}`);
        /** @type {Keys} */
        const made = { sealers: new Map(), listening: new Map() };
        for (const channel of CHANNELS) {
            const secret = secrets.get(groupOf(channel) ?? '');
            if (secret === undefined) continue;
            const [mine, theirs] = await Promise.all(
                [this.#own, other(this.#own)].map((way) => channelKey(secret, this.#id, epoch, /** @type {0 | 1} */ (way), channel)),
            );
            await this.#make(made, channel, epoch, mine, theirs);
        }
        if (!inOrder()) throw new EpochOutOfOrder(`${epoch} after ${this.epoch}`);
        // The former epoch's openers stay: what is still on its way is checked and refused, and breaks no seal.
        for (const [keyId, { place: at }] of this.#listening) {
            if (at.channel !== Channel.CONTROL && at.epoch < this.#epoch) this.#listening.delete(keyId);
        }
        const control = /** @type {Sealer} */ (this.#sealers.get(Channel.CONTROL));
        this.#sealers = new Map([[Channel.CONTROL, control], ...made.sealers]);
        for (const [keyId, listening] of made.listening) this.#listening.set(keyId, listening);
        this.#epoch = epoch;
        this.#shut = false;
    }

    /**
     * Go on after a resume: channel 0 under its new keys, nothing else until `openEpoch`.
     *
     * @param {Channel0Keys} channel0
     * @throws {EpochOutOfOrder} the epoch is not newer than any before
     */
    async rekey(channel0) {
        if (channel0.epoch <= this.epoch) throw new EpochOutOfOrder(`${channel0.epoch} after ${this.epoch}`);
        let [mine, theirs] = [channel0.toConsole, channel0.toAgent];
        if (this.#own === Direction.FROM_TECHNICIAN) [mine, theirs] = [theirs, mine];
        /** @type {Keys} */
        const made = { sealers: new Map(), listening: new Map() };
        await this.#make(made, Channel.CONTROL, channel0.epoch, mine, theirs);
        this.#sealers = made.sealers;
        this.#listening = made.listening;
        this.#epoch0 = channel0.epoch;
        this.#shut = true;
    }

    /** Give up every key. */
    forgetAll() {
        this.#sealers = new Map();
        this.#listening = new Map();
        this.#shut = true;
    }

    /**
     * Say where a message on this channel would go.
     *
     * @param {number} channel
     * @returns {Place}
     * @throws {ChannelShut} there is no key for it
     */
    speaking(channel) {
        return place(this.#sealer(channel).kid);
    }

    /**
     * Seal the next message of a channel. Place and counter are taken before anything is awaited.
     *
     * @param {number} channel
     * @param {Uint8Array} plaintext
     * @returns {{place: Place, counter: number, size: number, sealed: Promise<Bytes>}} `sealed` with its first byte
     * @throws {ChannelShut} there is no key for it
     */
    seal(channel, plaintext) {
        const sealer = this.#sealer(channel);
        const counter = sealer.count;
        const sealed = sealer.seal(plaintext).then((data) => {
            const whole = new Uint8Array(1 + data.length);
            whole[0] = First.SEALED;
            whole.set(data, 1);
            return whole;
        });
        const size = 1 + writeHeader(sealer.kid, BigInt(counter)).length + plaintext.length + TAG_BYTES;
        return { place: place(sealer.kid), counter, size, sealed };
    }

    /**
     * Open a message of the other end; `sealed` comes without its first byte. Await one before you open the next.
     *
     * @param {Uint8Array} sealed
     * @returns {Promise<{place: Place, counter: number, plaintext: Bytes}>}
     * @throws {KeyUnknown | MessageMissing} nobody agreed on its key; others before it are missing
     * @throws {import('./errors.js').PeerError} as `Opener.open`
     */
    async open(sealed) {
        const keyId = readHeader(sealed).kid;
        const at = place(keyId);
        const listening = this.#listening.get(keyId);
        if (listening === undefined) throw new KeyUnknown(`${at.epoch}/${at.direction}/${at.channel}`);
        const { plaintext, counter, gap } = await listening.opener.open(sealed);
        // A gap is explained only when the relay said of each missing message that it refused it.
        if (gap > listening.refused.size) throw new MessageMissing(`${gap} before ${counter}`);
        for (let missing = counter - gap; missing < counter; missing += 1) {
            if (!listening.refused.delete(missing)) throw new MessageMissing(`${gap} before ${counter}`);
        }
        return { place: at, counter, plaintext };
    }

    /**
     * Take a message as accepted, if it came while it was allowed.
     *
     * @param {Place} at
     * @throws {EpochOver} its epoch is closed; it is too late
     */
    accept(at) {
        if (at.channel !== Channel.CONTROL && (this.#shut || at.epoch !== this.#epoch)) {
            throw new EpochOver(`epoch ${at.epoch}, now ${this.#epoch}`);
        }
    }

    /**
     * Note that the relay refused a message of the other end, so that the gap it leaves is known.
     *
     * @param {Place} at
     * @param {number} counter
     * @throws {TooManyRefused} more than an end remembers
     */
    refused(at, counter) {
        const listening = this.#listening.get(kid(at.epoch, at.direction, at.channel));
        if (listening === undefined || counter < listening.opener.count) return; // our own, or of an epoch that we have left
        if (listening.refused.size >= limits.GAPS_KNOWN) throw new TooManyRefused();
        listening.refused.add(counter);
    }

    /** @param {number} channel */
    #sealer(channel) {
        const sealer = this.#sealers.get(channel);
        if (sealer === undefined) throw new ChannelShut(`channel ${channel}`);
        return sealer;
    }

    /**
     * @param {Keys} made
     * @param {number} channel
     * @param {number} epoch
     * @param {Uint8Array} mine
     * @param {Uint8Array} theirs
     */
    async #make(made, channel, epoch, mine, theirs) {
        const there = other(this.#own);
        if (maySpeak(this.#own, channel)) {
            made.sealers.set(channel, await Sealer.from(mine, kid(epoch, this.#own, channel), this.#about));
        }
        if (maySpeak(there, channel)) {
            const keyId = kid(epoch, there, channel);
            const opener = await Opener.from(theirs, keyId, this.#about);
            made.listening.set(keyId, { place: place(keyId), opener, refused: new Set() });
        }
    }
}
