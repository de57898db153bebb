// page/statements.js — this end's account of what it sent and heard, signed for the recording

import * as documents from '../consent/limits.js';
import { makeStatement } from '../consent/statement.js';

/** One session's statements, made one after the other. */
export class Statements {
    /** @type {Promise<unknown>} */
    #making = Promise.resolve();

    /**
     * @param {import('./join.js').Ground} ground
     * @param {import('../consent/setting.js').Setting} setting
     * @param {(isFinal: boolean) => import('../protocol/session.js').TechnicianSession | null} session what may be stated
     *   now; null when nothing may
     * @param {() => void} made what to do when one stands ready to be sent
     * @param {() => unknown} line the line that stands: what was made on one is not said on the next
     */
    constructor(ground, setting, session, made, line) {
        this.ground = ground;
        this.setting = setting;
        this.session = session;
        this.made = made;
        this.line = line;
    }

    /**
     * Sign what is news, or with the last one all of it.
     *
     * @param {boolean} isFinal
     */
    make(isFinal) {
        this.#making = this.#making.then(() => this.#make(isFinal)).catch(reportError);
        return this.#making;
    }

    /** @param {boolean} isFinal */
    async #make(isFinal) {
        const session = this.session(isFinal);
        const line = this.line();
        if (session === null) return;
        const lines = await session.lines(!isFinal);
        if (lines.length === 0) return;
        const last = lines.slice(-documents.STATEMENT_LINES); // older epochs were stated while they ran
        const { key, now, random } = this.ground;
        const token = await makeStatement(last, isFinal, this.setting, key, now(), random);
        // Said before the proof it would end the next line; said after it, it may name what the last one took along.
        if (line !== this.line()) return;
        session.sendPlain(/** @type {any} */ ({ kind: 'document', token }));
        this.made();
    }
}
