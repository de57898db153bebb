// consent/permits.js — mirrors consent/permits.py as far as a technician's end needs it: what lives now. Permits as
// objects are not made here: nothing in a browser captures a screen or presses a key, so nothing needs one in hand.

import {
    EpochOver,
    GrantExpired,
    GrantMissing,
    GrantOutOfChain,
    OnlyLooking,
    Paused,
    SessionOver,
} from './errors.js';
import { grantedIn } from './grant.js';
import * as limits from './limits.js';
import { Channel, Direction, LOOKING, PAUSED_CHANNELS, REQUIRES, channelsOf, endingWith, scopeOf } from './scopes.js';

/** @typedef {import('./scopes.js').Scope} Scope */
/** @typedef {import('./grant.js').ConsentGrant} ConsentGrant */
/** @typedef {{monitors: readonly number[], deadline: number}} Living */

/** What lives now. `clock`: monotonic seconds; setting the wall clock changes nothing here. */
export class Ledger {
    #clock;
    /** @type {ReadonlyMap<Scope, Living>} */
    #permits = new Map();
    /** @type {Set<string>} */
    #gone = new Set();
    /** @type {ConsentGrant | null} */
    #grant = null;
    /** @type {number | null} */
    #epoch = null;
    #paused = false;
    #ended = false;
    /** @type {number | null} */
    #chatUntil = null;

    /** @param {() => number} clock */
    constructor(clock) {
        this.#clock = clock;
    }

    /** Whether screen, pointer and keys rest. */
    get paused() {
        return this.#paused;
    }

    /** Whether everything is over for good. */
    get ended() {
        return this.#ended;
    }

    /** The epoch that is open; null before the first grant. */
    get epoch() {
        return this.#epoch;
    }

    /**
     * Begin an epoch under a grant, ending everything there was.
     *
     * @param {ConsentGrant} grant
     * @param {number} epoch
     * @param {number} remaining seconds that are left of `exp - iat`, counted since the grant was given
     * @throws {SessionOver | EpochOver | GrantOutOfChain | GrantExpired | OnlyLooking | GrantMissing}
     */
    open(grant, epoch, remaining) {
        const again = this.#demandNext(grant, epoch);
        const allowed = new Set(grant.scopes.map((granted) => granted.scope));
        if (grant.look_only && ![...allowed].every((scope) => LOOKING.has(scope))) throw new OnlyLooking();
        const living = this.living();
        const scopes = again ? new Set([...allowed].filter((scope) => living.has(scope))) : allowed;
        const permits = this.#made(grant, scopes, Math.min(remaining, grant.exp - grant.iat));
        if (again) {
            for (const [scope, permit] of permits) {
                permit.deadline = Math.min(permit.deadline, this.#permits.get(scope)?.deadline ?? 0);
            }
        }
        this.#settle(permits);
        this.#grant = grant;
        this.#epoch = epoch;
        this.#gone.add(grant.jti);
    }

    /**
     * Begin an epoch in which nothing is allowed but what needs no yes: what the newest grant named is over.
     *
     * @param {ConsentGrant} grant
     * @param {number} epoch
     * @throws {SessionOver | EpochOver | GrantOutOfChain}
     */
    openChat(grant, epoch) {
        this.#demandNext(grant, epoch);
        this.#settle(new Map());
        this.#chatUntil ??= this.#clock();
        this.#grant = grant;
        this.#epoch = epoch;
        this.#gone.add(grant.jti);
    }

    /**
     * Pass when a message may be sent or taken on this channel now.
     *
     * @param {number} epoch
     * @param {number} direction
     * @param {number} channel
     * @throws {SessionOver | GrantMissing | GrantExpired | Paused | EpochOver} why it may not
     */
    allows(epoch, direction, channel) {
        if (this.#ended) throw new SessionOver();
        if (channel === Channel.CONTROL) return;
        if (this.#epoch === null) throw new GrantMissing(String(channel));
        if (epoch !== this.#epoch) throw new EpochOver(`${epoch}, not ${this.#epoch}`);
        const scope = scopeOf(channel);
        if (scope !== null) {
            this.demand(scope);
        } else if (channel === Channel.CHAT) {
            if (this.chatLeft() <= 0) throw new GrantExpired('chat');
        } else if (channel !== Channel.ASIDE || direction !== Direction.FROM_AGENT) {
            throw new GrantMissing(String(channel));
        }
    }

    /**
     * Pass when a scope lives at this moment.
     *
     * @param {Scope} scope
     * @throws {SessionOver | GrantMissing | GrantExpired | Paused} why it does not
     */
    demand(scope) {
        if (this.#ended) throw new SessionOver();
        const permit = this.#permits.get(scope);
        if (permit === undefined) throw new GrantMissing(scope);
        if (this.#clock() >= permit.deadline) throw new GrantExpired(scope);
        if (this.#rests(scope)) throw new Paused(scope);
    }

    /**
     * End scopes, and what requires them.
     *
     * @param {Iterable<Scope>} scopes
     */
    withdraw(scopes) {
        const gone = endingWith(scopes);
        this.#settle(new Map([...this.#permits].filter(([scope]) => !gone.has(scope))));
    }

    /** Let screen, pointer and keys rest. Time goes on running. */
    pause() {
        this.#paused = true;
    }

    /** Go on with what still lives. */
    resume() {
        this.#paused = false;
    }

    /** End everything for good, chat too. */
    end() {
        this.#ended = true;
        this.#permits = new Map();
    }

    /**
     * Name the scopes that were allowed and have not ended; a pause does not end them.
     *
     * @returns {Set<Scope>}
     */
    living() {
        const now = this.#clock();
        const alive = [...this.#permits].filter(([, { deadline }]) => now < deadline).map(([scope]) => scope);
        return new Set(this.#ended ? [] : alive);
    }

    /**
     * Tell the seconds a scope still lives; 0 when it does not.
     *
     * @param {Scope} scope
     */
    left(scope) {
        const permit = this.#permits.get(scope);
        return permit === undefined || this.#ended ? 0 : Math.max(0, permit.deadline - this.#clock());
    }

    /**
     * Name the monitors that a scope was allowed for.
     *
     * @param {Scope} scope
     * @returns {readonly number[]}
     */
    monitors(scope) {
        return this.#permits.get(scope)?.monitors ?? [];
    }

    /** Tell the seconds chat stays open: as long as anything lives, and five minutes more. */
    chatLeft() {
        if (this.#ended || this.#epoch === null) return 0;
        const ends = [...this.#permits.values()].map((permit) => permit.deadline);
        if (this.#chatUntil !== null) ends.push(this.#chatUntil);
        return Math.max(0, Math.max(0, ...ends) + limits.CHAT_SECONDS - this.#clock());
    }

    /**
     * Pass when this epoch may follow under this grant; tell whether it is the grant in force.
     *
     * @param {ConsentGrant} grant
     * @param {number} epoch
     */
    #demandNext(grant, epoch) {
        if (this.#ended) throw new SessionOver();
        if (this.#epoch !== null && epoch <= this.#epoch) throw new EpochOver(`${epoch} after ${this.#epoch}`);
        const again = this.#grant !== null && this.#grant.jti === grant.jti;
        if (this.#gone.has(grant.jti) && !again) throw new GrantOutOfChain();
        return again;
    }

    /** @param {Scope} scope */
    #rests(scope) {
        return this.#paused && [...channelsOf([scope])].some((channel) => PAUSED_CHANNELS.has(/** @type {any} */ (channel)));
    }

    /**
     * @param {ConsentGrant} grant
     * @param {ReadonlySet<Scope>} scopes
     * @param {number} remaining
     */
    #made(grant, scopes, remaining) {
        const now = this.#clock();
        const view = grantedIn(grant, 'view');
        /** @type {Map<Scope, Living>} */
        const permits = new Map();
        for (const granted of grant.scopes) {
            const left = remaining - (grant.exp - granted.until);
            if (!scopes.has(granted.scope) || left <= 0) continue;
            if (REQUIRES[granted.scope] === 'view' && (view === null || granted.until > view.until)) {
                throw new GrantMissing(granted.scope);
            }
            const monitors = view !== null && granted.scope === 'control' ? view.monitors : granted.monitors;
            permits.set(granted.scope, { monitors, deadline: now + left });
        }
        if (permits.size === 0) throw new GrantExpired();
        return permits;
    }

    /**
     * Put the new ones in force, noting when the last of the former ended: chat runs on from there.
     *
     * @param {ReadonlyMap<Scope, Living>} permits
     */
    #settle(permits) {
        const now = this.#clock();
        const ended = [...this.#permits.values()].map((permit) => Math.min(now, permit.deadline));
        this.#permits = permits;
        if (ended.length > 0) this.#chatUntil = Math.max(...ended, this.#chatUntil ?? 0);
    }
}
