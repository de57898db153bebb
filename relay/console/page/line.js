// page/line.js — one websocket: what comes is dealt with in order, one message after the other

/** A line to the relay. */
export class Line {
    /** @type {Promise<unknown>} */
    #dealing = Promise.resolve();
    #isOpen = true;

    /**
     * @param {import('./socket.js').Socket} socket open already
     * @param {(data: Uint8Array<ArrayBuffer>) => Promise<void>} heard
     * @param {() => void} lost called once, after all that came has been dealt with; not after `close`
     */
    constructor(socket, heard, lost) {
        this.socket = socket;
        socket.addEventListener('message', (event) => {
            const { data } = /** @type {MessageEvent<ArrayBuffer | string>} */ (event);
            const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
            this.#next(() => heard(bytes));
        });
        socket.addEventListener('close', () => this.#next(async () => {
            if (this.#isOpen) lost();
            this.#isOpen = false;
        }));
    }

    /** @param {Uint8Array<ArrayBuffer>} data */
    send(data) {
        if (this.#isOpen && this.socket.isOpen) this.socket.send(data);
    }

    /** Hang up; what still comes is not dealt with. */
    close() {
        this.#isOpen = false;
        this.socket.close();
    }

    /** Hang up for good, at once: the page goes away. */
    leave() {
        this.#isOpen = false;
        this.socket.leave();
    }

    /** @param {() => Promise<void>} deal */
    #next(deal) {
        this.#dealing = this.#dealing.then(() => (this.#isOpen ? deal() : undefined)).catch(reportError);
    }
}
