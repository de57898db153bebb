// replay/playhead.js — where the player is in time, and which screen messages that takes

import { lastUpTo } from './film.js';

/** @typedef {import('./film.js').Film} Film */
/** @typedef {import('./film.js').Pictures} Pictures */

/** Screen messages shown in one turn at most, so that a long way to catch up never freezes the page. */
const MOST_AT_ONCE = 200;
/** Screen messages that are being decoded at most: at 32 times the speed they come quicker than they are drawn. */
const MOST_BEHIND = 64;
/** Screen messages ahead up to which going on is quicker than jumping. */
const NEAR = 20;

/**
 * @typedef {object} Stage What the playhead works on.
 * @property {(data: Uint8Array) => void} show
 * @property {() => void} clear
 * @property {() => void} reset
 * @property {number} behind screen messages that were shown and are not drawn yet
 */

/** Time never runs on while pictures of it are still on their way: what is seen and the clock agree. */
export class Playhead {
    /**
     * @param {Film} film
     * @param {Pictures} pictures
     * @param {Stage} stage
     */
    constructor(film, pictures, stage) {
        this.film = film;
        this.pictures = pictures;
        this.stage = stage;
        this.position = 0;
        this.speed = 1;
        this.isPlaying = false;
        this.isWaiting = false;
        /** The next screen message to show. */
        this.next = 0;
        this.run = -1;
        /** Where a jump leads whose picture is on its way. @type {{last: number, begin: number} | null} */
        this.wanted = null;
        this.isAsking = false;
        /** Whether the picture of a jump is being drawn. */
        this.isLanding = false;
    }

    /** @param {number} elapsed ms of real time since the last turn */
    turn(elapsed) {
        if (this.wanted !== null) return;
        const going = this.isPlaying && !this.isWaiting ? elapsed * this.speed : 0;
        const goal = Math.min(this.position + going, this.film.duration);
        if (this.showUpTo(goal)) this.position = goal;
        if (this.position >= this.film.duration) this.isPlaying = false;
        if (this.isPlaying || this.isWaiting) this.pictures.want(this.next);
        this.isLanding = this.isLanding && this.stage.behind > 0;
        this.isWaiting ||= this.isLanding;
    }

    /**
     * Show what belongs before a moment; false while some of it is on its way.
     *
     * @param {number} goal
     */
    showUpTo(goal) {
        const { shots } = this.film;
        for (let shown = 0; this.next < shots.length && shots[this.next][0] <= goal; shown += 1) {
            const data = this.pictures.get(this.next);
            this.isWaiting = data === undefined || shown >= MOST_AT_ONCE || this.stage.behind > MOST_BEHIND;
            if (this.isWaiting) return false;
            if (shots[this.next][1]) this.run = this.next;
            if (/** @type {Uint8Array} */ (data).byteLength > 0) this.stage.show(/** @type {Uint8Array} */ (data).slice());
            this.next += 1;
        }
        this.isWaiting = false;
        return true;
    }

    /**
     * Go to a moment: simply on when that is close ahead, and to its picture at once when it is not.
     *
     * @param {number} at
     */
    seek(at) {
        const { shots, duration } = this.film;
        this.position = Math.min(Math.max(0, at), duration);
        const last = lastUpTo(shots, this.position);
        let begin = last;
        while (begin >= 0 && !shots[begin][1]) begin -= 1;
        const isAhead = this.wanted === null && begin === this.run && last >= this.next - 1 && last < this.next + NEAR;
        if (begin >= 0 && !isAhead) {
            this.wanted = { last, begin };
            this.isWaiting = true;
            if (!this.isAsking) this.jump().catch(this.pictures.failed);
            return;
        }
        this.wanted = null;
        if (begin < 0) {
            this.stage.clear();
            this.next = last + 1;
            this.run = -1;
        }
        this.turn(0);
    }

    /** Fetch and show the picture that is wanted; while it came another may be. */
    async jump() {
        this.isAsking = true;
        try {
            while (this.wanted !== null) {
                const asked = this.wanted;
                const scene = await this.pictures.scene(asked.last);
                if (this.wanted === asked) this.land(scene, asked.begin);
            }
        } finally {
            this.isAsking = false;
        }
    }

    /**
     * @param {import('./film.js').Scene} scene
     * @param {number} begin the whole picture that it goes back to
     */
    land(scene, begin) {
        this.wanted = null;
        if (scene.messages.length === 0) this.stage.clear();
        else this.stage.reset();
        for (const message of scene.messages) this.stage.show(message);
        this.next = scene.following;
        this.run = begin;
        this.isLanding = true;
        this.turn(0);
    }

    /** @param {1 | -1} way one update forward or back */
    step(way) {
        const { shots } = this.film;
        this.isPlaying = false;
        const index = way > 0 ? this.next : lastUpTo(shots, this.position - 1);
        if (index >= 0 && index < shots.length) this.seek(shots[index][0]);
    }

    /** @param {1 | -1} way to the next or former thing that happened */
    event(way) {
        const times = this.film.events.map((line) => line.at);
        const found = way > 0 ? times.find((at) => at > this.position + 1) : times.filter((at) => at < this.position - 1).pop();
        if (found !== undefined) this.seek(found);
    }
}
