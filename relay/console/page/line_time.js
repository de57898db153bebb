// page/line_time.js — how long the way to the relay and back is, by twenty bytes on the line itself

/** One question at a time; an answer on another line, or to no question, tells nothing. */
export class LineTime {
    /** @type {{line: unknown, at: number} | null} */
    #asked = null;

    /**
     * @param {() => import('../protocol/session.js').TechnicianSession | null} session what may speak now; null when
     *   nothing may
     * @param {() => unknown} line the line that stands
     * @param {() => void} made what to do when a question stands ready to be sent
     * @param {() => number} clock in milliseconds
     */
    constructor(session, line, made, clock = () => performance.now()) {
        this.session = session;
        this.line = line;
        this.made = made;
        this.clock = clock;
    }

    /** Ask, if anything may be said now. */
    ask() {
        const session = this.session();
        if (session === null) return;
        this.#asked = { line: this.line(), at: this.clock() };
        session.sendPlain(/** @type {any} */ ({ kind: 'line.ask' }));
        this.made();
    }

    /**
     * Take the answer.
     *
     * @returns {number | null} whole milliseconds since the question
     */
    answered() {
        const asked = this.#asked;
        this.#asked = null;
        return asked === null || asked.line !== this.line() ? null : Math.round(this.clock() - asked.at);
    }
}
